import type { AddThreepidActor, Medium, ThreepidsOptions } from '@threepid/core';
import type { SimulatedClock } from 'xstate';
import { at, resendable, sitDown } from './person.ts';
import type { Account, TestHomeserver } from './test-homeserver.ts';

interface Circumstances extends Partial<ThreepidsOptions> {
  readonly clock: SimulatedClock;
  /** By default a new one. */
  readonly account?: Account;
  /** What they add where the test names nothing else. */
  readonly addresses?: Addresses;
}

/** Addresses that nobody else on the homeserver has. */
interface Addresses {
  readonly email: string;
  /** A number in France, as dialled there, without the zero. */
  readonly national: string;
}

/** A person in front of any homeserver, who comes at once as far as a test wants; the test moves their clock. */
export async function seatedPerson(
  world: TestHomeserver,
  {
    clock,
    account,
    addresses = { email: 'alice@example.org', national: '611223344' },
    ...options
  }: Circumstances,
) {
  const person = await sitDown(world, account ?? (await world.newAccount()), { clock, ...options });

  async function editing(medium: Medium) {
    const actor = person.add(medium);
    return { actor, view: await at(actor, 'editing') };
  }

  async function validatingByLink(address = addresses.email) {
    const { actor, view } = await editing('email');
    view.submit?.(address);
    const validating = await at(actor, 'validatingByLink');
    return { actor, view: validating, mail: await world.nextMail(address) };
  }

  async function validatingByToken(national = addresses.national) {
    const { actor, view } = await editing('msisdn');
    view.submit?.(national, 'FR');
    const validating = await at(actor, 'validatingByToken');
    return { actor, view: validating, text: await world.nextText(`33${national}`) };
  }

  /** The view once another mail or text may be asked for. */
  async function cooledDown(actor: AddThreepidActor) {
    clock.increment(30_000);
    return await resendable(actor);
  }

  async function authenticating() {
    const { actor, view, mail } = await validatingByLink();
    view.proceed?.();
    return { actor, mail, view: await at(actor, 'authenticating') };
  }

  /** Authenticated before the link was opened. */
  async function watching() {
    const { actor, view, mail } = await authenticating();
    person.typePassword(view, person.account.password);
    return { actor, mail, view: await at(actor, 'validatingByLink') };
  }

  return {
    world,
    clock,
    person,
    addresses,
    /** What the app has as access token now. */
    getAccessToken: options.getAccessToken ?? (() => person.account.accessToken),
    editing,
    validatingByLink,
    validatingByToken,
    cooledDown,
    authenticating,
    watching,
  };
}
