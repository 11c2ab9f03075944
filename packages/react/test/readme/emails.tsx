import { shownThreepid } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { useThreepids } from '@threepid/react';
import { Addition } from './addition.tsx';
import { threepids } from './threepids.ts';

export function Emails() {
  const view = useThreepids(threepids);
  if (view.step !== 'ready') return <p>{en.list.loading}</p>;
  return (
    <>
      <p>{view.rows.map(({ threepid }) => shownThreepid(threepid)).join(', ')}</p>
      {view.additions.map((actor) => (
        <Addition key={actor.id} actor={actor} />
      ))}
      <button onClick={() => view.add('email')}>{en.actions.add.email}</button>
    </>
  );
}
