import {
  problemMessage,
  shownThreepid,
  type ThreepidRow,
  type ThreepidsActor,
} from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { useThreepids } from '@threepid/react';
import { Addition } from './addition.tsx';
import { Removal } from './removal.tsx';

export function Account({ actor }: { readonly actor: ThreepidsActor }) {
  const view = useThreepids(actor);
  switch (view.step) {
    case 'idle':
    case 'loading':
      return <p>{en.list.loading}</p>;
    case 'failed':
      return (
        <>
          {view.report && <p role="alert">{problemMessage(en, view.report.problem)}</p>}
          {view.read && <button onClick={view.read}>{en.actions.read}</button>}
        </>
      );
    case 'unavailable':
      return (
        <>
          <p>{problemMessage(en, view.problem)}</p>
          {view.accountManagementUrl && (
            <a href={view.accountManagementUrl}>{en.actions.manageAccount}</a>
          )}
          <Rows rows={view.rows} />
        </>
      );
    case 'ready':
      return (
        <>
          {view.notice && <p role="status">{en.list.notice(view.notice)}</p>}
          <Rows rows={view.rows} />
          {view.additions.map((addition) => (
            <Addition key={addition.id} actor={addition} />
          ))}
          <button onClick={() => view.add('email')}>{en.actions.add.email}</button>
          <button onClick={() => view.add('msisdn')}>{en.actions.add.msisdn}</button>
        </>
      );
  }
}

function Rows({ rows }: { readonly rows: readonly ThreepidRow[] }) {
  return (
    <ul>
      {rows.map(({ threepid, remove, removal }) => (
        <li key={threepid.address}>
          {shownThreepid(threepid)}
          {remove && <button onClick={remove}>{en.actions.remove}</button>}
          {removal && <Removal actor={removal} />}
        </li>
      ))}
    </ul>
  );
}
