import {
  addThreepidView,
  interactiveAuthView,
  type AddThreepidActor,
  type AddThreepidView,
  type InteractiveAuthView,
  type Medium,
  type Problem,
  type Threepid,
} from '@threepid/core';
import type { addThreepidMachine } from '@threepid/core/machines';
import * as v from 'valibot';
import type { OutputFrom } from 'xstate';
import {
  authScreen,
  createAuthProgress,
  type AuthReply,
  type AuthScreen,
  type AuthSubject,
} from './auth.ts';
import type { Driver } from './driver.ts';
import { openHarness, type TestHarness } from './harness.ts';
import { offers, press, problemIn } from './view.ts';

/** The threepids that are added, as the homeserver lists them. */
export const ADDED: Readonly<Record<Medium, Threepid>> = {
  email: { medium: 'email', address: 'alice@example.org' },
  msisdn: { medium: 'msisdn', address: '33611223344' },
};

/** What the user types for each medium. */
export const TYPED = {
  email: { address: 'alice@example.org', country: '' },
  msisdn: { address: '06 11 22 33 44', country: 'FR' },
} as const;

/** An addition's view in short. */
export interface AdditionScreen {
  readonly step: AddThreepidView['step'];
  readonly busy: AddThreepidView['busy'];
  readonly isRetrying: boolean;
  readonly problem: Problem['code'] | null;
  readonly isPolling: boolean;
  readonly mayResend: boolean;
  readonly mayEdit: boolean;
  readonly mayCancel: boolean;
  /** The screen of interactive auth, while it is shown. */
  readonly auth: AuthScreen | null;
  /** The output that the list gets. */
  readonly output: OutputFrom<typeof addThreepidMachine>['type'] | null;
}

export type AdditionDriver = Driver<Addition, AdditionScreen>;

/** An addition that runs in a harness. */
export type Addition = ReturnType<typeof createAddition>;

const AddBody = v.object({
  sid: v.string(),
  client_secret: v.string(),
  auth: v.optional(
    v.looseObject({
      session: v.optional(v.string()),
      password: v.optional(v.string()),
    }),
  ),
});

/** The homeserver checks these only after the user has authenticated. */
const AFTER_AUTH = ['M_THREEPID_AUTH_FAILED', 'M_THREEPID_IN_USE', 'M_SESSION_EXPIRED'];

/** Delays before the link checks that follow each other, in milliseconds; the last one repeats. */
const POLL_DELAYS = [2_000, 3_000, 5_000, 8_000, 13_000, 20_000, 30_000];

/** After the last mail or text, in milliseconds. */
const LAST_COOLDOWN = 120_000;

/** Problems that polling cannot solve. */
const NOT_POLLABLE: readonly Problem['code'][] = [
  'rateLimited',
  'sessionExpired',
  'changesDisabled',
];

function createAddition(harness: TestHarness, medium: Medium, first: AddThreepidActor) {
  const { homeserver, account, network, app } = harness;
  const threepid = ADDED[medium];
  let actor = first;
  const openedSids = new Set<string>();
  /** How many requests were made before the addition. */
  const requestsBefore = homeserver.requests.length;
  let madeBeforeAct = 0;
  let linkChecks = 0;
  /** The interactive auth sessions in which the homeserver has seen the right password. */
  const sessionsWithPassword = new Set<string>();
  const authProgress = createAuthProgress();
  /** How far the user is, as they would say. */
  const progress = {
    isSent: false,
    /** How often a mail or text was sent to the address. */
    sends: 0,
    isTokenAccepted: false,
    /** The homeserver has accepted the authentication, and knows the session. */
    isAuthenticated: false,
    /** An earlier authentication of this addition no longer counts. */
    isAskedAgain: false,
    /** A request that shows no progress checks whether the link was opened. */
    isPollInFlight: false,
    /** The homeserver has refused the address itself, and the list has not been read since. */
    isAddressRefused: false,
    /** It is unknown whether the address was added, and the list could not be read. */
    isUncertain: false,
    /** Another client has added the address. */
    isAddedElsewhere: false,
  };
  let beforeAuth = { ...progress, stage: authProgress.stage };

  const view = () => addThreepidView(actor).getSnapshot();

  /** The `/add` that is in flight; null if none is. */
  function addInFlight() {
    const request = network.held.find(({ path }) => path === 'add');
    return request === undefined ? null : v.parse(AddBody, request.body);
  }

  async function add(body: object) {
    const url = `${homeserver.baseUrl}/_matrix/client/v3/account/3pid/add`;
    const response = await homeserver.fetch(url, {
      method: 'POST',
      headers: { Authorization: `Bearer ${account.accessToken}` },
      body: JSON.stringify(body),
    });
    const parsed: object = await response.json();
    return { status: response.status, body: parsed };
  }

  /** The homeserver sees the password, whatever becomes of its response. This adds nothing. */
  async function seePassword() {
    const request = addInFlight();
    const { password, session } = request?.auth ?? {};
    if (password === undefined) return;
    await add({ ...request, sid: 'no-such-sid' });
    if (password === account.password && session !== undefined) sessionsWithPassword.add(session);
  }

  /** Whether the simulated homeserver itself accepts the authentication of the `/add` in flight. */
  function isAcceptable(): boolean {
    const { password, session = '' } = addInFlight()?.auth ?? {};
    return password !== undefined || sessionsWithPassword.has(session);
  }

  async function openLink(link: string) {
    openedSids.add(new URL(link).searchParams.get('sid') ?? '');
    await homeserver.fetch(link);
  }

  /** A response in place of the homeserver's own. */
  async function give(outcome: AuthReply) {
    await seePassword();
    await harness.respond(outcome);
  }

  /** Carries out an `/add` in flight, whose response is lost. */
  function carryOut() {
    if (addInFlight() !== null) harness.putOnAccount(threepid);
  }

  /** Makes sure that the session of the `/add` in flight is validated. */
  async function validate() {
    const sid = addInFlight()?.sid;
    const mail = homeserver.mailbox.sent.find(({ link }) => link.includes(`${sid}`));
    if (mail !== undefined) await openLink(mail.link);
  }

  async function challenge(flows: readonly string[][], reply: Exclude<AuthReply, string>) {
    const request = addInFlight();
    progress.isAuthenticated = false;
    if (request?.auth === undefined) {
      return harness.withSettings({ authFlows: flows }, () => harness.respond());
    }
    // A homeserver that no longer knows the session responds as to a request without it.
    if (request.auth.password === undefined) {
      return harness.respond(await add({ ...request, auth: undefined }));
    }
    const { session } = request.auth;
    return harness.respond({ ...reply, body: { ...reply.body, session } });
  }

  async function refuse(reply: Exclude<AuthReply, string>, errcode: string) {
    const isWithSession = addInFlight()?.auth?.session !== undefined;
    if (AFTER_AUTH.includes(errcode)) {
      progress.isAuthenticated = isWithSession;
      authProgress.stage = null;
    }
    if (errcode === 'M_UNKNOWN') progress.isAuthenticated = false;
    if (errcode !== 'M_THREEPID_AUTH_FAILED') return give(reply);
    // Each of its sessions is tried until one is validated.
    do {
      const sid = addInFlight()?.sid ?? '';
      const isUnopened = medium === 'email' && !openedSids.has(sid);
      await (isUnopened && isAcceptable() ? harness.respond() : give(reply));
    } while (addInFlight() !== null);
  }

  /** Responds to the `/add` in flight: by the simulated homeserver itself, if it would respond so. */
  async function respondToAdd(reply: AuthReply): Promise<void> {
    progress.isPollInFlight = false;
    if (reply === 'connectionLost') {
      carryOut();
      return give(reply);
    }
    const { flows, errcode } = v.parse(ReplyBody, reply.body);
    if (flows !== undefined)
      return challenge(
        flows.map(({ stages }) => stages),
        reply,
      );
    if (errcode !== undefined) return refuse(reply, errcode);
    await validate();
    if (isAcceptable()) return harness.respond();
    // A homeserver without interactive auth.
    harness.putOnAccount(threepid);
    return harness.respond(reply);
  }

  /** The user acts: requests count from here. */
  function act() {
    countFromHere();
    linkChecks = 0;
  }

  function countFromHere() {
    madeBeforeAct = network.made.length;
    authProgress.automaticRequests = 0;
  }

  /** How long until the next automatic link check, in milliseconds. */
  const pollDelay = () => POLL_DELAYS[Math.min(linkChecks, POLL_DELAYS.length - 1)] ?? 0;

  /** Whatever makes it, a link check that shows no progress is in flight then. */
  async function checkLink(make: () => void) {
    countFromHere();
    progress.isPollInFlight = true;
    make();
    linkChecks += 1;
    await harness.settle();
  }

  function authView(): InteractiveAuthView {
    const now = view();
    if (now.step !== 'authenticating') throw new Error('Interactive auth is not shown');
    return interactiveAuthView(now.auth).getSnapshot();
  }

  const auth: AuthSubject = {
    progress: authProgress,
    app,
    view: authView,
    respond: respondToAdd,
    act,
  };

  const addition = {
    harness,
    medium,
    threepid,
    get actor() {
      return actor;
    },
    auth,
    progress,
    view,
    addInFlight,
    seePassword,
    carryOut,
    act,
    checkLink,
    /** The delay before the next automatic link check passes. */
    waitForPoll: () => checkLink(() => harness.passTime(pollDelay())),
    pollDelay,
    /** The screen of a user who has to prove the address, or who has done so. */
    get proof() {
      if (medium === 'email') return 'validatingByLink' as const;
      return progress.isTokenAccepted ? ('validated' as const) : ('validatingByToken' as const);
    },
    /** The screen of the proof, while no request is shown. */
    waiting(problem: Problem['code'] | null): Partial<AdditionScreen> {
      if (progress.isAddedElsewhere) return { step: 'added', busy: null, output: 'added' };
      const isFutile = problem !== null && NOT_POLLABLE.includes(problem);
      return {
        step: addition.proof,
        busy: null,
        problem,
        isPolling: medium === 'email' && progress.isAuthenticated && !isFutile,
        auth: null,
      };
    },
    /** Interactive auth begins. */
    startAuth() {
      beforeAuth = { ...progress, stage: authProgress.stage };
    },
    /** Interactive auth ended without an output that says how far the user is. */
    undoAuth() {
      progress.isAuthenticated = beforeAuth.isAuthenticated;
      authProgress.stage = beforeAuth.stage;
    },
    /** The user has to authenticate from the start. */
    dropAuth() {
      progress.isAuthenticated = false;
      progress.isAskedAgain = false;
      authProgress.stage = null;
    },
    /** The user reloads the page while this addition waits for its proof. */
    async reload() {
      press(view(), 'cancel');
      await harness.settle();
      press(harness.listView(), 'add', medium);
      actor = newestActor(harness);
      press(view(), 'submit', TYPED[medium].address, TYPED[medium].country);
      await harness.settle();
      await harness.respond();
      harness.reload();
      await harness.openList();
      actor = newestActor(harness);
    },
    requests: () => homeserver.requests.slice(requestsBefore),
    /** How many `/add` requests were made since the user's last act. */
    addsSinceAct: () => network.made.slice(madeBeforeAct).filter((path) => path === 'add').length,
    /** How often the last request was made since the user's last act. */
    attempts() {
      const made = network.made.slice(madeBeforeAct).filter((path) => path !== '3pid');
      return made.filter((path) => path === made.at(-1)).length;
    },
    /** The list knows the address, but the homeserver would refuse to send a mail or text to it. */
    async takeOffIfAddedElsewhere() {
      if (progress.isAddedElsewhere) await harness.takeOffAccount(threepid);
    },
    async openNewestLink() {
      const mail = homeserver.mailbox.latest(threepid.address);
      if (mail !== undefined) await openLink(mail.link);
    },
    code: () => homeserver.phone.latest(threepid.address)?.code ?? '',
    /** The moment from which another mail or text may be requested, as the view says. */
    resendAt() {
      const now = view();
      if ('isResendSpent' in now && now.isResendSpent) return harness.clock.now() + LAST_COOLDOWN;
      return ('resendAt' in now ? now.resendAt : null) ?? 0;
    },
    screen(): AdditionScreen {
      const now = view();
      return {
        step: now.step,
        busy: now.busy,
        isRetrying: now.isRetrying,
        problem: problemIn(now)?.code ?? null,
        isPolling: 'isPolling' in now && now.isPolling,
        mayResend: offers(now, 'resend'),
        mayEdit: offers(now, 'editAddress'),
        mayCancel: offers(now, 'cancel'),
        auth: now.step === 'authenticating' ? authScreen(authView()) : null,
        output: actor.getSnapshot().output?.type ?? null,
      };
    },
  };
  return addition;
}

const ReplyBody = v.object({
  flows: v.optional(v.array(v.object({ stages: v.array(v.string()) }))),
  errcode: v.optional(v.string()),
});

/** Opens the list, and starts an addition. */
export async function startAddition(medium: Medium): Promise<Addition> {
  const harness = openHarness();
  await harness.openList();
  press(harness.listView(), 'add', medium);
  return newestAddition(harness, medium);
}

/** The addition that started last, on this page or before a reload. */
export function newestAddition(harness: TestHarness, medium: Medium): Addition {
  return createAddition(harness, medium, newestActor(harness));
}

function newestActor(harness: TestHarness): AddThreepidActor {
  const view = harness.listView();
  const actor = view.step === 'ready' ? view.additions.at(-1) : undefined;
  if (actor === undefined) throw new Error('No addition is running');
  return actor;
}
