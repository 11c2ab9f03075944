import { describe, expect, it } from 'vitest';
import { waitFor } from 'xstate';
import { createInteractiveAuth } from '../src/create-interactive-auth.ts';
import { interactiveAuthView } from '../src/interactive-auth/view.ts';
import type { AuthStageHandler, AuthStages } from '../src/provide-interactive-auth.ts';

/** Starts interactive auth on an endpoint that requires one stage called `constructor`. */
function startAuth(authStages: AuthStages) {
  const sent: unknown[] = [];
  const opened: string[] = [];
  const actor = createInteractiveAuth({
    baseUrl: 'https://homeserver.org',
    userId: '@alice:homeserver.org',
    request: async (auth) => {
      if (auth?.['type'] === undefined) {
        const flows = [{ stages: ['constructor'] }];
        return Response.json({ session: 'a session', flows, params: {} }, { status: 401 });
      }
      sent.push(auth);
      return Response.json({});
    },
    authStages,
    openFallback: (url) => {
      opened.push(url);
      return () => undefined;
    },
  });
  return { actor: actor.start(), sent, opened, view: interactiveAuthView(actor) };
}

// `constructor` is a property of every object, although no app and no homeserver put it there.
describe('a stage called `constructor`', () => {
  it('is done on its page if the app has no handler for it', async () => {
    const { actor, opened, view } = startAuth({});
    await waitFor(actor, (snapshot) => snapshot.hasTag('waiting'));
    const screen = view.getSnapshot();
    expect(screen).toMatchObject({ step: 'fallback', stage: 'constructor' });
    if (screen.step === 'fallback') screen.open?.();
    expect(opened).toEqual([
      'https://homeserver.org/_matrix/client/v3/auth/constructor/fallback/web?session=a+session',
    ]);
    actor.stop();
  });

  it("is done by the app's handler, which gets no parameters if the homeserver sent none", async () => {
    const received: unknown[] = [];
    const handler: AuthStageHandler = async ({ params }) => {
      received.push(params);
      return { response: 'a response' };
    };
    const { actor, sent } = startAuth({ constructor: handler });
    await waitFor(actor, (snapshot) => snapshot.status === 'done');
    expect(received).toEqual([{}]);
    expect(sent).toEqual([{ type: 'constructor', session: 'a session', response: 'a response' }]);
  });
});
