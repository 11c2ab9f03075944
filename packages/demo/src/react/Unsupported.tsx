import type { ReactNode } from 'react';

/** The homeserver requires a stage that neither the app nor a page can do. */
export function Unsupported({ children }: { readonly children: ReactNode }) {
  return <div className="actions">{children}</div>;
}
