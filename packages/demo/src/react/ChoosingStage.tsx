import type { InteractiveAuthView, StepView } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';

interface ChoosingStageProps {
  readonly view: StepView<InteractiveAuthView, 'choosingStage'>;
  readonly children: ReactNode;
}

/** The user chooses how they confirm who they are. */
export function ChoosingStage({ view, children }: ChoosingStageProps) {
  return (
    <div className="actions">
      {view.choices.map(({ stage, choose }) => (
        <Button key={stage} kind="secondary" command={choose}>
          {en.actions.startStage(stage)}
        </Button>
      ))}
      {children}
    </div>
  );
}
