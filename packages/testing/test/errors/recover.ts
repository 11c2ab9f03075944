import type { ViewSource } from '@threepid/core';
import { problemIn } from '../paths/view.ts';
import type { createSimulatedFixture } from '../helpers/simulated-fixture.ts';
import { settle } from '../client-environment.ts';
import type { View } from './acts.ts';

export type SimulatedFixture = Awaited<ReturnType<typeof createSimulatedFixture>>;

/** How often a client looks before they give up; far more than any way on takes. */
const LOOKS = 60;

/** Where somebody else has the first one, another. */
const ADDRESSES = {
  email: ['alice@example.org', 'carol@example.org'],
  msisdn: ['06 11 22 33 44', '06 12 34 56 78'],
} as const;

/**
 * Does what the view asks for, once the homeserver answers as it should, until it was added or removed
 * or the list is there; answers the step on which that ends.
 */
export async function goOn(
  alice: SimulatedFixture,
  source: ViewSource<View>,
  { isTaken }: { readonly isTaken: boolean },
): Promise<View['step']> {
  for (let look = 0; look < LOOKS; look += 1) {
    const view = source.getSnapshot();
    if (['added', 'removed', 'ready'].includes(view.step)) return view.step;
    if (!('busy' in view) || view.busy === null) await obey(alice, view, isTaken);
    await settle();
  }
  return source.getSnapshot().step;
}

async function obey(alice: SimulatedFixture, view: View, isTaken: boolean): Promise<void> {
  const { testServer, homeserver, client, clock } = alice;
  if ('resend' in view && problemIn(view)?.code === 'sessionExpired') {
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
    case 'authenticating':
      client.submitPassword(view, client.account.password);
      return;
    case 'authFallback':
      if (!view.isOpen) view.open?.();
      return;
    case 'authHandled':
    case 'authUnsupported':
      view.back?.();
      return;
    case 'confirming':
      view.confirm?.();
  }
}
