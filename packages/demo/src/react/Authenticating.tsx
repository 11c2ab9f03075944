import { authMessage, type InteractiveAuthActor, type Medium } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { useInteractiveAuth } from '@threepid/react';
import type { RefObject } from 'react';
import type { ScreenView } from '../focus.ts';
import { AppStage } from './AppStage.tsx';
import { Button } from './Button.tsx';
import { ChoosingStage } from './ChoosingStage.tsx';
import { Exits } from './Exits.tsx';
import { Fallback } from './Fallback.tsx';
import { Password } from './Password.tsx';
import { Screen } from './Screen.tsx';
import { Unsupported } from './Unsupported.tsx';

interface AuthenticatingProps {
  /** The id of the addition. */
  readonly id: string;
  readonly actor: InteractiveAuthActor;
  readonly medium: Medium;
  /** What is being added. */
  readonly address: string;
  readonly editAddress: (() => void) | null;
  readonly cancel: (() => void) | null;
  readonly lastView: RefObject<ScreenView | null>;
}

/** The user confirms who they are, with one component per step. */
export function Authenticating({
  id,
  actor,
  medium,
  address,
  editAddress,
  cancel,
  lastView,
}: AuthenticatingProps) {
  const view = useInteractiveAuth(actor);
  const exits = <Exits back={view.back} cancel={cancel} />;
  return (
    <Screen id={id} view={view} message={authMessage(en, view, address)} lastView={lastView}>
      {view.step === 'password' && (
        <Password view={view} medium={medium}>
          {exits}
        </Password>
      )}
      {view.step === 'choosingStage' && <ChoosingStage view={view}>{exits}</ChoosingStage>}
      {view.step === 'fallback' && <Fallback view={view}>{exits}</Fallback>}
      {view.step === 'appStage' && <AppStage view={view}>{exits}</AppStage>}
      {view.step === 'unsupported' && <Unsupported>{exits}</Unsupported>}
      <div className="more">
        <Button kind="quiet" command={editAddress}>
          {en.actions.editAddress[medium]}
        </Button>
      </div>
    </Screen>
  );
}
