import { describe } from 'vitest';
import { behaviorSwitches } from '../../src/journeys/index.ts';
import { createClock } from '../client-environment.ts';
import { openSimulatedTestHomeserver } from '../simulated-test-homeserver.ts';
import { describeJourneys } from './describe-journeys.ts';

describe('journeys without a page, on the simulated homeserver', () => {
  describeJourneys(async () => {
    const clock = createClock();
    const testHomeserver = openSimulatedTestHomeserver({ clock });
    const { homeserver } = testHomeserver;
    return {
      homeserver: testHomeserver,
      options: {
        clock,
        behaviors: behaviorSwitches(homeserver.settings),
        bind: async ({ userId }, address) =>
          homeserver.bindThreepid(userId, { medium: 'email', address }),
      },
    };
  });
});
