import { interactiveAuthView } from '@threepid/core';
import { createInteractiveAuth } from '@threepid/core/interactive-auth';
import { createSimulatedHomeserver } from '../../src/index.ts';
import { vi } from 'vitest';

/** An interactive auth that deletes a device of an account, whose password is `opensesame`. */
export function createDeletion() {
  const homeserver = createSimulatedHomeserver();
  const { userId, accessToken } = homeserver.addAccount({
    userId: 'alice',
    password: 'opensesame',
  });
  const { baseUrl } = homeserver;
  const actor = createInteractiveAuth({
    baseUrl,
    userId,
    request: (auth, signal) =>
      homeserver.fetch(`${baseUrl}/_matrix/client/v3/devices/OTHER`, {
        method: 'DELETE',
        headers: { Authorization: `Bearer ${accessToken}` },
        body: JSON.stringify({ auth }),
        signal,
      }),
  });
  return {
    actor,
    /** How many requests the actor has made. */
    requests: () => homeserver.requests.length,
    /** Waits until the view has this step, or the password field this problem. */
    until: (expected: string) =>
      vi.waitUntil(
        () => {
          const view = interactiveAuthView(actor).getSnapshot();
          if (view.step !== 'password') return view.step === expected;
          return (view.fields.password.problem?.code ?? 'password') === expected && !view.isBusy;
        },
        { interval: 5 },
      ),
  };
}
