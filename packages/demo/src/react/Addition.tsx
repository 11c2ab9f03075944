import { stepMessage, type AddThreepidActor } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { useAddThreepid } from '@threepid/react';
import { useCallback, useRef } from 'react';
import { leaveAddition, type ScreenView } from '../focus.ts';
import { Authenticating } from './Authenticating.tsx';
import { Editing } from './Editing.tsx';
import { Screen } from './Screen.tsx';
import { useLeaving } from './use-focus.ts';
import { Validated } from './Validated.tsx';
import { ValidatingByLink } from './ValidatingByLink.tsx';
import { ValidatingByToken } from './ValidatingByToken.tsx';

/** One email address or phone number that is being added. */
export function Addition({ actor }: { readonly actor: AddThreepidActor }) {
  const view = useAddThreepid(actor);
  const leave = useCallback((element: HTMLElement) => leaveAddition(element, actor), [actor]);
  const element = useLeaving<HTMLDivElement>(leave);
  const lastView = useRef<ScreenView>(null);
  const { id } = actor;
  return (
    <div className="addition" ref={element}>
      {view.step === 'authenticating' ? (
        <Authenticating
          id={id}
          actor={view.auth}
          medium={view.medium}
          address={view.address}
          editAddress={view.editAddress}
          cancel={view.cancel}
          lastView={lastView}
        />
      ) : (
        <Screen id={id} view={view} message={stepMessage(en, view)} lastView={lastView}>
          {view.step === 'editing' && <Editing view={view} />}
          {view.step === 'validatingByLink' && <ValidatingByLink id={id} view={view} />}
          {view.step === 'validatingByToken' && <ValidatingByToken id={id} view={view} />}
          {view.step === 'validated' && <Validated view={view} />}
        </Screen>
      )}
    </div>
  );
}
