import type { ThreepidsOptions } from '@threepid/core';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { at } from './person.ts';
import { simulatedPerson } from './simulated-person.ts';

const PASSWORD = 'm.login.password';
const SINGLE_SIGN_ON = 'm.login.sso';

const SIGN_ON_FIRST = [[SINGLE_SIGN_ON], [PASSWORD]];

const AddBody = v.object({ auth: v.optional(v.looseObject({})) });

/** A person who is asked to choose; of one completed stage alone Synapse looks at the first flow's. */
async function whoChooses(authFlows: readonly (readonly string[])[]) {
  const pages: { readonly url: string; readonly close: () => void }[] = [];
  const openFallback: ThreepidsOptions['openFallback'] = (url, close) => {
    pages.push({ url, close });
    return () => undefined;
  };
  const opened = await simulatedPerson({ openFallback, settings: { authFlows } });
  const { world, homeserver, person, asked, validatingByLink } = opened;
  const { actor, view, mail } = await validatingByLink();
  await world.openLink(mail.link);
  view.proceed?.();

  async function choose(stage: string) {
    const { choices } = await at(actor, 'authChoosing');
    choices.find((choice) => choice.stage === stage)?.choose();
  }

  return {
    actor,
    choose,
    /** Opens the page of single sign-on, and does it there; null where nobody does. */
    async signOn(as: string | null) {
      (await at(actor, 'authFallback')).open?.();
      const page = pages.at(-1);
      if (page === undefined) throw new Error('No page was opened');
      if (as !== null) {
        const body = new URLSearchParams({ account: as });
        await homeserver.fetch(page.url, { method: 'POST', body });
      }
      return page;
    },
    async goBack() {
      (await at(actor, 'authFallback')).back?.();
    },
    async typePassword(password = person.account.password) {
      person.typePassword(await at(actor, 'authenticating'), password);
    },
    auths: () => asked('addThreepid').map((body) => v.parse(AddBody, body).auth),
  };
}

async function afterAnotherAccount() {
  const opened = await whoChooses(SIGN_ON_FIRST);
  await opened.choose(SINGLE_SIGN_ON);
  return { ...opened, page: await opened.signOn('somebody-else') };
}

describe('after another account signed on, where single sign-on is the first flow', () => {
  it('the right password counts, in a session of its own', async () => {
    const { actor, page, goBack, choose, typePassword, auths } = await afterAnotherAccount();
    page.close();
    expect(await at(actor, 'authFallback')).toMatchObject({
      report: { problem: { code: 'authRefused' } },
    });
    await goBack();
    await choose(PASSWORD);
    await typePassword();
    await at(actor, 'added');
    expect(auths().at(-1)).not.toHaveProperty('session');
  });

  it('the right password counts although nobody asked what became of the page', async () => {
    const { actor, goBack, choose, typePassword, auths } = await afterAnotherAccount();
    await goBack();
    await choose(PASSWORD);
    await typePassword();
    await at(actor, 'added');
    expect(auths()).toHaveLength(2);
  });

  it('the right password counts although the page was asked about before that', async () => {
    const { actor, signOn, goBack, choose, typePassword } = await whoChooses(SIGN_ON_FIRST);
    await choose(SINGLE_SIGN_ON);
    const page = await signOn(null);
    page.close();
    expect(await at(actor, 'authFallback')).toMatchObject({
      report: { problem: { code: 'authNotCompleted' } },
    });
    await signOn('somebody-else');
    await goBack();
    await choose(PASSWORD);
    await typePassword();
    await at(actor, 'added');
  });

  it('a wrong password is told as one, and the right one counts then', async () => {
    const { actor, page, goBack, choose, typePassword } = await afterAnotherAccount();
    page.close();
    await goBack();
    await choose(PASSWORD);
    await typePassword('wrong');
    expect(await at(actor, 'authenticating')).toMatchObject({
      fields: { password: { problem: { code: 'passwordWrong' } } },
    });
    await typePassword();
    await at(actor, 'added');
  });
});

it('a password that comes after single sign-on keeps the session in which that was done', async () => {
  const { actor, signOn, typePassword, auths } = await whoChooses([[SINGLE_SIGN_ON, PASSWORD]]);
  const page = await signOn('person-1');
  page.close();
  await typePassword();
  await at(actor, 'added');
  expect(auths().at(-1)).toHaveProperty('session');
});
