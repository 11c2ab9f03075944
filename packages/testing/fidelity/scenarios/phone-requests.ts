import { REQUEST_PHONE_TOKEN, requestsOf } from '../requests.ts';
import type { Scenario } from '../scenario.ts';

/** Variants of the request for a text message. */
export const phoneRequests: Scenario = {
  name: 'phone-requests',
  async run(recorder) {
    const { requestPhoneToken } = requestsOf(recorder);
    const session = { phone_number: '0611223330', client_secret: 'requests' };
    const vary = (step: string, change: object) =>
      requestPhoneToken(step, { ...session, ...change });
    const send = (step: string, body: string | object) =>
      recorder.request(step, { url: REQUEST_PHONE_TOKEN, body });

    await send('no field at all', {});
    await send('no JSON', '{');
    for (const key of ['country', 'phone_number', 'client_secret', 'send_attempt']) {
      await vary(`no ${key}`, { [key]: undefined });
    }
    await vary('a country in small letters', { country: 'fr' });
    await vary('a country of three letters', { country: 'FRA' });
    await vary('a country of one letter', { country: 'F' });
    await vary('country as a number', { country: 1 });
    await vary('country null', { country: null });
    await vary('country in small letters and no client_secret', {
      country: 'fr',
      client_secret: undefined,
    });
    await vary('country in small letters and no number', { country: 'fr', phone_number: 'abc' });
    await vary('client_secret with a blank', { client_secret: 'x y' });
    await vary('send_attempt as text', { send_attempt: '1' });
    await vary('next_link to a file', { next_link: 'file:///etc' });
    await vary('id_server', { id_server: 'id.example' });
  },
};

/** Which strings are valid numbers, and the number that each text message goes to. */
export const phoneNumbers: Scenario = {
  name: 'phone-numbers',
  async run(recorder) {
    const { requestPhoneToken } = requestsOf(recorder);
    let count = 0;
    function requestTextTo(step: string, phone_number: string, country = 'FR') {
      count += 1;
      return requestPhoneToken(step, { phone_number, country, client_secret: `numbers${count}` });
    }

    await requestTextTo('as dialled at home', '0611223331');
    await requestTextTo('without the zero', '611223332');
    await requestTextTo('in international form', '+33611223333');
    await requestTextTo('in international form, dialled from elsewhere', '+33611223334', 'GB');
    await requestTextTo('in international form, dialled from nowhere', '+33611223335', 'XX');
    await requestTextTo('with the international prefix', '0033611223336');
    await requestTextTo('with blanks', ' 06 11 22 33 37 ');
    await requestTextTo('with brackets and dots', '(06)11.22-33/38');
    await requestTextTo('of the United States', '201-555-0123', 'US');
    await requestTextTo('of the United Kingdom', '07400 123456', 'GB');
    await requestTextTo('of Germany', '01512 3456789', 'DE');
    await requestTextTo('with letters', '1800FLOWERS', 'US');
    await requestTextTo('with an extension', '2015550124 ext. 5', 'US');
    await requestTextTo('as a link', 'tel:+12015550125', 'US');
    await requestTextTo('of a country that is none', '0611223339', 'XX');
    await requestTextTo('no number', 'abc');
    await requestTextTo('nothing', '');
    await requestTextTo('one digit', '1');
    await requestTextTo('two digits', '12');
    await requestTextTo('a number that does not exist', '0100');
    await requestTextTo('thirty digits', '0'.repeat(30));
  },
};
