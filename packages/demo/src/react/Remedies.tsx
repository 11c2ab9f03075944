import { en } from '@threepid/core/messages/en';
import { busyWith, type StepView } from '../views.ts';
import { Button } from './Button.tsx';

interface RemediesProps {
  /** Of the addition. */
  readonly id: string;
  readonly view: StepView<'validatingByLink' | 'validatingByToken'>;
}

/** What helps where no mail or text arrives: another one, or another address. */
export function Remedies({ id, view }: RemediesProps) {
  const { resendAt } = view;
  return (
    <div className="remedies">
      <Button
        kind="quiet"
        command={view.resend}
        busy={busyWith(view, { isResend: true })}
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
