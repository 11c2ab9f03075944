import { passwordOf, REQUEST_PHONE_TOKEN, requestsOf, SUBMIT_PHONE_TOKEN } from '../requests.ts';
import type { Scenario } from '../scenario.ts';

/** Requests for text messages, and repeated requests before and after the code is submitted. */
export const phoneValidation: Scenario = {
  name: 'phone-validation',
  async run(recorder, homeserver) {
    const { requestPhoneToken, submitCode, add, list, remove } = requestsOf(recorder);
    const { requestConcurrently, note } = recorder;
    const alice = await recorder.newAccount('alice');
    const msisdn = '33611223340';
    const session = { phone_number: '0611223340', client_secret: 'validation' };

    const first = await requestPhoneToken('the first', session);
    const { text, code } = await homeserver.nextText(msisdn);
    note('its text', text.replace(code, '<code>'));
    note('digits of its code', code.length);
    await requestPhoneToken('the same attempt again', session);
    const second = await homeserver.nextText(msisdn);
    await requestPhoneToken('the second attempt', { ...session, send_attempt: 2 });
    const third = await homeserver.nextText(msisdn);
    note('whether the code stays the same', [second.code === code, third.code === code]);
    await requestPhoneToken('another client_secret', { ...session, client_secret: 'another' });
    note('whether it has a code of its own', (await homeserver.nextText(msisdn)).code !== code);

    const proof = { sid: first.text('sid'), client_secret: session.client_secret };
    const begun = await add('without a password', alice, proof);
    const auth = { session: begun.text('session') };
    await add('before the code', alice, proof, { ...auth, ...passwordOf(alice) });
    await submitCode('the code', { ...proof, token: code });
    await requestPhoneToken('the same attempt after the code', session);
    await add('after the code, without a password', alice, proof, auth);
    await list('what is listed', alice);
    await requestPhoneToken('a number of the account itself', session);
    await requestPhoneToken('the same in international form', {
      ...session,
      phone_number: `+${msisdn}`,
      country: 'GB',
    });

    await remove('removed', alice, { medium: 'msisdn', address: msisdn });
    await requestPhoneToken('after the removal, the same client_secret', session);
    await add('added again without another code', alice, proof, auth);
    await list('what is listed again', alice);

    await requestConcurrently('four at once', 4, {
      url: REQUEST_PHONE_TOKEN,
      body: {
        country: 'FR',
        phone_number: '0611223341',
        client_secret: 'four',
        send_attempt: 1,
      },
    });
  },
};

/** Variants of the request that submits a code. */
export const phoneCodes: Scenario = {
  name: 'phone-codes',
  async run(recorder, homeserver) {
    const { requestPhoneToken, submitCode } = requestsOf(recorder);
    const { request } = recorder;
    const requested = await requestPhoneToken('a text', {
      phone_number: '0611223345',
      client_secret: 'codes',
    });
    const { code } = await homeserver.nextText('33611223345');
    const right = { sid: requested.text('sid'), client_secret: 'codes', token: code };
    const send = (step: string, body: string | object) =>
      request(step, { url: SUBMIT_PHONE_TOKEN, body });

    await send('no field at all', {});
    await send('no JSON', '{');
    await send('no token', { ...right, token: undefined });
    await send('no sid', { ...right, sid: undefined });
    await send('no client_secret', { ...right, client_secret: undefined });
    await send('the code as a number', { ...right, token: Number(code) });
    await send('client_secret with a blank', { ...right, client_secret: 'x y' });
    await request('GET', { url: SUBMIT_PHONE_TOKEN });
    await request('below v3', { url: SUBMIT_PHONE_TOKEN.replace('unstable', 'v3'), body: right });

    await submitCode('a wrong code', { ...right, token: '1' });
    await submitCode('an empty code', { ...right, token: '' });
    await submitCode('a blank before the code', { ...right, token: ` ${code}` });
    await submitCode('a blank inside the code', {
      ...right,
      token: `${code.slice(0, 3)} ${code.slice(3)}`,
    });
    await submitCode('an unknown sid', { ...right, sid: '1' });
    await submitCode('a sid that is no number', { ...right, sid: 'unknown' });
    await submitCode('another client_secret', { ...right, client_secret: 'other' });
    for (let count = 1; count <= 12; count += 1) {
      await submitCode(`a wrong code, ${count} of 12`, { ...right, token: String(count) });
    }
    await submitCode('the right code then', right);
    await submitCode('the right code again', right);
    await submitCode('a wrong code after the right one', { ...right, token: '1' });
  },
};

const DAY = 86_400_000;
const MINUTE = 60_000;

/** A validation session of an identity server expires after a day. */
export const phoneExpiry: Scenario = {
  name: 'phone-expiry',
  async run(recorder, homeserver) {
    const { requestPhoneToken, submitCode, add } = requestsOf(recorder);
    const alice = await recorder.newAccount('alice');

    async function begin(step: string, national: string) {
      const session = { phone_number: `0${national}`, client_secret: `expiry${national}` };
      const requested = await requestPhoneToken(step, session);
      const { code } = await homeserver.nextText(`33${national}`);
      return {
        code,
        session,
        proof: { sid: requested.text('sid'), client_secret: session.client_secret },
      };
    }

    const entered = await begin('a text whose code is entered', '611223346');
    await submitCode('its code', { ...entered.proof, token: entered.code });
    const waiting = await begin('a text whose code waits', '611223347');
    await homeserver.advanceClocks(DAY - MINUTE);
    await add('added within a day', alice, entered.proof, passwordOf(alice));
    await homeserver.advanceClocks(2 * MINUTE);
    await add('added after a day', alice, entered.proof, passwordOf(alice));
    await submitCode('the code after a day', { ...waiting.proof, token: waiting.code });
    await requestPhoneToken('another text after a day', waiting.session);
    await submitCode('the code after another text', { ...waiting.proof, token: waiting.code });
    await add('added after another text', alice, waiting.proof, passwordOf(alice));
  },
};
