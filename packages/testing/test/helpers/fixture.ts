import type { AddThreepidActor, Medium, ThreepidsOptions } from '@threepid/core';
import type { SimulatedClock } from 'xstate';
import type { Account, TestHomeserver } from '../test-homeserver.ts';
import { at, authAt, resendable, startClient } from './client.ts';

interface FixtureOptions extends Partial<ThreepidsOptions> {
  readonly clock: SimulatedClock;
  /** By default a new one. */
  readonly account?: Account;
  /** The addresses that are added if the test names no other. */
  readonly addresses?: Addresses;
}

/** Addresses that no other account on the homeserver has. */
interface Addresses {
  readonly email: string;
  /** A number in France as dialed there, without the zero. */
  readonly national: string;
}

export type Fixture = Awaited<ReturnType<typeof createFixture>>;

/** Creates a client on any homeserver, with functions that take it to a step; the test moves the clock. */
export async function createFixture(
  testServer: TestHomeserver,
  {
    clock,
    account,
    addresses = { email: 'alice@example.org', national: '611223344' },
    ...options
  }: FixtureOptions,
) {
  const client = await startClient(testServer, account ?? (await testServer.newAccount()), {
    clock,
    ...options,
  });

  async function editing(medium: Medium) {
    const actor = client.add(medium);
    return { actor, view: await at(actor, 'editing') };
  }

  async function validatingByLink(address = addresses.email) {
    const { actor, view } = await editing('email');
    view.submit?.(address);
    const validating = await at(actor, 'validatingByLink');
    return { actor, view: validating, mail: await testServer.nextMail(address) };
  }

  async function validatingByToken(national = addresses.national) {
    const { actor, view } = await editing('msisdn');
    view.submit?.(national, 'FR');
    const validating = await at(actor, 'validatingByToken');
    return { actor, view: validating, text: await testServer.nextText(`33${national}`) };
  }

  /** The view once another mail or text may be requested. */
  async function cooledDown(actor: AddThreepidActor) {
    clock.increment(30_000);
    return await resendable(actor);
  }

  /** The password is asked for, and the link was not opened. */
  async function authenticating() {
    const { actor, view, mail } = await validatingByLink();
    view.proceed?.();
    return { actor, mail, view: await authAt(actor, 'password') };
  }

  /** The user has authenticated, and the link was not opened. */
  async function polling() {
    const { actor, view, mail } = await authenticating();
    client.submitPassword(view, client.account.password);
    return { actor, mail, view: await at(actor, 'validatingByLink') };
  }

  return {
    testServer,
    clock,
    client,
    addresses,
    /** Returns the app's current access token. */
    getAccessToken: options.getAccessToken ?? (() => client.account.accessToken),
    editing,
    validatingByLink,
    validatingByToken,
    cooledDown,
    authenticating,
    polling,
  };
}
