import { describe } from 'vitest';
import { describeSeeds } from '../test/seeds.ts';
import { openSynapse } from './open-synapse.ts';

describe('on a real Synapse', () => {
  describeSeeds(openSynapse);
});
