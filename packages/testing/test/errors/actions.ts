import {
  addThreepidView,
  createThreepids,
  removeThreepidView,
  threepidsView,
  type AddThreepidActor,
  type AddThreepidView,
  type RemoveThreepidView,
  type ThreepidsView,
  type ViewSource,
} from '@threepid/core';
import type { EndpointName, Settings } from '../../src/index.ts';
import { problemIn } from '../paths/view.ts';
import { at, authAt, confirming, once } from '../helpers/client.ts';
import type { createFixture } from '../helpers/fixture.ts';

export type View = ThreepidsView | AddThreepidView | RemoveThreepidView;
export type Fixture = Awaited<ReturnType<typeof createFixture>>;

/** What a client does, in front of a homeserver that answers as a row says from then on. */
export interface Act {
  readonly title: string;
  /** Whose answer the row gives; null where nobody is requestsTo. */
  readonly endpoint: EndpointName | null;
  /** What the homeserver is like already before that. */
  readonly settings?: Partial<Settings>;
  /** It is repeated by itself, twice, where nobody knows what became of it. */
  readonly isRepeated?: boolean;
  /** Does it, after `then`, and answers where they see what came of it, once nothing is under way. */
  readonly does: (
    alice: Fixture,
    then: () => void | Promise<void>,
    typed?: string,
  ) => Promise<ViewSource<View>>;
}

/** An addition, once nothing is under way and something is told. */
async function rest(actor: AddThreepidActor): Promise<ViewSource<View>> {
  const source = addThreepidView(actor);
  await once(
    source,
    (view): view is AddThreepidView => view.busy === null && problemIn(view) !== null,
  );
  return source;
}

/** The list, once it is read or cannot be. */
function restOfList(source: ViewSource<ThreepidsView>): Promise<ViewSource<View>> {
  return new Promise((resolve) => {
    const look = (view: ThreepidsView) => {
      if (view.step === 'failed' || ('read' in view && view.read !== null)) resolve(source);
    };
    source.subscribe({ next: look });
    look(source.getSnapshot());
  });
}

function openList({ testServer, client, clock, getAccessToken }: Fixture) {
  const { userId } = client.account;
  const { baseUrl, fetch } = testServer;
  const actor = createThreepids({ baseUrl, userId, fetch, clock, getAccessToken });
  actor.send({ type: 'list.open' });
  return restOfList(threepidsView(actor));
}

/** Everything that a client does and a homeserver answers, in the order of the flow. */
export const acts = {
  opensTheList: {
    title: 'Opening the list',
    endpoint: 'listThreepids',
    isRepeated: true,
    async does(alice, then) {
      await then();
      return openList(alice);
    },
  },
  entersEmail: {
    title: 'Entering an email address',
    endpoint: 'requestEmailToken',
    isRepeated: true,
    async does({ editing, addresses }, then, typed = addresses.email) {
      const { actor, view } = await editing('email');
      await then();
      view.submit?.(typed);
      return rest(actor);
    },
  },
  entersPhone: {
    title: 'Entering a phone number',
    endpoint: 'requestMsisdnToken',
    async does({ editing, addresses }, then, typed = `FR 0${addresses.national}`) {
      const { actor, view } = await editing('msisdn');
      await then();
      view.submit?.(typed.slice(3), typed.slice(0, 2).trim());
      return rest(actor);
    },
  },
  asksForAnother: {
    title: 'Asking for another mail',
    endpoint: 'requestEmailToken',
    isRepeated: true,
    async does({ validatingByLink, cooledDown }, then) {
      const { actor } = await validatingByLink();
      const { resend } = await cooledDown(actor);
      await then();
      resend?.();
      return rest(actor);
    },
  },
  asksForAnotherText: {
    title: 'Asking for another text message',
    endpoint: 'requestMsisdnToken',
    async does({ validatingByToken, cooledDown }, then) {
      const { actor } = await validatingByToken();
      const { resend } = await cooledDown(actor);
      await then();
      resend?.();
      return rest(actor);
    },
  },
  entersCode: {
    title: 'Entering the code of a text message',
    endpoint: 'submitMsisdnToken',
    isRepeated: true,
    async does({ validatingByToken }, then, typed) {
      const { actor, view, text } = await validatingByToken();
      await then();
      view.submit?.(typed ?? text.code);
      return rest(actor);
    },
  },
  continues: {
    title: 'Continuing after the link was opened',
    endpoint: 'addThreepid',
    async does({ testServer, validatingByLink }, then) {
      const { actor, view, mail } = await validatingByLink();
      await testServer.openLink(mail.link);
      await then();
      view.proceed?.();
      return rest(actor);
    },
  },
  entersPassword: {
    title: 'Entering the password',
    endpoint: 'addThreepid',
    async does({ client, authenticating }, then, typed = client.account.password) {
      const { actor, view } = await authenticating();
      await then();
      client.submitPassword(view, typed);
      return rest(actor);
    },
  },
  entersPasswordOnceOpened: {
    title: 'Entering the password, once the link was opened',
    endpoint: 'addThreepid',
    async does({ testServer, client, authenticating }, then) {
      const { actor, mail, view } = await authenticating();
      await testServer.openLink(mail.link);
      await then();
      client.submitPassword(view, client.account.password);
      return rest(actor);
    },
  },
  entersPasswordForPhone: {
    title: 'Entering the password, once the code was right',
    endpoint: 'addThreepid',
    async does({ client, validatingByToken }, then) {
      const { actor, view, text } = await validatingByToken();
      view.submit?.(text.code);
      const authenticating = await authAt(actor, 'password');
      await then();
      client.submitPassword(authenticating, client.account.password);
      return rest(actor);
    },
  },
  continuesAuthenticated: {
    title: 'Continuing once the password was right',
    endpoint: 'addThreepid',
    async does({ polling }, then) {
      const { actor, view } = await polling();
      await then();
      view.proceed?.();
      return rest(actor);
    },
  },
  signsOn: {
    title: "Confirming on the homeserver's page",
    endpoint: 'addThreepid',
    settings: { authFlows: [['m.login.sso']] },
    async does({ validatingByLink }, then) {
      const { actor, view } = await validatingByLink();
      view.proceed?.();
      const { open } = await authAt(actor, 'fallback');
      await then();
      open?.();
      return rest(actor);
    },
  },
  removes: {
    title: 'Removing',
    endpoint: 'deleteThreepid',
    async does({ testServer, client, addresses }, then) {
      const threepid = { medium: 'email', address: addresses.email } as const;
      await testServer.give(client.account, threepid);
      (await client.settled()).read?.();
      const actor = await client.remove(threepid);
      const { confirm } = await confirming(actor);
      await then();
      confirm?.();
      const source = removeThreepidView(actor);
      await once(
        source,
        (view): view is RemoveThreepidView => !('busy' in view) || view.busy === null,
      );
      return source;
    },
  },
} satisfies Record<string, Act>;
