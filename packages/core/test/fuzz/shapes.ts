import * as v from 'valibot';
import { Secret } from '../../src/secret.ts';

/** The latest moment of a `Date`, in milliseconds since the epoch. */
const MAX_MOMENT = 8.64e15;

const moment = v.pipe(v.number(), v.minValue(-MAX_MOMENT), v.maxValue(MAX_MOMENT));
const medium = v.picklist(['email', 'msisdn']);

const secret = v.pipe(
  v.instance(Secret),
  v.check((value) => !value.isEmpty),
);

/** When the responses arrive, in milliseconds since the epoch. */
export const NOW = 1_700_000_000_000;
const DAY = 86_400_000;

/** The problems that a response may mean, with their parameters; no other code, and no other field. */
const problem = v.variant('code', [
  v.strictObject({
    code: v.picklist([
      'submitUrlMissing',
      'submitUrlUntrusted',
      'tokenWrong',
      'authExpired',
      'authRefused',
      'passwordWrong',
      'phoneUnsendable',
      'destinationRejected',
      'termsNotSigned',
      'alreadyRemoved',
      'changesDisabled',
      'accountRestricted',
      'accountDeactivated',
      'unrecognized',
      'network',
    ]),
  }),
  v.strictObject({
    code: v.picklist([
      'inUse',
      'addressDenied',
      'addressRejected',
      'mediumUnsupported',
      'serverNotTrusted',
      'sendFailed',
      'notValidated',
      'sessionExpired',
    ]),
    medium,
  }),
  v.strictObject({ code: v.literal('signedOut'), soft: v.boolean() }),
  v.strictObject({
    code: v.literal('rateLimited'),
    until: v.pipe(moment, v.minValue(NOW), v.maxValue(NOW + DAY)),
  }),
  v.strictObject({ code: v.picklist(['serverError', 'unreadable']), status: v.number() }),
  v.strictObject({
    code: v.literal('unknown'),
    status: v.number(),
    errcode: v.nullable(v.pipe(v.string(), v.regex(/^[A-Z][\w.]{0,63}$/u))),
  }),
]);

const refused = v.strictObject({ type: v.literal('refused'), problem });

/** The declared results of each request of the homeserver client. */
export const shapes = {
  listThreepids: v.variant('type', [
    v.strictObject({
      type: v.literal('listed'),
      threepids: v.array(
        v.strictObject({ medium, address: v.string(), addedAt: v.nullable(moment) }),
      ),
    }),
    refused,
  ]),
  mayChangeThreepids: v.nullable(v.boolean()),
  accountManagementUrl: v.strictObject({
    type: v.picklist(['found', 'notFound']),
    url: v.nullable(v.pipe(v.string(), v.url(), v.startsWith('https://'))),
  }),
  requestToken: v.variant('type', [
    v.strictObject({
      type: v.literal('sent'),
      sid: secret,
      submitUrl: v.nullable(v.pipe(v.string(), v.url(), v.check(isOnHomeserver))),
      msisdn: v.nullable(v.pipe(v.string(), v.regex(/^\d{1,20}$/u))),
      intlFmt: v.nullable(v.pipe(v.string(), v.maxLength(40))),
      at: v.literal(NOW),
    }),
    refused,
  ]),
  submitToken: v.variant('type', [v.strictObject({ type: v.literal('accepted') }), refused]),
  addThreepid: v.variant('type', [
    v.strictObject({ type: v.literal('settled'), result: v.null() }),
    v.strictObject({
      type: v.literal('authRequired'),
      challenge: v.strictObject({
        session: v.nullable(secret),
        flows: v.array(v.array(v.string())),
        completed: v.nullable(v.array(v.string())),
        params: v.record(v.string(), v.record(v.string(), v.unknown())),
      }),
      stageFailed: v.boolean(),
    }),
    refused,
  ]),
  deleteThreepid: v.variant('type', [
    v.strictObject({
      type: v.literal('deleted'),
      unbindResult: v.nullable(v.picklist(['success', 'no-support'])),
    }),
    refused,
  ]),
};

function isOnHomeserver(url: string): boolean {
  return new URL(url).origin === 'https://homeserver.org';
}

/** A pending validation as it is loaded. */
export const pendingShape = v.strictObject({
  keptAt: v.pipe(moment, v.gtValue(NOW - DAY), v.ltValue(NOW + DAY)),
  medium,
  typed: v.strictObject({ address: v.string(), country: v.string() }),
  entry: v.variant('medium', [
    v.strictObject({ medium: v.literal('email'), address: v.string() }),
    v.strictObject({ medium: v.literal('msisdn'), country: v.string(), phoneNumber: v.string() }),
  ]),
  clientSecret: secret,
  session: v.strictObject({
    sids: v.pipe(v.array(secret), v.minLength(1)),
    sendAttempt: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
    submitUrl: v.nullable(v.string()),
    isTokenAccepted: v.boolean(),
    msisdn: v.nullable(v.string()),
    intlFmt: v.nullable(v.string()),
    resendAt: moment,
  }),
});
