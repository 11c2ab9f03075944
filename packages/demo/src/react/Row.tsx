import { shownThreepid, type ThreepidRow } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { leaveRow } from '../focus.ts';
import { Removal } from './Removal.tsx';
import { useLeaving } from './use-focus.ts';

/** One threepid of the account. */
export function Row({ row: { threepid, remove, removal } }: { readonly row: ThreepidRow }) {
  const element = useLeaving<HTMLLIElement>(leaveRow);
  const shown = shownThreepid(threepid);
  return (
    <li className="row" ref={element}>
      <bdi className="address">{shown}</bdi>
      {remove && (
        <button
          className="button remove"
          type="button"
          aria-label={en.actions.removeAddress(shown)}
          onClick={remove}
        >
          {en.actions.remove}
        </button>
      )}
      {removal && <Removal actor={removal} />}
    </li>
  );
}
