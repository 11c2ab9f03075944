import { interactiveAuthView, type InteractiveAuthView, type StepView } from '@threepid/core';
import {
  createInteractiveAuth,
  type InteractiveAuthOptions,
} from '@threepid/core/interactive-auth';
import * as v from 'valibot';
import { expect } from 'vitest';
import { toPromise } from 'xstate';
import { collectSecrets, inspected } from '../secrets.ts';
import type { Account, TestHomeserver } from '../test-homeserver.ts';
import { once } from './client.ts';

type Server = Pick<TestHomeserver, 'baseUrl' | 'fetch'>;
type SignedIn = Pick<Account, 'userId' | 'accessToken'>;

/** A request under interactive auth that has nothing to do with threepids. */
export interface AuthRequest {
  readonly method: 'DELETE' | 'POST';
  /** Below `/_matrix/client/v3`. */
  readonly path: string;
  /** The body without `auth`. */
  readonly body: object;
}

export function deleteDevice(deviceId: string): AuthRequest {
  return { method: 'DELETE', path: `/devices/${encodeURIComponent(deviceId)}`, body: {} };
}

export function changePassword(newPassword: string): AuthRequest {
  const body = { new_password: newPassword, logout_devices: false };
  return { method: 'POST', path: '/account/password', body };
}

/** Whether the account has that password. */
export async function logsIn(
  { baseUrl, fetch }: Server,
  { userId: user, password }: Pick<Account, 'userId' | 'password'>,
): Promise<boolean> {
  const identifier = { type: 'm.id.user', user };
  const { status } = await fetch(`${baseUrl}/_matrix/client/v3/login`, {
    method: 'POST',
    body: JSON.stringify({ type: 'm.login.password', identifier, password }),
  });
  return status === 200;
}

/** Calls the homeserver as that account. */
export function callAs(
  { baseUrl, fetch }: Server,
  { accessToken }: Pick<Account, 'accessToken'>,
  {
    method,
    path,
    body,
  }: { readonly method: string; readonly path: string; readonly body?: object },
  signal: AbortSignal | null = null,
): Promise<Response> {
  return fetch(`${baseUrl}/_matrix/client/v3${path}`, {
    method,
    headers: { Authorization: `Bearer ${accessToken}` },
    signal,
    ...(body && { body: JSON.stringify(body) }),
  });
}

/** Starts interactive auth for a request, as an app does, and records what could leak a secret. */
export function startInteractiveAuth(
  server: Server,
  account: SignedIn,
  request: AuthRequest,
  options: Partial<InteractiveAuthOptions> = {},
) {
  const traces: string[] = [];
  const secrets = new Set<string>();
  const auths: unknown[] = [];
  const actor = createInteractiveAuth({
    baseUrl: server.baseUrl,
    userId: account.userId,
    async request(auth, signal) {
      auths.push(auth);
      collectSecrets(auth, secrets);
      // A snapshot contains a password only while its request is in progress.
      traces.push(JSON.stringify(actor.getPersistedSnapshot()));
      const body = { ...request.body, auth };
      const response = await callAs(server, account, { ...request, body }, signal);
      const challenge: unknown = await response.clone().json();
      collectSecrets(challenge, secrets);
      return response;
    },
    inspect: (event) => traces.push(inspected(event)),
    ...options,
  });
  const source = interactiveAuthView(actor);
  source.subscribe((view) => traces.push(JSON.stringify(view)));
  const output = toPromise(actor);
  actor.start();
  return {
    actor,
    output,
    /** The `auth` of each request, oldest first. */
    auths,
    /** The view once it is at that step and no proof is being checked. */
    at: <Step extends InteractiveAuthView['step']>(step: Step) =>
      once(
        source,
        (view): view is StepView<InteractiveAuthView, Step> => view.step === step && !view.isBusy,
      ),
    expectNoSecrets() {
      expect(secrets.size).toBeGreaterThan(0);
      const all = [...traces, JSON.stringify(actor.getPersistedSnapshot())];
      const leaks = all.filter((trace) => [...secrets].some((secret) => trace.includes(secret)));
      expect(leaks.map((leak) => leak.slice(0, 80))).toEqual([]);
    },
  };
}

const Settled = v.object({ type: v.literal('settled'), result: v.instance(Response) });

/** The endpoint's response, read as an app does. */
export async function responseOf(output: Promise<unknown>) {
  const { result } = v.parse(Settled, await output);
  const body: unknown = await result.json();
  return { status: result.status, body };
}
