import { authMessage, type InteractiveAuthActor } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { useInteractiveAuth } from '@threepid/react';
import { Command, Field, Screen } from './screen.tsx';

interface AuthenticationProps {
  readonly actor: InteractiveAuthActor;
  /** What is being added; null for another endpoint. */
  readonly address: string | null;
}

export function Authentication({ actor, address }: AuthenticationProps) {
  const view = useInteractiveAuth(actor);
  const message = authMessage(en, view, address);
  switch (view.step) {
    case 'password':
      return (
        <Screen
          message={message}
          report={view.report}
          onSubmit={(typed) => view.submit?.(typed('password'))}
        >
          <input type="text" autoComplete="username" value={view.userId} readOnly hidden />
          <Field field={view.fields.password} label={en.fields.password.email} />
          <Command run={view.back} label={en.actions.back} />
        </Screen>
      );
    case 'choosingStage':
      return (
        <Screen message={message} report={view.report}>
          {view.choices.map(({ stage, choose }) => (
            <Command key={stage} run={choose} label={en.actions.startStage(stage)} />
          ))}
          <Command run={view.back} label={en.actions.back} />
        </Screen>
      );
    case 'fallback':
      return (
        <Screen message={message} report={view.report}>
          <Command run={view.open} label={en.actions.startStage(view.stage)} />
          <Command run={view.finish} label={en.actions.finishAuth} />
          <Command run={view.back} label={en.actions.back} />
        </Screen>
      );
    case 'appStage':
      return (
        <Screen message={message} report={view.report}>
          <Command run={view.retry} label={en.actions.retryAuth} />
          <Command run={view.back} label={en.actions.back} />
        </Screen>
      );
    case 'requesting':
    case 'unsupported':
      return (
        <Screen message={message} report={view.report}>
          <Command run={view.back} label={en.actions.back} />
        </Screen>
      );
    case 'settled':
    case 'refused':
    case 'cancelled':
    case 'interrupted':
    case 'failed':
      return <Screen message={message} report={view.report} />;
  }
}
