import * as v from 'valibot';
import { actions, type Action } from '../../test/errors/actions.ts';
import type { ErrorCase } from '../../test/errors/case.ts';
import { createClock } from '../../test/client-environment.ts';
import { createFixture } from '../../test/helpers/fixture.ts';
import type { Screen } from '../../test/helpers/screen.ts';
import type { RealServers } from './server-changes.ts';
import type { Setup } from './setups.ts';

const Body = v.object({ errcode: v.optional(v.string()) });

let users = 0;

interface HomeserverResponse {
  readonly status: number;
  readonly errcode: string | undefined;
}

/** What the client showed in the end, and all responses of the homeserver. */
export interface Observation {
  readonly screen: Screen;
  readonly responses: readonly HomeserverResponse[];
}

/**
 * Performs the action of the case as a new user, on the real homeserver with that setup. Awaits
 * `untilServersChanged` right before the request that the case is about.
 */
export async function observe(
  servers: RealServers,
  { errorCase, setup }: { readonly errorCase: ErrorCase; readonly setup: Setup },
  untilServersChanged?: () => Promise<void> | undefined,
): Promise<Observation> {
  users += 1;
  // Synapse has rate limits per IP address, so each user has their own.
  const ipAddress = `198.51.100.${users}`;
  const addresses = {
    email: `answers-${users}@example.org`,
    national: `6112${String(users).padStart(5, '0')}`,
  };
  const responses: HomeserverResponse[] = [];
  let isSetUp = false;
  let accessToken: string | undefined;
  const account = await (setup.account?.(servers) ?? servers.newAccount());
  const fixture = await createFixture(
    {
      ...servers,
      async fetch(input, init) {
        const headers = new Headers(init?.headers);
        headers.set('X-Forwarded-For', ipAddress);
        const url = input instanceof Request ? input.url : String(input);
        const sentTo = isSetUp && setup.rewriteUrl ? setup.rewriteUrl(url) : url;
        const response = await servers.fetch(sentTo, { ...init, headers });
        const body: unknown = isSetUp ? await response.clone().json() : {};
        responses.push({ status: response.status, errcode: v.parse(Body, body).errcode });
        return response;
      },
    },
    {
      ...errorCase.options,
      ...setup.options?.(servers, account),
      clock: createClock(),
      account,
      addresses,
      getAccessToken: () => accessToken ?? account.accessToken,
    },
  );
  const threepid =
    errorCase.action === 'submitPhone'
      ? ({ medium: 'msisdn', address: `33${addresses.national}` } as const)
      : ({ medium: 'email', address: addresses.email } as const);
  if (errorCase.owner === 'this account') {
    await servers.give(account, threepid);
    (await fixture.client.settled()).read?.();
    await fixture.client.listed();
  }
  await setup.beforeAction?.(servers, fixture);

  const { run }: Action = actions[errorCase.action];
  try {
    const screen = await run(
      fixture,
      async () => {
        if (errorCase.owner === 'another account') {
          await servers.give(await servers.newAccount(), threepid);
        }
        await setup.beforeRequest?.(servers, fixture);
        await untilServersChanged?.();
        accessToken = await setup.accessToken?.(servers, fixture);
        isSetUp = true;
      },
      setup.typed ?? errorCase.typed,
    );
    return { screen: screen(), responses };
  } finally {
    fixture.client.stop();
  }
}
