import type { InteractiveAuthView, StepView } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';

interface FallbackProps {
  readonly view: StepView<InteractiveAuthView, 'fallback'>;
  readonly children: ReactNode;
}

/** The user confirms who they are on a page of the homeserver. */
export function Fallback({ view, children }: FallbackProps) {
  return (
    <div className="actions">
      <Button kind="primary" command={view.open} busy={view.isBusy ? 'authenticating' : null}>
        {en.actions.startStage(view.stage)}
      </Button>
      {view.finish && (
        <Button kind="secondary" command={view.finish}>
          {en.actions.finishAuth}
        </Button>
      )}
      {children}
    </div>
  );
}
