import { en } from '@threepid/core/messages/en';
import type { StepView } from '../views.ts';
import { Button } from './Button.tsx';

/** The person chooses how they confirm that it is them. */
export function AuthChoosing({ view }: { readonly view: StepView<'authChoosing'> }) {
  return (
    <div className="actions">
      {view.choices.map(({ stage, choose }) => (
        <Button key={stage} kind="secondary" command={choose}>
          {en.actions.beginAuth(stage)}
        </Button>
      ))}
      <Button kind="quiet" command={view.back}>
        {en.actions.back}
      </Button>
      <Button kind="quiet" command={view.cancel}>
        {en.actions.cancel}
      </Button>
    </div>
  );
}
