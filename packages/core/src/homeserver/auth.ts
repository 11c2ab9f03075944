import { read } from '../parsing.ts';
import { oauthUrl } from '../urls.ts';
import type { AuthData, AuthPage, AuthRequired, StageProof } from './homeserver.ts';
import type { RequestInfo } from './problem.ts';
import type { ParsedResponse } from './response.ts';
import { challengeBody } from './error-schemas.ts';

/** The endpoint of a request under interactive auth, as far as it decides what an errcode means. */
export function endpointOf(auth: AuthData | null): RequestInfo['endpoint'] {
  if (auth === null) return 'add';
  return auth.proof && 'password' in auth.proof ? 'addWithPassword' : 'addWithAuth';
}

/** The `auth` field of a request's body. */
export function authField({ session, proof }: AuthData): Record<string, unknown> {
  return {
    ...(proof && { ...fieldsOf(proof), type: proof.stage }),
    ...(session && { session: session.reveal() }),
  };
}

/** The user in both spellings: `identifier` as specified, `user` for homeservers older than r0.6. */
function fieldsOf(proof: StageProof): object {
  if (!('password' in proof)) return JSON.parse(proof.fields.reveal());
  const { userId: user, password } = proof;
  return { user, identifier: { type: 'm.id.user', user }, password: password.reveal() };
}

/** The challenge of a 401 with flows; null for any other response. */
export function authRequiredIn(
  { response, body }: ParsedResponse,
  auth: AuthData | null,
): AuthRequired | null {
  const challenge = response.status === 401 ? read(challengeBody, body) : null;
  if (challenge === null) return null;
  const { errcode, session, completed } = challenge;
  const flows = challenge.flows.map(({ stages }) => stages);
  const stages = new Set(flows.flat());
  // Parameters that belong to no stage of a flow would only be kept.
  const params = Object.fromEntries(
    Object.entries(challenge.params).filter(([stage]) => stages.has(stage)),
  );
  return {
    type: 'authRequired',
    challenge: { session, completed, flows, params },
    stageFailed: auth?.proof != null && errcode !== null,
  };
}

/**
 * The URL that a browser does the stage at: the fallback page, or the page of `m.oauth` (MSC4312). The
 * fallback page's URL carries the session in clear: open it, and never store or log it.
 */
export function authPageUrl(base: string, { session, stage, params }: AuthPage): string {
  const query = new URLSearchParams({ session: session.reveal() });
  return (
    oauthUrl(stage, params) ?? `${base}/auth/${encodeURIComponent(stage)}/fallback/web?${query}`
  );
}
