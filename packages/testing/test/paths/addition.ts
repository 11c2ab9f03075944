import {
  addThreepidView,
  type AddThreepidActor,
  type addThreepidMachine,
  type Medium,
  type Threepid,
} from '@threepid/core';
import * as v from 'valibot';
import type { Fault } from '../../src/index.ts';
import type { Circumstances } from '../../src/paths/index.ts';
import type { AddingSight } from './adding-order.ts';
import type { Real } from './reality.ts';
import { openStage, type Stage } from './stage.ts';
import { press } from './view.ts';

/** What is added, as the homeserver lists it. */
export const ADDED: Readonly<Record<Medium, Threepid>> = {
  email: { medium: 'email', address: 'alice@example.org' },
  msisdn: { medium: 'msisdn', address: '33611223344' },
};

/** What a person types, as the machine is told beforehand: whatever is not wrong is right. */
export const RIGHT = 'right';
export const WRONG = 'wrong-guess';

export type AddingReal = Real<Adding, AddingSight>;
export type AddingCircumstances = Circumstances<typeof addThreepidMachine, AddingReal>;

/** An addition that runs on a stage. */
export type Adding = ReturnType<typeof createAdding>;

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

function notYet(): string | null {
  return null;
}

function createAdding(stage: Stage, medium: Medium, actor: AddThreepidActor) {
  const { homeserver, account, network } = stage;
  const threepid = ADDED[medium];
  const opened = new Set<string>();
  /** What was asked before the addition. */
  const begun = homeserver.requests.length;
  /** What was asked before their last act. */
  let before = 0;
  /** The sessions of interactive auth in which the homeserver has seen the right password. */
  const seen = new Set<string>();
  /** How far the person is, as they would say. */
  const done = {
    isSent: false,
    isTokenAccepted: false,
    /** The homeserver has answered to what comes after authenticating. */
    isAuthenticated: false,
    /** The stage of interactive auth that they did last, and that does not count yet. */
    stage: notYet(),
    /** Their interactive auth has no session any more. */
    isSessionless: false,
    /** The homeserver had a whole flow, and asked all the same. */
    isWhole: false,
    /** The homeserver leaves it to them how they say who they are. */
    mayChoose: false,
    isBackAtChoice: false,
    /** They are told that it is asked once more. */
    isToldAgain: false,
    /** How often it was asked for the sake of interactive auth alone, since their last act. */
    silentAsks: 0,
    /** The address came to the account by another client. */
    isElsewhere: false,
  };

  /** What the homeserver thinks of the person after the answer that is about to be given. */
  function authenticated(isAuthenticated: boolean) {
    done.isAuthenticated = isAuthenticated;
    done.stage = null;
  }

  const view = () => addThreepidView(actor).getSnapshot();

  /** The `/add` that is in flight, if one is. */
  function asked() {
    const request = network.held.at(-1);
    return request?.path === 'add' ? v.parse(AddBody, request.body) : null;
  }

  async function add(body: object) {
    const url = `${homeserver.baseUrl}/_matrix/client/v3/account/3pid/add`;
    const response = await homeserver.fetch(url, {
      method: 'POST',
      headers: { Authorization: `Bearer ${account.accessToken}` },
      body: JSON.stringify(body),
    });
    const answer: object = await response.json();
    return { status: response.status, body: answer };
  }

  /** Whatever becomes of its answer, the homeserver has seen the password; nothing is added by it. */
  async function seePassword() {
    const request = asked();
    const { password, session } = request?.auth ?? {};
    if (password === undefined) return;
    await add({ ...request, sid: 'no-such-sid' });
    if (password === stage.account.password && session !== undefined) seen.add(session);
  }

  /** Whether the homeserver itself would take what the `/add` in flight says of who is there. */
  function isBelieved(): boolean {
    const { password, session = '' } = asked()?.auth ?? {};
    return password !== undefined || seen.has(session);
  }

  async function openLink(link: string) {
    opened.add(new URL(link).searchParams.get('sid') ?? '');
    await homeserver.fetch(link);
  }

  return {
    stage,
    medium,
    threepid,
    actor,
    done,
    view,
    asked,
    authenticated,
    seePassword,
    isBelieved,
    /** The step of whoever waits for nothing but their own proof, or has given it. */
    get proof() {
      if (medium === 'email') return 'validatingByLink' as const;
      return done.isTokenAccepted ? ('validated' as const) : ('validatingByToken' as const);
    },
    /** An answer in the place of the homeserver's own. */
    async give(outcome: Fault['outcome']) {
      await seePassword();
      await stage.answer(outcome);
    },
    /** What the homeserver answers to a request without `auth`. */
    askAnew: () => add({ ...asked(), auth: undefined }),
    /** Their act: whatever was asked alone is forgotten. */
    act() {
      done.silentAsks = 0;
      before = network.made.length;
    },
    /** What the homeserver was asked since it began. */
    requests: () => homeserver.requests.slice(begun),
    /** How often an addition was asked for since their last act. */
    asksSinceAct: () => network.made.slice(before).filter((path) => path === 'add').length,
    /** How often what was asked last was asked since their last act. */
    tries() {
      const made = network.made.slice(before);
      return made.filter((path) => path === made.at(-1)).length;
    },
    /** It goes on without them. */
    goOnAlone() {
      done.silentAsks += 1;
    },
    /** It has gone on without them for long enough. */
    get isEndless() {
      return done.silentAsks > 3;
    },
    /** An `/add` in flight is carried out, and nobody hears of it. */
    carryOut() {
      if (asked() !== null) stage.putOnAccount(threepid);
    },
    async openNewestLink() {
      const mail = homeserver.mailbox.latest(threepid.address);
      if (mail !== undefined) await openLink(mail.link);
    },
    /** Makes sure that the session of the `/add` in flight is validated. */
    async validate() {
      const mail = homeserver.mailbox.sent.find(({ link }) => link.includes(`${asked()?.sid}`));
      if (mail !== undefined) await openLink(mail.link);
    },
    /** Whether nobody opened the link of the session in flight; a code was submitted before. */
    isUnopened: () => medium === 'email' && !opened.has(asked()?.sid ?? ''),
    code: () => homeserver.phone.latest(threepid.address)?.code ?? '',
    /** When another mail or text may be asked for, as the view says. */
    resendAt() {
      const now = view();
      return ('resendAt' in now ? now.resendAt : null) ?? 0;
    },
  };
}

/** Somebody has looked at their list, and begins to add to it. */
export async function startAdding(medium: Medium): Promise<Adding> {
  const stage = openStage();
  await stage.openList();
  press(stage.listView(), 'add', medium);
  return newestAddition(stage, medium);
}

/** The addition that began last, on this page or on one before. */
export function newestAddition(stage: Stage, medium: Medium): Adding {
  const view = stage.listView();
  const actor = view.step === 'ready' ? view.additions.at(-1) : undefined;
  if (actor === undefined) throw new Error('Nothing is being added');
  return createAdding(stage, medium, actor);
}
