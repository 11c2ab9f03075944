import { en } from '@threepid/core/messages/en';
import type { StepView } from '../views.ts';
import { Button } from './Button.tsx';

/** The person does what the app asks, which it asks in a window of its own. */
export function AuthHandled({ view }: { readonly view: StepView<'authHandled'> }) {
  return (
    <div className="actions">
      <Button kind="primary" command={view.retry} busy={view.busy}>
        {en.actions.retryAuth}
      </Button>
      <Button kind="quiet" command={view.back}>
        {en.actions.back}
      </Button>
      <Button kind="quiet" command={view.cancel}>
        {en.actions.cancel}
      </Button>
    </div>
  );
}
