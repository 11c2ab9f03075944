import { en } from '@threepid/core/messages/en';
import type { StepView } from '../views.ts';
import { Button } from './Button.tsx';

/** The homeserver wants a proof that cannot be given here. */
export function AuthUnsupported({ view }: { readonly view: StepView<'authUnsupported'> }) {
  return (
    <div className="actions">
      <Button kind="secondary" command={view.back}>
        {en.actions.back}
      </Button>
      <Button kind="quiet" command={view.cancel}>
        {en.actions.cancel}
      </Button>
    </div>
  );
}
