// @vitest-environment happy-dom
import { describeAdapter } from '@threepid/testing/adapter-contract';
import { Activity } from 'react';
import { fieldProps, useAddThreepid, useRemoveThreepid, useThreepids } from '../src/index.ts';
import { Auth } from './auth.tsx';
import { List } from './list.tsx';
import { Account } from './readme/account.tsx';
import { Addition } from './readme/addition.tsx';
import { mounting, shown } from './render.ts';

describeAdapter({
  list: mounting(List),

  twoLists: mounting(({ actor }) => (
    <>
      <List actor={actor} />
      <List actor={actor} />
    </>
  )),

  hideableList: mounting(({ actor, mode }) => (
    <Activity mode={mode}>
      <List actor={actor} />
    </Activity>
  )),

  listRecorder: mounting(function ListRecorder({ actor, record }) {
    record(useThreepids(actor));
    return null;
  }),

  account: mounting(Account),
  addition: mounting(Addition),
  auth: mounting(Auth),

  fields: mounting(function Fields({ actor, hint }) {
    const view = useAddThreepid(actor);
    if (view.step !== 'editing') return null;
    const { address, country } = view.fields;
    return (
      <>
        <input {...fieldProps(address)} />
        {country && (
          <select {...fieldProps(country)}>
            <option />
            <option>FR</option>
            <option>GB</option>
          </select>
        )}
        {hint}
      </>
    );
  }),

  removal: mounting(function Removal({ actor }) {
    const view = useRemoveThreepid(actor);
    if (view.step !== 'confirming') return <p>{view.step}</p>;
    return <button onClick={() => view.confirm?.()}>{view.busy ?? view.threepid.address}</button>;
  }),

  shown,
});
