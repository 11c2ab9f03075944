import { describe } from 'vitest';
import { openSimulatedWorld } from '../simulated-world.ts';
import { createClock } from '../surroundings.ts';
import { describeJourneys } from './describe-journeys.ts';

describe('told headless, on the simulated homeserver', () => {
  describeJourneys(async () => {
    const clock = createClock();
    const world = openSimulatedWorld({ clock });
    const { homeserver } = world;
    const { settings } = homeserver;
    return {
      world,
      extras: {
        clock,
        habits: {
          'sends no mail': (is) => (settings.mailServer = is ? 'refusing' : 'working'),
          'sends no text messages': (is) => (settings.phoneDelegate = is ? 'down' : 'working'),
          'keeps to itself who has an address': (is) => (settings.inhibitErrors = is),
          'starts over after a wrong password': (is) =>
            (settings.wrongPasswordSession = is ? 'new' : 'same'),
          'takes no passwords': (is) => (settings.passwordLogin = !is),
          'allows no changes': (is) => (settings.changesEnabled = !is),
        },
        bind: async ({ userId }, address) =>
          homeserver.bindThreepid(userId, { medium: 'email', address }),
      },
    };
  });
});
