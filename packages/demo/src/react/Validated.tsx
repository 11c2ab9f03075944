import { en } from '@threepid/core/messages/en';
import type { StepView } from '../views.ts';
import { Button } from './Button.tsx';

/** The code was right; the homeserver is yet to add the number. */
export function Validated({ view }: { readonly view: StepView<'validated'> }) {
  return (
    <div className="actions">
      <Button kind="primary" command={view.proceed} busy={view.busy}>
        {en.actions.proceed}
      </Button>
      <Button kind="quiet" command={view.editAddress}>
        {en.actions.editAddress[view.medium]}
      </Button>
      <Button kind="quiet" command={view.cancel}>
        {en.actions.cancel}
      </Button>
    </div>
  );
}
