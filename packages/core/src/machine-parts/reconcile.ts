import { outputOf } from './request.ts';

/**
 * A state that reads the list because a request may or may not have been carried out. `guard` names
 * the guard that is true of a list which shows that it was; `notDone` follows any other list, and
 * `unknown` a list that cannot be read.
 */
export function reconcile<
  Guard extends string,
  const Done extends object,
  const NotDone extends object,
  const Unknown extends readonly object[],
>(guard: Guard, { done, notDone, unknown }: { done: Done; notDone: NotDone; unknown: Unknown }) {
  return {
    invoke: {
      id: 'listThreepids',
      src: 'listThreepids',
      onDone: [
        { guard: { type: guard, params: outputOf }, ...done },
        { guard: { type: 'isListRead', params: outputOf }, ...notDone },
        ...unknown,
      ],
      onError: unknown,
    },
    after: { requestTimeout: unknown },
  } as const;
}
