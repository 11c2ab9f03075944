import { settle } from '../client-environment.ts';
import { isBusy, problemOn, stepOf, type Screen, type View } from '../helpers/screen.ts';
import type { SimulatedFixture } from '../helpers/simulated-fixture.ts';

/** Far more steps than any recovery takes. */
const MAX_STEPS = 60;

/** The second one is for cases in which another account has the first one. */
const ADDRESSES = {
  email: ['alice@example.org', 'carol@example.org'],
  msisdn: ['06 11 22 33 44', '06 12 34 56 78'],
} as const;

/**
 * Does what the screen asks for, on a homeserver that works again, until the threepid is added or
 * removed or the list is read. Returns the last step.
 */
export async function recover(
  fixture: SimulatedFixture,
  screen: () => Screen,
  { isTaken }: { readonly isTaken: boolean },
): Promise<View['step'] | undefined> {
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const now = screen();
    const view = now.at(-1);
    if (view === undefined || ['added', 'removed', 'ready'].includes(view.step)) break;
    if (!isBusy(now)) await act(fixture, view, isTaken);
    await settle();
  }
  return stepOf(screen());
}

async function act(fixture: SimulatedFixture, view: View, isTaken: boolean): Promise<void> {
  const { testServer, homeserver, client, clock } = fixture;
  if ('resend' in view && problemOn([view])?.code === 'sessionExpired') {
    if (view.resend === null) clock.increment(Math.max(0, (view.resendAt ?? 0) - clock.now()));
    else view.resend();
    return;
  }
  switch (view.step) {
    case 'failed':
    case 'unavailable':
      if ('read' in view) view.read?.();
      return;
    case 'editing':
      view.submit?.(ADDRESSES[view.medium][isTaken ? 1 : 0], 'FR');
      return;
    case 'validatingByLink':
      await testServer.openLink(homeserver.mailbox.latest(view.address)?.link ?? '');
      view.proceed?.();
      return;
    case 'validatingByToken':
      view.submit?.(homeserver.phone.latest()?.code ?? '');
      return;
    case 'validated':
      view.proceed?.();
      return;
    case 'password':
      client.submitPassword(view, client.account.password);
      return;
    case 'fallback':
      if (!view.isOpen) view.open?.();
      return;
    case 'appStage':
    case 'unsupported':
      view.back?.();
      return;
    case 'confirming':
      view.confirm?.();
  }
}
