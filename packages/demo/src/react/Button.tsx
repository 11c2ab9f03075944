import type { AddThreepidBusy } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import type { ReactNode } from 'react';

interface ButtonProps {
  readonly kind: 'primary' | 'secondary' | 'danger' | 'quiet';
  /** What the button does; null while that is not possible. Without it, the button submits its form. */
  readonly command?: (() => void) | null;
  /** The request that the button started, shown in place of its label. */
  readonly busy?: AddThreepidBusy | 'removing' | 'retrying' | null;
  /** The id of the element that describes the button. */
  readonly describedBy?: string | null;
  readonly children: ReactNode;
}

/** A button that is never `disabled`, so that it keeps the focus while its command is not possible. */
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
