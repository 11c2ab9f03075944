import type { ListAnswer } from '../homeserver/port.ts';
import type { AccountAnswer, FlowOutput, ThreepidsContext } from './threepids-model.ts';
import { answerOf, refused, repeating, surprised, type Answered } from './request.ts';

/**
 * Reads the account: the list and, until the homeserver has said it, whether it may be changed. Where
 * nobody says, what is assumed counts. `failed` tells where the list cannot be read.
 */
export function readingAccount<Failed extends string>(failed: Failed, assumed: boolean) {
  return repeating(
    {
      id: 'readAccount',
      src: 'readAccount',
      input: ({ context: { mayChange } }: { readonly context: ThreepidsContext }) => ({
        mayChange,
        assumed,
      }),
      onDone: [
        {
          guard: { type: 'mayReadAgain', params: answerOf },
          target: 'pausing',
          actions: { type: 'keepMayChange', params: mayChangeIn },
        },
        refused(failed),
        {
          guard: { type: 'mayChange', params: answerOf },
          target: '#threepids.ready',
          actions: [
            { type: 'adoptList', params: listIn },
            { type: 'startAdditions', params: pendingIn },
          ],
        },
        {
          target: '#threepids.unavailable',
          actions: [
            { type: 'adoptList', params: listIn },
            { type: 'keepManagementUrl', params: managementUrlIn },
          ],
        },
      ],
      onError: surprised(failed),
    },
    failed,
  );
}

function mayChangeIn({ event: { output } }: Answered<AccountAnswer>) {
  return output.mayChange;
}

/** The list, where it was read: a removal reads it to see that the threepid is gone. */
export function listIn({ event: { output } }: Answered<AccountAnswer | ListAnswer | FlowOutput>) {
  return 'threepids' in output ? output.threepids : null;
}

function managementUrlIn({ event: { output } }: Answered<AccountAnswer>) {
  return output.type === 'refused' ? null : output.accountManagementUrl;
}

function pendingIn({ event: { output } }: Answered<AccountAnswer>) {
  return output.type === 'refused' ? [] : output.pending;
}
