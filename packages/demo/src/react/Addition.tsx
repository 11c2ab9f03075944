import { stepMessage, type AddThreepidActor, type AddThreepidView } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { useAddThreepid } from '@threepid/react';
import { Authenticating } from './Authenticating.tsx';
import { AuthChoosing } from './AuthChoosing.tsx';
import { AuthFallback } from './AuthFallback.tsx';
import { AuthHandled } from './AuthHandled.tsx';
import { AuthUnsupported } from './AuthUnsupported.tsx';
import { Editing } from './Editing.tsx';
import { Report } from './Report.tsx';
import { useAdditionFocus } from './use-focus.ts';
import { Validated } from './Validated.tsx';
import { ValidatingByLink } from './ValidatingByLink.tsx';
import { ValidatingByToken } from './ValidatingByToken.tsx';

/** One email address or phone number that is being added, whatever its step. */
export function Addition({ actor }: { readonly actor: AddThreepidActor }) {
  const view = useAddThreepid(actor);
  const element = useAdditionFocus(view, actor);
  const { heading, text, hint } = stepMessage(en, view);
  const headingId = `${actor.id}-heading`;
  return (
    <section className="addition" data-step={view.step} aria-labelledby={headingId} ref={element}>
      <h3 id={headingId} tabIndex={-1}>
        {heading}
      </h3>
      <Report report={view.report} />
      {text && <p aria-live="polite">{text}</p>}
      {hint && <p className="hint">{hint}</p>}
      <Step id={actor.id} view={view} />
    </section>
  );
}

function Step({ id, view }: { readonly id: string; readonly view: AddThreepidView }) {
  switch (view.step) {
    case 'editing':
      return <Editing view={view} />;
    case 'validatingByLink':
      return <ValidatingByLink id={id} view={view} />;
    case 'validatingByToken':
      return <ValidatingByToken id={id} view={view} />;
    case 'validated':
      return <Validated view={view} />;
    case 'authenticating':
      return <Authenticating view={view} />;
    case 'authChoosing':
      return <AuthChoosing view={view} />;
    case 'authFallback':
      return <AuthFallback view={view} />;
    case 'authHandled':
      return <AuthHandled view={view} />;
    case 'authUnsupported':
      return <AuthUnsupported view={view} />;
    case 'added':
    case 'cancelled':
    case 'failed':
      return null;
  }
}
