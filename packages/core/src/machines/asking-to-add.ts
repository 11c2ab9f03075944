import { addRequestOf } from './add-threepid-model.ts';
import { addThreepidSetup } from './add-threepid-setup.ts';
import { answerOf, late, surprised } from './request.ts';

/**
 * Asks the homeserver to add the threepid: with the password where the event has one, which lives in
 * this request alone and is gone with it. What became of a request without an answer, the list tells.
 */
export const askingToAdd = addThreepidSetup.createStateConfig({
  invoke: {
    id: 'addThreepid',
    src: 'addThreepid',
    input: ({ context, event }) => addRequestOf(context, event),
    onDone: {
      target: '#addThreepid.answered',
      actions: { type: 'keepAnswer', params: answerOf },
    },
    onError: surprised('#addThreepid.reconciling'),
  },
  after: late('#addThreepid.reconciling'),
  on: { 'flow.cancel': '#addThreepid.cancelling' },
});
