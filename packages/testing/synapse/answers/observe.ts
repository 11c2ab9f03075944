import * as v from 'valibot';
import { acts, type Act, type View } from '../../test/answers/acts.ts';
import type { Row } from '../../test/answers/row.ts';
import { seatedPerson } from '../../test/seated-person.ts';
import { createClock } from '../../test/surroundings.ts';
import type { Servers } from './changes.ts';
import type { Way } from './ways.ts';

const Body = v.object({ errcode: v.optional(v.string()) });

let people = 0;

interface Answer {
  readonly status: number;
  readonly errcode: string | undefined;
}

/** What somebody saw, and what the homeserver had answered to them. */
export interface Met {
  readonly view: View;
  readonly answers: readonly Answer[];
}

/** What a new person meets on the real homeserver, who does as the row says; `isChanged` is awaited on the way. */
export async function meet(
  world: Servers,
  { row, way }: { readonly row: Row; readonly way: Way },
  isChanged?: () => Promise<void> | undefined,
): Promise<Met> {
  people += 1;
  // Each is a client of its own, by the IP address, for which Synapse has limits.
  const ipAddress = `198.51.100.${people}`;
  const addresses = {
    email: `answers-${people}@example.org`,
    national: `6112${String(people).padStart(5, '0')}`,
  };
  const answers: Answer[] = [];
  let isThen = false;
  let token: string | undefined;
  const account = await (way.account?.(world) ?? world.newAccount());
  const person = await seatedPerson(
    {
      ...world,
      async fetch(input, init) {
        const headers = new Headers(init?.headers);
        headers.set('X-Forwarded-For', ipAddress);
        const url = input instanceof Request ? input.url : String(input);
        const led = isThen && way.detour ? way.detour(url) : url;
        const response = await world.fetch(led, { ...init, headers });
        const body: unknown = isThen ? await response.clone().json() : {};
        answers.push({ status: response.status, errcode: v.parse(Body, body).errcode });
        return response;
      },
    },
    {
      ...row.options,
      ...way.options?.(world, account),
      clock: createClock(),
      account,
      addresses,
      getAccessToken: () => token ?? account.accessToken,
    },
  );
  const threepid =
    row.act === 'entersPhone'
      ? ({ medium: 'msisdn', address: `33${addresses.national}` } as const)
      : ({ medium: 'email', address: addresses.email } as const);
  if (row.owner === 'alice') {
    await world.give(account, threepid);
    (await person.person.settled()).read?.();
    await person.person.listed();
  }
  await way.before?.(world, person);

  const { does }: Act = acts[row.act];
  try {
    const source = await does(
      person,
      async () => {
        if (row.owner === 'somebody else') await world.give(await world.newAccount(), threepid);
        await way.happens?.(world, person);
        await isChanged?.();
        token = await way.token?.(world, person);
        isThen = true;
      },
      way.typed ?? row.typed,
    );
    return { view: source.getSnapshot(), answers };
  } finally {
    person.person.leave();
  }
}
