import { shownThreepid, type RemoveThreepidActor } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { useRemoveThreepid } from '@threepid/react';
import { Command, Screen } from './screen.tsx';

export function Removal({ actor }: { readonly actor: RemoveThreepidActor }) {
  const view = useRemoveThreepid(actor);
  if (view.step !== 'confirming') return null;
  const { threepid, isLast } = view;
  const heading = en.removal.heading(shownThreepid(threepid));
  const text = en.removal.text({ medium: threepid.medium, isLast });
  return (
    <Screen message={{ heading, text, hint: null }} report={view.report}>
      <Command run={view.cancel} label={en.actions.cancel} />
      <Command run={view.confirm} label={en.actions.remove} />
    </Screen>
  );
}
