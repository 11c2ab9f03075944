// @vitest-environment happy-dom
import type { ThreepidsActor } from '@threepid/core';
import { Activity, StrictMode } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { useThreepids } from '../src/index.ts';
import { render, shown } from './render.ts';
import { createWorld, listenersOf, listText, untilReady } from './world.ts';

function List({ actor }: { readonly actor: ThreepidsActor }) {
  return <p>{listText(useThreepids(actor))}</p>;
}

describe('the list', () => {
  it('is read once it is mounted, and shows what becomes of it', async () => {
    const { threepids, asked } = createWorld();
    const shows: string[] = [];
    function Recorder() {
      const text = listText(useThreepids(threepids));
      if (shows.at(-1) !== text) shows.push(text);
      // Nothing is asked while it is only being rendered.
      if (text === 'idle') expect(asked()).toEqual([]);
      return null;
    }

    await render(<Recorder />);
    await shown(() => untilReady(threepids));

    expect(shows).toEqual(['idle', 'loading', 'ready alice@example.org']);
    expect(asked()).toEqual(['listThreepids', 'capabilities']);
  });

  it('is read once, though two components show it', async () => {
    const { threepids, asked } = createWorld();

    // Strict mode mounts each of them twice.
    const { element } = await render(
      <StrictMode>
        <List actor={threepids} />
        <List actor={threepids} />
      </StrictMode>,
    );
    await shown(() => untilReady(threepids));

    expect(element.innerHTML).toBe('<p>ready alice@example.org</p>'.repeat(2));
    expect(asked()).toEqual(['listThreepids', 'capabilities']);
  });

  it('is opened by its component once, whatever becomes of it', async () => {
    const { threepids, give } = createWorld();
    const send = vi.spyOn(threepids, 'send');

    await render(<List actor={threepids} />);
    await shown(() => untilReady(threepids));
    give('bob@example.org');
    await shown(() => {
      threepids.send({ type: 'list.read' });
      return untilReady(threepids);
    });

    expect(send.mock.calls).toEqual([[{ type: 'list.open' }], [{ type: 'list.read' }]]);
  });

  it('lives on when its component is unmounted, and the next one shows the latest', async () => {
    const { threepids, asked, give } = createWorld();
    const first = await render(<List actor={threepids} />);
    await shown(() => untilReady(threepids));

    await first.unmount();
    expect(listenersOf(threepids)).toBe(0);
    give('bob@example.org');
    threepids.send({ type: 'list.read' });
    await untilReady(threepids);

    const second = await render(<List actor={threepids} />);
    expect(second.element.textContent).toBe('ready alice@example.org bob@example.org');
    expect(asked()).toEqual(['listThreepids', 'capabilities', 'listThreepids']);
  });

  it('shows the latest when its component is shown again after it was hidden', async () => {
    const { threepids, asked, give } = createWorld();
    const inside = (mode: 'visible' | 'hidden') => (
      <Activity mode={mode}>
        <List actor={threepids} />
      </Activity>
    );
    const { element, show } = await render(inside('visible'));
    await shown(() => untilReady(threepids));

    await show(inside('hidden'));
    give('bob@example.org');
    await shown(() => {
      threepids.send({ type: 'list.read' });
      return untilReady(threepids);
    });
    await show(inside('visible'));

    expect(element.textContent).toBe('ready alice@example.org bob@example.org');
    expect(asked()).toEqual(['listThreepids', 'capabilities', 'listThreepids']);
  });

  it('is the one of the actor that its component is given', async () => {
    const alice = createWorld('alice@example.org');
    const carol = createWorld('carol@example.org');
    const { element, show } = await render(<List actor={alice.threepids} />);
    await shown(() => untilReady(alice.threepids));

    await show(<List actor={carol.threepids} />);
    await shown(() => untilReady(carol.threepids));

    expect(element.textContent).toBe('ready carol@example.org');
    expect(listenersOf(alice.threepids)).toBe(0);
  });

  it('says that it failed when its actor did', async () => {
    const { threepids, breakTimer } = createWorld();
    breakTimer();

    const { element } = await render(<List actor={threepids} />);

    expect(threepids.getSnapshot().status).toBe('error');
    expect(element.textContent).toBe('failed');
  });
});
