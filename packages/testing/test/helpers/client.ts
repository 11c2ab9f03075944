import {
  addThreepidView,
  createThreepids,
  interactiveAuthView,
  removeThreepidView,
  threepidsView,
  type AddThreepidActor,
  type AddThreepidView,
  type InteractiveAuthView,
  type Medium,
  type RemoveThreepidActor,
  type RemoveThreepidView,
  type StepView,
  type Threepid,
  type ThreepidsOptions,
  type ThreepidsView,
  type ViewSource,
} from '@threepid/core';
import * as v from 'valibot';
import { collectSecrets, inspected } from '../secrets.ts';
import type { Account, TestHomeserver } from '../test-homeserver.ts';

type ReadyView = StepView<ThreepidsView, 'ready'>;
type ConfirmingView = StepView<RemoveThreepidView, 'confirming'>;
type Resendable = Extract<AddThreepidView, { resendAt: number | null }>;

const Challenge = v.object({ session: v.string() });

/** A headless client of one account. It records its requests and everything that it writes. */
export interface Client {
  readonly account: Account;
  readonly list: ViewSource<ThreepidsView>;
  /** The requests with a body, oldest first: the path below `/account/3pid`, or the whole path of a `submit_url`. */
  readonly requests: readonly { readonly path: string; readonly body: unknown }[];
  /** The interactive auth sessions of the homeserver's 401s, oldest first. */
  readonly sessions: readonly string[];
  /** Everything that the machines and views wrote: inspection, snapshots, views. */
  traces(): readonly string[];
  /** What no trace may contain: entered passwords, and the secrets of requests and responses. */
  readonly secrets: ReadonlySet<string>;
  /** Starts an addition. */
  add(medium: Medium): AddThreepidActor;
  /** Starts a removal of a listed threepid. */
  remove(threepid: Threepid): Promise<RemoveThreepidActor>;
  /** Submits a password exactly as given. */
  submitPassword(view: StepView<InteractiveAuthView, 'password'>, password: string): void;
  /** The list view once the list is read. */
  settled(): Promise<ReadyView>;
  /** The list view once a threepid was removed and the list is read. */
  removed(): Promise<ReadyView>;
  /** The account's threepids as the client shows them. */
  listed(): Promise<readonly Threepid[]>;
  /** Opens the list again, as a component does that is mounted again. */
  reopen(): void;
  stop(): void;
}

/** Starts a client and waits until it has read the list. */
export async function startClient(
  testServer: Pick<TestHomeserver, 'baseUrl' | 'fetch'>,
  account: Account,
  options: Partial<ThreepidsOptions> = {},
): Promise<Client> {
  const requests: { path: string; body: unknown }[] = [];
  const sessions: string[] = [];
  const secrets = new Set([account.password, account.accessToken]);
  const traces: string[] = [];

  async function recordingFetch(...[input, init]: Parameters<typeof fetch>) {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    if (typeof init?.body === 'string') {
      const body: unknown = JSON.parse(init.body);
      requests.push({ path: pathname.replace(/^.*\/account\/3pid/u, ''), body });
      collectSecrets(body, secrets);
    }
    // A snapshot contains a password only while its request is in progress.
    traces.push(JSON.stringify(threepids.getPersistedSnapshot()));
    const response = await testServer.fetch(input, init);
    const body: unknown = await response
      .clone()
      .json()
      .catch(() => null);
    collectSecrets(body, secrets);
    const challenge = v.safeParse(Challenge, body);
    if (challenge.success && response.status === 401) sessions.push(challenge.output.session);
    return response;
  }

  const threepids = createThreepids({
    baseUrl: testServer.baseUrl,
    userId: account.userId,
    getAccessToken: () => account.accessToken,
    fetch: recordingFetch,
    inspect: (event) => traces.push(inspected(event)),
    ...options,
  });
  const source = threepidsView(threepids);
  threepids.send({ type: 'list.open' });

  const settled = () => once(source, isSettled);
  const record = (view: object) => void traces.push(JSON.stringify(view));
  const recorded = new Set<object>();

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
      if (actor === undefined) throw new Error('No addition was started');
      addThreepidView(actor).subscribe({
        next(view) {
          record(view);
          if (!('auth' in view) || recorded.has(view.auth)) return;
          recorded.add(view.auth);
          interactiveAuthView(view.auth).subscribe({ next: record });
        },
      });
      return actor;
    },
    async remove({ medium, address }) {
      const row = (view: ReadyView) =>
        view.rows.find(
          ({ threepid }) => threepid.medium === medium && threepid.address === address,
        );
      row(await settled())?.remove?.();
      const removal = row(await settled())?.removal;
      if (!removal) throw new Error('No removal was started');
      return removal;
    },
    submitPassword(view, password) {
      secrets.add(password);
      view.submit?.(password);
    },
    async listed() {
      const { rows } = await settled();
      return rows.map(({ threepid: { medium, address } }) => ({ medium, address }));
    },
    reopen: () => threepids.send({ type: 'list.open' }),
    stop: () => threepids.stop(),
  };
}

function isSettled(view: ThreepidsView): view is ReadyView {
  return view.step === 'ready' && view.read !== null;
}

/** The view of an addition once it is at that step and no request is in progress. */
export function at<Step extends AddThreepidView['step']>(
  actor: AddThreepidActor,
  step: Step,
): Promise<StepView<AddThreepidView, Step>> {
  return once(
    addThreepidView(actor),
    (view): view is StepView<AddThreepidView, Step> => view.step === step && view.busy === null,
  );
}

/** The view of an addition's interactive auth once it is at that step and no request is in progress. */
export async function authAt<Step extends InteractiveAuthView['step']>(
  actor: AddThreepidActor,
  step: Step,
): Promise<StepView<InteractiveAuthView, Step>> {
  const { auth } = await at(actor, 'authenticating');
  return await once(
    interactiveAuthView(auth),
    (view): view is StepView<InteractiveAuthView, Step> => view.step === step && !view.isBusy,
  );
}

/** The view of an addition once another mail or text may be requested. */
export function resendable(actor: AddThreepidActor): Promise<Resendable> {
  return once(
    addThreepidView(actor),
    (view): view is Resendable => 'resend' in view && view.resend !== null,
  );
}

/** The view of a removal once it waits for the user. */
export function confirming(actor: RemoveThreepidActor): Promise<ConfirmingView> {
  return once(
    removeThreepidView(actor),
    (view): view is ConfirmingView => view.step === 'confirming' && view.busy === null,
  );
}

/** The first view that matches, now or later; the test's time limit ends the wait. */
export function once<View extends { step: string }, Wanted extends View>(
  source: ViewSource<View>,
  matches: (view: View) => view is Wanted,
): Promise<Wanted> {
  return new Promise((resolve, reject) => {
    const check = (view: View) => {
      if (matches(view)) resolve(view);
      else if (view.step === 'failed') reject(new Error('The actor failed'));
    };
    source.subscribe({ next: check });
    check(source.getSnapshot());
  });
}
