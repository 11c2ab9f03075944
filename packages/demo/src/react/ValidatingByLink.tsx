import { en } from '@threepid/core/messages/en';
import { busyWith, type StepView } from '../views.ts';
import { Button } from './Button.tsx';
import { Remedies } from './Remedies.tsx';

interface ValidatingByLinkProps {
  /** Of the addition. */
  readonly id: string;
  readonly view: StepView<'validatingByLink'>;
}

/** The person opens the link in the mail, wherever they read it. */
export function ValidatingByLink({ id, view }: ValidatingByLinkProps) {
  return (
    <>
      <div className="actions">
        <Button kind="primary" command={view.proceed} busy={busyWith(view)}>
          {en.actions.proceed}
        </Button>
        <Button kind="quiet" command={view.cancel}>
          {en.actions.cancel}
        </Button>
      </div>
      <Remedies id={id} view={view} />
    </>
  );
}
