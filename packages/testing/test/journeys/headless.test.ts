import { describe } from 'vitest';
import { habitsOf } from '../../src/journeys/index.ts';
import { openSimulatedTestHomeserver } from '../simulated-test-homeserver.ts';
import { createClock } from '../client-environment.ts';
import { describeJourneys } from './describe-journeys.ts';

describe('told headless, on the simulated homeserver', () => {
  describeJourneys(async () => {
    const clock = createClock();
    const world = openSimulatedTestHomeserver({ clock });
    const { homeserver } = world;
    return {
      world,
      extras: {
        clock,
        habits: habitsOf(homeserver.settings),
        bind: async ({ userId }, address) =>
          homeserver.bindThreepid(userId, { medium: 'email', address }),
      },
    };
  });
});
