import { outputOf } from './request.ts';

/** `onDone` candidate for a list: `guard` names the guard that is true of it. */
export function ifList<Guard extends string, const Transition extends object>(
  guard: Guard,
  transition: Transition,
) {
  return { guard: { type: guard, params: outputOf }, ...transition } as const;
}

/**
 * A state that reads the list because a request may or may not have been carried out. `read` are the
 * candidates for a list, made with `ifList`; `unknown` follow if the list cannot be read.
 */
export function reconcile<
  const Read extends readonly object[],
  const Unknown extends readonly object[],
>({ read, unknown }: { readonly read: Read; readonly unknown: Unknown }) {
  return {
    invoke: {
      id: 'listThreepids',
      src: 'listThreepids',
      onDone: [...read, ...unknown],
      onError: unknown,
    },
    after: { requestTimeout: unknown },
  } as const;
}
