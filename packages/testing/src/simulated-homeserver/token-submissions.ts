import { confirmationPage, html, json, redirect, refusal } from './answers.ts';
import { readBody, readClientSecretQuery, readQuery, SubmitTokenBody } from './bodies.ts';
import type { Call } from './call.ts';
import { emailUnsupported } from './disabled.ts';
import { LinkRefused, type EmailValidation } from './email-validation.ts';
import type { Environment } from './environment.ts';
import type { PhoneValidation } from './phone-validation.ts';

interface Parts {
  readonly emails: EmailValidation;
  readonly phones: PhoneValidation;
}

/** Both `submit_token` endpoints: the link of a mail, and the code of a text message. */
export function createTokenSubmissions({ settings }: Environment, { emails, phones }: Parts) {
  /** Both ways to open the link of a mail; the page that asks first knows of no token yet. */
  function openLink({ query, method }: Call): Response {
    if (settings.mailServer === 'unconfigured') throw emailUnsupported();
    if (settings.linkAsks && method !== 'POST') return confirmationPage();
    const sid = readQuery(query, 'sid');
    const token = readQuery(query, 'token');
    const clientSecret = readClientSecretQuery(query);
    try {
      const nextLink = emails.submitToken({ sid, token, clientSecret });
      if (nextLink !== null) return redirect(nextLink);
    } catch (error) {
      if (!(error instanceof LinkRefused)) throw error;
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

    submitMsisdnToken({ text }: Call): Response {
      if (settings.phoneDelegate === 'unconfigured') {
        const error =
          'This homeserver is not validating phone numbers. Use an identity server instead.';
        throw refusal(400, 'M_UNKNOWN', error);
      }
      const { sid, client_secret, token } = readBody(text, 'PostBody', SubmitTokenBody);
      return json(200, phones.submitToken({ sid, clientSecret: client_secret, token }));
    },
  };
}
