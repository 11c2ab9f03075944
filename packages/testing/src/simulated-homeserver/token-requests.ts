import type { Accounts, Threepid } from './accounts.ts';
import { parsePhoneNumber } from './addresses.ts';
import { EmailRequestTokenBody, MsisdnRequestTokenBody, readBody } from './bodies.ts';
import type { EmailValidation } from './email-validation.ts';
import { randomLetters, type Environment } from './environment.ts';
import { changesDisabled, DialectError, emailUnsupported, matrixError } from './errors.ts';
import type { IncomingRequest } from './incoming-request.ts';
import type { PhoneValidation } from './phone-validation.ts';
import type { RateLimit } from './rate-limit.ts';
import { json } from './responses.ts';

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

  /** The checks for both media. Returns null, or the response that hides that the address is in use. */
  function check({ medium, address }: Threepid, nextLink: string | null, ip: string) {
    if (settings.deniedAddresses?.test(address)) {
      throw matrixError(403, 'M_THREEPID_DENIED', DENIED[medium]);
    }
    limit(`${medium} from ${ip}`);
    limit(`${medium} to ${address}`);
    if (nextLink !== null && /^file:/iu.test(nextLink.trim())) {
      const error = "'next_link' domain not included in whitelist, or not http(s)";
      throw matrixError(400, 'M_INVALID_PARAM', error);
    }
    if (accounts.ownerOf({ medium, address }) === null) return null;
    if (settings.inhibitErrors) return json(200, { sid: randomLetters(random, 16) });
    throw matrixError(400, 'M_THREEPID_IN_USE', IN_USE[medium]);
  }

  return {
    async requestEmailToken(request: IncomingRequest): Promise<Response> {
      if (!settings.changesEnabled && !settings.mailsWhileChangesDisabled) throw changesDisabled();
      if (settings.mailServer === 'unconfigured') throw emailUnsupported();
      const body = readBody(request.text, 'EmailRequestTokenBody', EmailRequestTokenBody);
      const inhibited = check({ medium: 'email', address: body.email }, body.next_link, request.ip);
      if (inhibited !== null) return inhibited;
      const sid = await emails.requestToken({
        address: body.email,
        clientSecret: body.client_secret,
        sendAttempt: body.send_attempt,
        nextLink: body.next_link,
      });
      return json(200, { sid });
    },

    /** As on Synapse, sends a text even if changes are disabled and the number cannot be added. */
    requestMsisdnToken(request: IncomingRequest): Response {
      if (settings.phoneDelegate === 'unconfigured') {
        const error = 'Adding phone numbers to user account is not supported by this homeserver';
        throw new DialectError('phoneUnsupported', error);
      }
      const body = readBody(request.text, 'MsisdnRequestTokenBody', MsisdnRequestTokenBody);
      const number = parsePhoneNumber(body.phone_number, body.country);
      if (number === null) {
        throw new DialectError('numberInvalid', 'Unable to parse phone number');
      }
      const inhibited = check(
        { medium: 'msisdn', address: number.msisdn },
        body.next_link,
        request.ip,
      );
      if (inhibited !== null) return inhibited;
      return json(200, {
        ...phones.requestToken(number, body.client_secret),
        submit_url: `${environment.baseUrl}/_matrix/client/unstable/add_threepid/msisdn/submit_token`,
      });
    },
  };
}
