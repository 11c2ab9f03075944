import type { AddThreepidActor, Medium, ThreepidsOptions } from '@threepid/core';
import type { EndpointName, Fault, Settings } from '../src/index.ts';
import { at, resendable, sitDown } from './person.ts';
import { openSimulatedWorld } from './simulated-world.ts';
import { createClock, createPage, passTime } from './surroundings.ts';

interface Circumstances extends Partial<ThreepidsOptions> {
  readonly settings?: Partial<Settings>;
}

/** A person in front of the simulated homeserver; the test moves their clock and looks after their page. */
export async function simulatedPerson({ settings, ...options }: Circumstances = {}) {
  const clock = createClock();
  const world = openSimulatedWorld({ clock, ...(settings && { settings }) });
  const { homeserver } = world;
  const { watchPage, returnTo } = createPage();
  const person = await sitDown(world, await world.newAccount(), {
    clock,
    watchPage,
    ...options,
  });

  /** How often an endpoint was asked, and with what. */
  const asked = (endpoint: string) =>
    homeserver.requests.filter((request) => request.endpoint === endpoint).map(({ body }) => body);

  /** The next requests meet this; by default the first one and what repeats it by itself. */
  const lose = (endpoint: EndpointName, outcome: Fault['outcome'], requests = 3) => {
    for (let request = 0; request < requests; request += 1) {
      homeserver.faults.add({ endpoint, outcome });
    }
  };

  async function editing(medium: Medium) {
    const actor = person.add(medium);
    return { actor, view: await at(actor, 'editing') };
  }

  async function validatingByLink(address = 'alice@example.org') {
    const { actor, view } = await editing('email');
    view.submit?.(address);
    const validating = await at(actor, 'validatingByLink');
    return { actor, view: validating, mail: await world.nextMail(address) };
  }

  async function validatingByToken(national = '611223344') {
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
    homeserver,
    clock,
    person,
    asked,
    lose,
    /** Waits for it while time passes. */
    passing: <Value>(coming: Promise<Value>) => passTime(clock, coming),
    returnToPage: returnTo,
    editing,
    validatingByLink,
    validatingByToken,
    cooledDown,
    authenticating,
    watching,
  };
}
