import type { ThreepidsOptions } from '@threepid/core';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { at, authAt } from '../helpers/client.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';

const PASSWORD = 'm.login.password';
const SINGLE_SIGN_ON = 'm.login.sso';

/** Synapse checks only one completed stage: the first in the order of its flows. */
const SINGLE_SIGN_ON_FIRST = [[SINGLE_SIGN_ON], [PASSWORD]];

const AddBody = v.object({ auth: v.optional(v.looseObject({})) });

/** Starts an addition with a validated address on a homeserver that requires these flows. */
async function startAdding(authFlows: readonly (readonly string[])[]) {
  const pages: { readonly url: string; readonly close: () => void }[] = [];
  const openFallback: ThreepidsOptions['openFallback'] = (url, close) => {
    pages.push({ url, close });
    return () => undefined;
  };
  const fixture = await createSimulatedFixture({ openFallback, settings: { authFlows } });
  const { testServer, homeserver, client, requestsTo, validatingByLink } = fixture;
  const { actor, view, mail } = await validatingByLink();
  await testServer.openLink(mail.link);
  view.proceed?.();

  async function openPage() {
    (await authAt(actor, 'fallback')).open?.();
    const page = pages.at(-1);
    if (page === undefined) throw new Error('No page was opened');
    return page;
  }

  return {
    actor,
    async choose(stage: string) {
      const { choices } = await authAt(actor, 'choosingStage');
      choices.find((choice) => choice.stage === stage)?.choose();
    },
    openPage,
    /** Opens the page of single sign-on, and signs on as that account. */
    async signOnAs(account: string) {
      const page = await openPage();
      const body = new URLSearchParams({ account });
      await homeserver.fetch(page.url, { method: 'POST', body });
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

async function signedOnAsOther() {
  const adding = await startAdding(SINGLE_SIGN_ON_FIRST);
  await adding.choose(SINGLE_SIGN_ON);
  return { ...adding, page: await adding.signOnAs('another-account') };
}

describe('after another account signed on, if single sign-on is the first flow', () => {
  it('accepts the right password, in a session of its own', async () => {
    const { actor, page, goBack, choose, submitPassword, auths } = await signedOnAsOther();
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

  it('accepts the right password even if the page was not checked', async () => {
    const { actor, goBack, choose, submitPassword, auths } = await signedOnAsOther();
    await goBack();
    await choose(PASSWORD);
    await submitPassword();
    await at(actor, 'added');
    expect(auths()).toHaveLength(2);
  });

  it('accepts the right password even if the page was checked before', async () => {
    const { actor, openPage, signOnAs, goBack, choose, submitPassword } =
      await startAdding(SINGLE_SIGN_ON_FIRST);
    await choose(SINGLE_SIGN_ON);
    (await openPage()).close();
    expect(await authAt(actor, 'fallback')).toMatchObject({
      report: { problem: { code: 'authNotCompleted' } },
    });
    await signOnAs('another-account');
    await goBack();
    await choose(PASSWORD);
    await submitPassword();
    await at(actor, 'added');
  });

  it('reports a wrong password as such, and then accepts the right one', async () => {
    const { actor, page, goBack, choose, submitPassword } = await signedOnAsOther();
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

it('keeps the session of a completed single sign-on for the password that follows', async () => {
  const { actor, signOnAs, submitPassword, auths } = await startAdding([
    [SINGLE_SIGN_ON, PASSWORD],
  ]);
  const page = await signOnAs('person-1');
  page.close();
  await submitPassword();
  await at(actor, 'added');
  expect(auths().at(-1)).toHaveProperty('session');
});
