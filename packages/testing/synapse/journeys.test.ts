import { afterAll, beforeAll, describe } from 'vitest';
import { describeJourneys } from '../test/journeys/describe-journeys.ts';
import type { Settings } from './homeserver-config.ts';
import { openSynapse, type RealHomeserver } from './open-synapse.ts';

describe('journeys without a page, on a real Synapse', () => {
  let homeserver: RealHomeserver;
  let hasInitialSettings = true;

  beforeAll(async () => {
    homeserver = await openSynapse();
  });
  afterAll(() => homeserver.close());

  async function restart(settings: Settings) {
    await homeserver.restartSynapse(settings);
    hasInitialSettings = Object.keys(settings).length === 0;
  }

  /** Turns a behavior on by a restart with these settings, and off by one without them. */
  const restartedWith = (settings: Settings) => (isOn: boolean) => restart(isOn ? settings : {});

  describeJourneys(async () => {
    homeserver.acceptMail(true);
    if (!hasInitialSettings) await restart({});
    return {
      homeserver,
      options: {
        bind: homeserver.bindEmail,
        behaviors: {
          'sends no mail': (isOn) => homeserver.acceptMail(!isOn),
          'sends no text messages': restartedWith({
            // No server listens on this port.
            account_threepid_delegates: { msisdn: 'http://127.0.0.1:1' },
          }),
          'hides whether an address is taken': restartedWith({
            request_token_inhibit_3pid_errors: true,
          }),
          'accepts no passwords': restartedWith({ password_config: { enabled: false } }),
          'allows no changes': restartedWith({ enable_3pid_changes: false }),
        },
      },
    };
  });
});
