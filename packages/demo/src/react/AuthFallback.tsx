import { en } from '@threepid/core/messages/en';
import type { StepView } from '../views.ts';
import { Button } from './Button.tsx';

/** The person confirms on a page of the homeserver that it is them. */
export function AuthFallback({ view }: { readonly view: StepView<'authFallback'> }) {
  return (
    <div className="actions">
      <Button kind="primary" command={view.open} busy={view.busy}>
        {en.actions.beginAuth(view.stage)}
      </Button>
      {view.finish && (
        <Button kind="secondary" command={view.finish}>
          {en.actions.finishAuth}
        </Button>
      )}
      <Button kind="quiet" command={view.back}>
        {en.actions.back}
      </Button>
      <Button kind="quiet" command={view.cancel}>
        {en.actions.cancel}
      </Button>
    </div>
  );
}
