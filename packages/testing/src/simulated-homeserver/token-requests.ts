import type { Accounts, Threepid } from './accounts.ts';
import { parsePhoneNumber } from './addresses.ts';
import { json, RefusedFor, refusal } from './answers.ts';
import { EmailRequestTokenBody, MsisdnRequestTokenBody, readBody } from './bodies.ts';
import type { Call } from './call.ts';
import { changesDisabled, emailUnsupported } from './disabled.ts';
import type { EmailValidation } from './email-validation.ts';
import { randomLetters, type Environment } from './environment.ts';
import type { PhoneValidation } from './phone-validation.ts';
import type { RateLimit } from './rate-limit.ts';

interface Parts {
  readonly accounts: Accounts;
  readonly emails: EmailValidation;
  readonly phones: PhoneValidation;
  readonly limit: RateLimit;
}

const DENIED = {
  email: 'Your email domain is not authorized on this server',
  msisdn: 'Account phone numbers are not authorized on this server',
};

const IN_USE = { email: 'Email is already in use', msisdn: 'MSISDN is already in use' };

/** Both `requestToken` endpoints, with the order of checks of `synapse/rest/client/account.py`. */
export function createTokenRequests(
  environment: Environment,
  { accounts, emails, phones, limit }: Parts,
) {
  const { settings, random } = environment;

  /** What both media check. Null where the address is free; else the answer that hides that it is not. */
  function check({ medium, address }: Threepid, nextLink: string | null, call: Call) {
    if (settings.deniedAddresses?.test(address)) {
      throw refusal(403, 'M_THREEPID_DENIED', DENIED[medium]);
    }
    limit(`${medium} from ${call.ip}`);
    limit(`${medium} to ${address}`);
    if (nextLink !== null && /^file:/iu.test(nextLink.trim())) {
      const error = "'next_link' domain not included in whitelist, or not http(s)";
      throw refusal(400, 'M_INVALID_PARAM', error);
    }
    if (accounts.ownerOf({ medium, address }) === null) return null;
    if (settings.inhibitErrors) return json(200, { sid: randomLetters(random, 16) });
    throw refusal(400, 'M_THREEPID_IN_USE', IN_USE[medium]);
  }

  return {
    async requestEmailToken(call: Call): Promise<Response> {
      if (!settings.changesEnabled && !settings.mailsWhileDisabled) throw changesDisabled();
      if (settings.mailServer === 'unconfigured') throw emailUnsupported();
      const body = readBody(call.text, 'EmailRequestTokenBody', EmailRequestTokenBody);
      const hidden = check({ medium: 'email', address: body.email }, body.next_link, call);
      if (hidden !== null) return hidden;
      const sid = await emails.requestToken({
        address: body.email,
        clientSecret: body.client_secret,
        sendAttempt: body.send_attempt,
        nextLink: body.next_link,
      });
      return json(200, { sid });
    },

    /** Synapse does not look here whether changes are enabled: a text is sent for nothing. */
    requestMsisdnToken(call: Call): Response {
      if (settings.phoneDelegate === 'unconfigured') {
        const error = 'Adding phone numbers to user account is not supported by this homeserver';
        throw new RefusedFor('phoneUnsupported', error);
      }
      const body = readBody(call.text, 'MsisdnRequestTokenBody', MsisdnRequestTokenBody);
      const number = parsePhoneNumber(body.phone_number, body.country);
      if (number === null) {
        throw new RefusedFor('numberUnreadable', 'Unable to parse phone number');
      }
      const hidden = check({ medium: 'msisdn', address: number.msisdn }, body.next_link, call);
      if (hidden !== null) return hidden;
      return json(200, {
        ...phones.requestToken(number, body.client_secret),
        submit_url: `${environment.baseUrl}/_matrix/client/unstable/add_threepid/msisdn/submit_token`,
      });
    },
  };
}
