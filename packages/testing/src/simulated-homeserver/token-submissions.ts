import { readBody, readClientSecretQuery, readQuery, SubmitTokenBody } from './bodies.ts';
import { LinkError, type EmailValidation } from './email-validation.ts';
import type { Environment } from './environment.ts';
import { emailUnsupported, matrixError } from './errors.ts';
import type { IncomingRequest } from './incoming-request.ts';
import type { PhoneValidation } from './phone-validation.ts';
import { confirmationPage, html, json, redirect } from './responses.ts';

interface Parts {
  readonly emails: EmailValidation;
  readonly phones: PhoneValidation;
}

/** Both `submit_token` endpoints: the link of a mail, and the code of a text message. */
export function createTokenSubmissions({ settings }: Environment, { emails, phones }: Parts) {
  /** Handles the link of a mail. The confirmation page does not check the token. */
  function openLink({ query, method }: IncomingRequest): Response {
    if (settings.mailServer === 'unconfigured') throw emailUnsupported();
    if (settings.linkNeedsConfirmation && method !== 'POST') return confirmationPage();
    const sid = readQuery(query, 'sid');
    const token = readQuery(query, 'token');
    const clientSecret = readClientSecretQuery(query);
    try {
      const nextLink = emails.submitToken({ sid, token, clientSecret });
      if (nextLink !== null) return redirect(nextLink);
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      const reason = `The request failed for the following reason: ${error.message}.`;
      return html(400, reason, 'No changes have been made to your account.');
    }
    return html(
      200,
      'Your email has now been validated, please return to your client. You may now close this window.',
    );
  }

  return {
    submitEmailToken: openLink,
    confirmEmailToken: openLink,

    submitMsisdnToken({ text }: IncomingRequest): Response {
      if (settings.phoneDelegate === 'unconfigured') {
        const error =
          'This homeserver is not validating phone numbers. Use an identity server instead.';
        throw matrixError(400, 'M_UNKNOWN', error);
      }
      const { sid, client_secret, token } = readBody(text, 'PostBody', SubmitTokenBody);
      return json(200, phones.submitToken({ sid, clientSecret: client_secret, token }));
    },
  };
}
