import { busyOf, type AddThreepidView, type StepView } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { Button } from './Button.tsx';
import { Resend } from './Resend.tsx';

interface ValidatingByLinkProps {
  /** The id of the addition. */
  readonly id: string;
  readonly view: StepView<AddThreepidView, 'validatingByLink'>;
}

/** The user opens the link in the mail, on any device. */
export function ValidatingByLink({ id, view }: ValidatingByLinkProps) {
  return (
    <>
      <div className="actions">
        <Button kind="primary" command={view.proceed} busy={busyOf(view, 'submit')}>
          {en.actions.proceed}
        </Button>
        <Button kind="quiet" command={view.cancel}>
          {en.actions.cancel}
        </Button>
      </div>
      <Resend id={id} view={view} />
    </>
  );
}
