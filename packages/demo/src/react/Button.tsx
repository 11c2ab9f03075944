import type { AddThreepidBusy } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import type { ReactNode } from 'react';

interface ButtonProps {
  readonly kind: 'primary' | 'secondary' | 'danger' | 'quiet';
  /** What it does; null while that is not to be had. Without one it submits its form. */
  readonly command?: (() => void) | null;
  /** What is under way because of it, said in place of its label. */
  readonly busy?: AddThreepidBusy | 'removing' | 'retrying' | null;
  /** The id of the element that says more. */
  readonly describedBy?: string | null;
  readonly children: ReactNode;
}

/** A button that is never `disabled`, so that it keeps the focus while there is nothing to press. */
export function Button({ kind, command, busy = null, describedBy = null, children }: ButtonProps) {
  return (
    <button
      className={`button ${kind}`}
      type={command === undefined ? 'submit' : 'button'}
      aria-disabled={command === null || busy !== null}
      aria-describedby={describedBy ?? undefined}
      onClick={() => command?.()}
    >
      {busy === null ? children : <span className="busy">{en.busy[busy]}</span>}
    </button>
  );
}
