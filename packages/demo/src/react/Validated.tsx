import type { AddThreepidView, StepView } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { Button } from './Button.tsx';

/** The code was accepted. The homeserver has not added the number yet. */
export function Validated({ view }: { readonly view: StepView<AddThreepidView, 'validated'> }) {
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
