import {
  addThreepidView,
  createThreepids,
  removeThreepidView,
  threepidsView,
  type AddThreepidActor,
  type AddThreepidView,
  type Medium,
  type RemoveThreepidActor,
  type RemoveThreepidView,
  type Threepid,
  type ThreepidsOptions,
  type ThreepidsView,
  type ViewSource,
} from '@threepid/core';
import * as v from 'valibot';
import { collectSecrets, inspected } from './secrets.ts';
import type { Account, TestHomeserver } from './test-homeserver.ts';

type ReadyView = Extract<ThreepidsView, { step: 'ready' }>;
type Resendable = Extract<AddThreepidView, { resendAt: number | null }>;
type AtStep<Step extends AddThreepidView['step']> = Extract<AddThreepidView, { step: Step }>;

const Auth = v.object({ session: v.string() });

/** A client in front of a person: a headless driver of the list, which keeps all that it did and showed. */
export interface Person {
  readonly account: Account;
  readonly list: ViewSource<ThreepidsView>;
  /** The requests with a body, oldest first: the path below `/account/3pid`, or the whole one of a `submit_url`. */
  readonly requests: readonly { readonly path: string; readonly body: unknown }[];
  /** The interactive auth sessions of the homeserver's 401s, oldest first. */
  readonly sessions: readonly string[];
  /** Every word that the machines and views wrote anywhere: inspection, snapshots, views. */
  traces(): readonly string[];
  /** What must be in none of the traces: what was typed as password, and what proves an address. */
  readonly secrets: ReadonlySet<string>;
  /** Starts an addition. */
  add(medium: Medium): AddThreepidActor;
  /** Starts a removal of one that is listed. */
  remove(threepid: Threepid): Promise<RemoveThreepidActor>;
  /** Submits a password, as typed. */
  typePassword(view: AtStep<'authenticating'>, password: string): void;
  /** The list once it is read. */
  settled(): Promise<ReadyView>;
  /** The list once it told that a threepid was removed, and was read after that. */
  removed(): Promise<ReadyView>;
  /** The account's threepids as the client shows them. */
  listed(): Promise<readonly Threepid[]>;
  /** Looks at the list once more, as a component does that is mounted again. */
  look(): void;
  leave(): void;
}

export async function sitDown(
  world: Pick<TestHomeserver, 'baseUrl' | 'fetch'>,
  account: Account,
  options: Partial<ThreepidsOptions> = {},
): Promise<Person> {
  const requests: { path: string; body: unknown }[] = [];
  const sessions: string[] = [];
  const secrets = new Set([account.password, account.accessToken]);
  const traces: string[] = [];

  async function recordedFetch(...[input, init]: Parameters<typeof fetch>) {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    if (typeof init?.body === 'string') {
      const body: unknown = JSON.parse(init.body);
      requests.push({ path: pathname.replace(/^.*\/account\/3pid/u, ''), body });
      collectSecrets(body, secrets);
    }
    // The one moment at which a password is anywhere: its request is under way.
    traces.push(JSON.stringify(threepids.getPersistedSnapshot()));
    const response = await world.fetch(input, init);
    const answer: unknown = await response
      .clone()
      .json()
      .catch(() => null);
    collectSecrets(answer, secrets);
    const auth = v.safeParse(Auth, answer);
    if (auth.success && response.status === 401) sessions.push(auth.output.session);
    return response;
  }

  const threepids = createThreepids({
    baseUrl: world.baseUrl,
    userId: account.userId,
    getAccessToken: () => account.accessToken,
    fetch: recordedFetch,
    inspect: (event) => traces.push(inspected(event)),
    ...options,
  });
  const source = threepidsView(threepids);
  threepids.send({ type: 'list.open' });

  const settled = () => once(source, isSettled);

  await settled();
  return {
    account,
    list: source,
    requests,
    sessions,
    secrets,
    traces: () => [...traces, JSON.stringify(threepids.getPersistedSnapshot())],
    settled,
    removed: () =>
      once(source, (view): view is ReadyView => isSettled(view) && view.notice?.type === 'removed'),
    add(medium) {
      const before = source.getSnapshot();
      if (before.step === 'ready') before.add(medium);
      const after = source.getSnapshot();
      const actor = after.step === 'ready' ? after.additions.at(-1) : undefined;
      if (actor === undefined) throw new Error('no addition was started');
      addThreepidView(actor).subscribe({ next: (view) => traces.push(JSON.stringify(view)) });
      return actor;
    },
    async remove({ medium, address }) {
      const row = (view: ReadyView) =>
        view.rows.find(
          ({ threepid }) => threepid.medium === medium && threepid.address === address,
        );
      row(await settled())?.remove?.();
      const removal = row(await settled())?.removal;
      if (!removal) throw new Error('no removal was started');
      return removal;
    },
    typePassword(view, password) {
      secrets.add(password);
      view.submit?.(password);
    },
    async listed() {
      const { rows } = await settled();
      return rows.map(({ threepid: { medium, address } }) => ({ medium, address }));
    },
    look: () => threepids.send({ type: 'list.open' }),
    leave: () => threepids.stop(),
  };
}

function isSettled(view: ThreepidsView): view is ReadyView {
  return view.step === 'ready' && view.read !== null;
}

/** The view of an addition once it has come to rest on a step. */
export function at<Step extends AddThreepidView['step']>(
  actor: AddThreepidActor,
  step: Step,
): Promise<AtStep<Step>> {
  return once(
    addThreepidView(actor),
    (view): view is AtStep<Step> => view.step === step && view.busy === null,
  );
}

/** The view of an addition once another mail or text may be asked for. */
export function resendable(actor: AddThreepidActor): Promise<Resendable> {
  return once(
    addThreepidView(actor),
    (view): view is Resendable => 'resend' in view && view.resend !== null,
  );
}

/** The view of a removal once it waits for the person. */
export function confirming(
  actor: RemoveThreepidActor,
): Promise<Extract<RemoveThreepidView, { step: 'confirming' }>> {
  return once(
    removeThreepidView(actor),
    (view): view is Extract<RemoveThreepidView, { step: 'confirming' }> =>
      view.step === 'confirming' && view.busy === null,
  );
}

/** The first view that is as wanted, now or later; the test's time limit ends the waiting. */
export function once<View extends { step: string }, Wanted extends View>(
  source: ViewSource<View>,
  isWanted: (view: View) => view is Wanted,
): Promise<Wanted> {
  return new Promise((resolve, reject) => {
    const look = (view: View) => {
      if (isWanted(view)) resolve(view);
      else if (view.step === 'failed') reject(new Error('the actor failed'));
    };
    source.subscribe({ next: look });
    look(source.getSnapshot());
  });
}
