import type { InteractiveAuthView, StepView } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';

interface AppStageProps {
  readonly view: StepView<InteractiveAuthView, 'appStage'>;
  readonly children: ReactNode;
}

/** The user does a stage that the app handles in a window of its own. */
export function AppStage({ view, children }: AppStageProps) {
  return (
    <div className="actions">
      <Button kind="primary" command={view.retry} busy={view.isBusy ? 'authenticating' : null}>
        {en.actions.retryAuth}
      </Button>
      {children}
    </div>
  );
}
