import { afterAll, beforeAll, describe } from 'vitest';
import { describeJourneys } from '../test/journeys/describe-journeys.ts';
import type { Settings } from './homeserver-config.ts';
import { openSynapse, type RealWorld } from './world.ts';

describe('told headless, on a real Synapse', () => {
  let world: RealWorld;
  let isAsEver = true;

  beforeAll(async () => {
    world = await openSynapse();
  });
  afterAll(() => world.close());

  async function restart(settings: Settings) {
    await world.restartSynapse(settings);
    isAsEver = Object.keys(settings).length === 0;
  }

  /** A habit of a Synapse that is started with these settings. */
  const startedWith = (settings: Settings) => (isSo: boolean) => restart(isSo ? settings : {});

  describeJourneys(async () => {
    world.acceptMail(true);
    if (!isAsEver) await restart({});
    return {
      world,
      extras: {
        bind: world.bindEmail,
        habits: {
          'sends no mail': (isSo) => world.acceptMail(!isSo),
          'sends no text messages': startedWith({
            // Nobody listens there.
            account_threepid_delegates: { msisdn: 'http://127.0.0.1:1' },
          }),
          'keeps to itself who has an address': startedWith({
            request_token_inhibit_3pid_errors: true,
          }),
          'takes no passwords': startedWith({ password_config: { enabled: false } }),
          'allows no changes': startedWith({ enable_3pid_changes: false }),
        },
      },
    };
  });
});
