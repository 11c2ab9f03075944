import type { StepMessage } from '@threepid/core';
import type { ReactNode, RefObject } from 'react';
import type { ScreenView } from '../focus.ts';
import { Report } from './Report.tsx';
import { useScreenFocus } from './use-focus.ts';

interface ScreenProps {
  /** The id of the addition. */
  readonly id: string;
  readonly view: ScreenView;
  readonly message: StepMessage;
  /** The view that the addition showed last. */
  readonly lastView: RefObject<ScreenView | null>;
  readonly children: ReactNode;
}

/** One screen of an addition: its heading, its text, and below them its controls. */
export function Screen({ id, view, message, lastView, children }: ScreenProps) {
  const element = useScreenFocus(view, lastView);
  const headingId = `${id}-heading`;
  return (
    <section className="screen" data-step={view.step} aria-labelledby={headingId} ref={element}>
      <h3 id={headingId} tabIndex={-1}>
        {message.heading}
      </h3>
      <Report report={view.report} />
      {message.text && <p aria-live="polite">{message.text}</p>}
      {message.hint && <p className="hint">{message.hint}</p>}
      {children}
    </section>
  );
}
