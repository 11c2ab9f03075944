import type { ThreepidsOptions } from '@threepid/core';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { at, authAt } from '../helpers/client.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';

const PASSWORD = 'm.login.password';
const SINGLE_SIGN_ON = 'm.login.sso';

const SIGN_ON_FIRST = [[SINGLE_SIGN_ON], [PASSWORD]];

const AddBody = v.object({ auth: v.optional(v.looseObject({})) });

/** A client who is requestsTo to choose; of one completed stage alone Synapse looks at the first flow's. */
async function whoChooses(authFlows: readonly (readonly string[])[]) {
  const pages: { readonly url: string; readonly close: () => void }[] = [];
  const openFallback: ThreepidsOptions['openFallback'] = (url, close) => {
    pages.push({ url, close });
    return () => undefined;
  };
  const opened = await createSimulatedFixture({ openFallback, settings: { authFlows } });
  const { testServer, homeserver, client, requestsTo, validatingByLink } = opened;
  const { actor, view, mail } = await validatingByLink();
  await testServer.openLink(mail.link);
  view.proceed?.();

  async function choose(stage: string) {
    const { choices } = await authAt(actor, 'choosingStage');
    choices.find((choice) => choice.stage === stage)?.choose();
  }

  return {
    actor,
    choose,
    /** Opens the page of single sign-on, and does it there; null where nobody does. */
    async signOn(as: string | null) {
      (await authAt(actor, 'fallback')).open?.();
      const page = pages.at(-1);
      if (page === undefined) throw new Error('No page was opened');
      if (as !== null) {
        const body = new URLSearchParams({ account: as });
        await homeserver.fetch(page.url, { method: 'POST', body });
      }
      return page;
    },
    async goBack() {
      (await authAt(actor, 'fallback')).back?.();
    },
    async submitPassword(password = client.account.password) {
      client.submitPassword(await authAt(actor, 'password'), password);
    },
    auths: () => requestsTo('addThreepid').map((body) => v.parse(AddBody, body).auth),
  };
}

async function afterAnotherAccount() {
  const opened = await whoChooses(SIGN_ON_FIRST);
  await opened.choose(SINGLE_SIGN_ON);
  return { ...opened, page: await opened.signOn('somebody-else') };
}

describe('after another account signed on, where single sign-on is the first flow', () => {
  it('the right password counts, in a session of its own', async () => {
    const { actor, page, goBack, choose, submitPassword, auths } = await afterAnotherAccount();
    page.close();
    expect(await authAt(actor, 'fallback')).toMatchObject({
      report: { problem: { code: 'authRefused' } },
    });
    await goBack();
    await choose(PASSWORD);
    await submitPassword();
    await at(actor, 'added');
    expect(auths().at(-1)).not.toHaveProperty('session');
  });

  it('the right password counts although nobody requestsTo what became of the page', async () => {
    const { actor, goBack, choose, submitPassword, auths } = await afterAnotherAccount();
    await goBack();
    await choose(PASSWORD);
    await submitPassword();
    await at(actor, 'added');
    expect(auths()).toHaveLength(2);
  });

  it('the right password counts although the page was requestsTo about before that', async () => {
    const { actor, signOn, goBack, choose, submitPassword } = await whoChooses(SIGN_ON_FIRST);
    await choose(SINGLE_SIGN_ON);
    const page = await signOn(null);
    page.close();
    expect(await authAt(actor, 'fallback')).toMatchObject({
      report: { problem: { code: 'authNotCompleted' } },
    });
    await signOn('somebody-else');
    await goBack();
    await choose(PASSWORD);
    await submitPassword();
    await at(actor, 'added');
  });

  it('a wrong password is told as one, and the right one counts then', async () => {
    const { actor, page, goBack, choose, submitPassword } = await afterAnotherAccount();
    page.close();
    await goBack();
    await choose(PASSWORD);
    await submitPassword('wrong');
    expect(await authAt(actor, 'password')).toMatchObject({
      fields: { password: { problem: { code: 'passwordWrong' } } },
    });
    await submitPassword();
    await at(actor, 'added');
  });
});

it('a password that comes after single sign-on keeps the session in which that was done', async () => {
  const { actor, signOn, submitPassword, auths } = await whoChooses([[SINGLE_SIGN_ON, PASSWORD]]);
  const page = await signOn('client-1');
  page.close();
  await submitPassword();
  await at(actor, 'added');
  expect(auths().at(-1)).toHaveProperty('session');
});
