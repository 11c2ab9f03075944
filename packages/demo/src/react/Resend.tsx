import { busyOf, type AddThreepidView, type StepView } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { Button } from './Button.tsx';

interface ResendProps {
  /** The id of the addition. */
  readonly id: string;
  readonly view: StepView<AddThreepidView, 'validatingByLink' | 'validatingByToken'>;
}

/** If no mail or text arrives, the user requests another one or changes the address. */
export function Resend({ id, view }: ResendProps) {
  const { resendAt } = view;
  return (
    <div className="more">
      <Button
        kind="quiet"
        command={view.resend}
        busy={busyOf(view, 'resend')}
        describedBy={resendAt === null ? null : `${id}-resend`}
      >
        {en.actions.resend[view.medium]}
      </Button>
      <Button kind="quiet" command={view.editAddress}>
        {en.actions.editAddress[view.medium]}
      </Button>
      {resendAt !== null && (
        <p className="hint" id={`${id}-resend`}>
          {en.actions.resendAt(resendAt)}
        </p>
      )}
    </div>
  );
}
