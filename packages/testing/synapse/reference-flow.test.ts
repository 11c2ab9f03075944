import { describe } from 'vitest';
import { describeReferenceFlow } from '../test/reference-flow/reference-flow.ts';
import { openSynapse } from './open-synapse.ts';

describe('on a real Synapse', () => {
  describeReferenceFlow(openSynapse);
});
