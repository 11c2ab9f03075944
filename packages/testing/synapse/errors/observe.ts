import * as v from 'valibot';
import { acts, type Act, type View } from '../../test/answers/acts.ts';
import type { Row } from '../../test/answers/row.ts';
import { createClock } from '../../test/client-environment.ts';
import { createFixture } from '../../test/seated-client.ts';
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
  readonly view: View;
  readonly responses: readonly HomeserverResponse[];
}

/**
 * Performs the act of the row as a new user, on the real homeserver with that setup. Awaits
 * `untilServersChanged` right before the request whose response the row states.
 */
export async function observe(
  servers: RealServers,
  { row, setup }: { readonly row: Row; readonly setup: Setup },
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
  const client = await createFixture(
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
      ...row.options,
      ...setup.options?.(servers, account),
      clock: createClock(),
      account,
      addresses,
      getAccessToken: () => accessToken ?? account.accessToken,
    },
  );
  const threepid =
    row.act === 'entersPhone'
      ? ({ medium: 'msisdn', address: `33${addresses.national}` } as const)
      : ({ medium: 'email', address: addresses.email } as const);
  if (row.owner === 'alice') {
    await servers.give(account, threepid);
    (await client.client.settled()).read?.();
    await client.client.listed();
  }
  await setup.beforeAct?.(servers, client);

  const { does }: Act = acts[row.act];
  try {
    const source = await does(
      client,
      async () => {
        if (row.owner === 'somebody else') {
          await servers.give(await servers.newAccount(), threepid);
        }
        await setup.beforeRequest?.(servers, client);
        await untilServersChanged?.();
        accessToken = await setup.accessToken?.(servers, client);
        isSetUp = true;
      },
      setup.typed ?? row.typed,
    );
    return { view: source.getSnapshot(), responses };
  } finally {
    client.client.stop();
  }
}
