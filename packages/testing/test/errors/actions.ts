import {
  createThreepids,
  removeThreepidView,
  threepidsView,
  type AddThreepidActor,
  type RemoveThreepidView,
  type ThreepidsView,
} from '@threepid/core';
import type { EndpointName, Settings } from '../../src/index.ts';
import { authAt, confirming, once } from '../helpers/client.ts';
import type { Fixture } from '../helpers/fixture.ts';
import { isBusy, onceOnScreen, problemOn, screenOf, type Screen } from '../helpers/screen.ts';

/** Something that the user does, and the request that it causes. */
export interface Action {
  readonly title: string;
  /** The endpoint of the request that the case is about; null if there is none. */
  readonly endpoint: EndpointName | null;
  /** The homeserver's settings that the action needs from the start. */
  readonly settings?: Partial<Settings>;
  /** The request is retried twice if its outcome is unknown. */
  readonly isRetried?: boolean;
  /**
   * Takes the client to the action, awaits `beforeRequest`, and acts. Resolves once no request is in
   * progress and a problem is shown; the result returns the screen at any later time.
   */
  readonly run: (
    fixture: Fixture,
    beforeRequest: () => void | Promise<void>,
    typed?: string,
  ) => Promise<() => Screen>;
}

async function problemShown(actor: AddThreepidActor): Promise<() => Screen> {
  await onceOnScreen(actor, (screen) => !isBusy(screen) && problemOn(screen) !== null);
  return () => screenOf(actor);
}

async function openList({ testServer, client, clock, getAccessToken }: Fixture) {
  const { userId } = client.account;
  const { baseUrl, fetch } = testServer;
  const actor = createThreepids({ baseUrl, userId, fetch, clock, getAccessToken });
  actor.send({ type: 'list.open' });
  const source = threepidsView(actor);
  await new Promise<void>((resolve) => {
    const check = (view: ThreepidsView) => {
      if (view.step === 'failed' || ('read' in view && view.read !== null)) resolve();
    };
    source.subscribe(check);
    check(source.getSnapshot());
  });
  return () => [source.getSnapshot()];
}

/** Every action of the user that causes a request, in the order of the flow. */
export const actions = {
  openList: {
    title: 'Opening the list',
    endpoint: 'listThreepids',
    isRetried: true,
    async run(fixture, beforeRequest) {
      await beforeRequest();
      return openList(fixture);
    },
  },
  submitEmail: {
    title: 'Entering an email address',
    endpoint: 'requestEmailToken',
    isRetried: true,
    async run({ editing, addresses }, beforeRequest, typed = addresses.email) {
      const { actor, view } = await editing('email');
      await beforeRequest();
      view.submit?.(typed);
      return problemShown(actor);
    },
  },
  submitPhone: {
    title: 'Entering a phone number',
    endpoint: 'requestMsisdnToken',
    async run({ editing, addresses }, beforeRequest, typed = `FR 0${addresses.national}`) {
      const { actor, view } = await editing('msisdn');
      await beforeRequest();
      view.submit?.(typed.slice(3), typed.slice(0, 2).trim());
      return problemShown(actor);
    },
  },
  resendMail: {
    title: 'Requesting another email',
    endpoint: 'requestEmailToken',
    isRetried: true,
    async run({ validatingByLink, cooledDown }, beforeRequest) {
      const { actor } = await validatingByLink();
      const { resend } = await cooledDown(actor);
      await beforeRequest();
      resend?.();
      return problemShown(actor);
    },
  },
  resendText: {
    title: 'Requesting another text message',
    endpoint: 'requestMsisdnToken',
    async run({ validatingByToken, cooledDown }, beforeRequest) {
      const { actor } = await validatingByToken();
      const { resend } = await cooledDown(actor);
      await beforeRequest();
      resend?.();
      return problemShown(actor);
    },
  },
  submitCode: {
    title: 'Entering the code of a text message',
    endpoint: 'submitMsisdnToken',
    isRetried: true,
    async run({ validatingByToken }, beforeRequest, typed) {
      const { actor, view, text } = await validatingByToken();
      await beforeRequest();
      view.submit?.(typed ?? text.code);
      return problemShown(actor);
    },
  },
  proceed: {
    title: 'Continuing after opening the link',
    endpoint: 'addThreepid',
    async run({ testServer, validatingByLink }, beforeRequest) {
      const { actor, view, mail } = await validatingByLink();
      await testServer.openLink(mail.link);
      await beforeRequest();
      view.proceed?.();
      return problemShown(actor);
    },
  },
  submitPassword: {
    title: 'Entering the password before opening the link',
    endpoint: 'addThreepid',
    async run({ client, authenticating }, beforeRequest, typed = client.account.password) {
      const { actor, view } = await authenticating();
      await beforeRequest();
      client.submitPassword(view, typed);
      return problemShown(actor);
    },
  },
  submitPasswordAfterLink: {
    title: 'Entering the password after opening the link',
    endpoint: 'addThreepid',
    async run({ testServer, client, authenticating }, beforeRequest) {
      const { actor, mail, view } = await authenticating();
      await testServer.openLink(mail.link);
      await beforeRequest();
      client.submitPassword(view, client.account.password);
      return problemShown(actor);
    },
  },
  submitPasswordAfterCode: {
    title: 'Entering the password after the code',
    endpoint: 'addThreepid',
    async run({ client, validatingByToken }, beforeRequest) {
      const { actor, view, text } = await validatingByToken();
      view.submit?.(text.code);
      const password = await authAt(actor, 'password');
      await beforeRequest();
      client.submitPassword(password, client.account.password);
      return problemShown(actor);
    },
  },
  proceedAuthenticated: {
    title: 'Continuing after the password was accepted',
    endpoint: 'addThreepid',
    async run({ polling }, beforeRequest) {
      const { actor, view } = await polling();
      await beforeRequest();
      view.proceed?.();
      return problemShown(actor);
    },
  },
  signOn: {
    title: 'Using single sign-on',
    endpoint: 'addThreepid',
    settings: { authFlows: [['m.login.sso']] },
    async run({ validatingByLink }, beforeRequest) {
      const { actor, view } = await validatingByLink();
      view.proceed?.();
      const { open } = await authAt(actor, 'fallback');
      await beforeRequest();
      open?.();
      return problemShown(actor);
    },
  },
  remove: {
    title: 'Removing an address or number',
    endpoint: 'deleteThreepid',
    async run({ testServer, client, addresses }, beforeRequest) {
      const threepid = { medium: 'email', address: addresses.email } as const;
      await testServer.give(client.account, threepid);
      (await client.settled()).read?.();
      const actor = await client.remove(threepid);
      const { confirm } = await confirming(actor);
      await beforeRequest();
      confirm?.();
      const source = removeThreepidView(actor);
      await once(
        source,
        (view): view is RemoveThreepidView => !('busy' in view) || view.busy === null,
      );
      return () => [source.getSnapshot()];
    },
  },
} satisfies Record<string, Action>;
