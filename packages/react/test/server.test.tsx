import { describeAdapterOnServer } from '@threepid/testing/adapter-contract';
import { renderToString } from 'react-dom/server';
import {
  useAddThreepid,
  useInteractiveAuth,
  useRemoveThreepid,
  useThreepids,
} from '../src/index.ts';

/** Renders a component that shows the step of a view, as a server does. */
async function rendered(use: () => { readonly step: string }): Promise<string> {
  const Step = () => <p>{use().step}</p>;
  return renderToString(<Step />);
}

describeAdapterOnServer({
  list: (actor) => rendered(() => useThreepids(actor)),
  addition: (actor) => rendered(() => useAddThreepid(actor)),
  removal: (actor) => rendered(() => useRemoveThreepid(actor)),
  auth: (actor) => rendered(() => useInteractiveAuth(actor)),
});
