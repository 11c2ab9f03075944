import { shownThreepid, type RemoveThreepidActor } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { useRemoveThreepid } from '@threepid/react';
import { useEffect } from 'react';
import { enterRemoval, leaveRemoval } from '../focus.ts';
import { Button } from './Button.tsx';
import { Report } from './Report.tsx';
import { useLeaving } from './use-focus.ts';

/** Asks for confirmation before a threepid is removed. The focus starts on the button that cancels. */
export function Removal({ actor }: { readonly actor: RemoveThreepidActor }) {
  const view = useRemoveThreepid(actor);
  const element = useLeaving<HTMLDivElement>(leaveRemoval);
  useEffect(() => {
    if (element.current) enterRemoval(element.current);
  }, [element]);
  const { id } = actor;
  const { medium } = view.threepid;
  return (
    <div
      className="removal"
      role="group"
      aria-labelledby={`${id}-heading`}
      aria-describedby={`${id}-text`}
      ref={element}
    >
      <h3 id={`${id}-heading`}>{en.removal.heading(shownThreepid(view.threepid))}</h3>
      {view.step === 'confirming' && (
        <>
          <p id={`${id}-text`}>{en.removal.text({ medium, isLast: view.isLast })}</p>
          <Report report={view.report} />
          <div className="actions">
            <Button kind="secondary" command={view.cancel}>
              {en.actions.cancel}
            </Button>
            <Button kind="danger" command={view.confirm} busy={view.busy}>
              {en.actions.remove}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
