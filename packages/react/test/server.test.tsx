import { describeAdapterOnServer } from '@threepid/testing/adapter-contract';
import { renderToString } from 'react-dom/server';
import { useAddThreepid, useRemoveThreepid, useThreepids } from '../src/index.ts';

/** As a server renders a component that shows the step of a view. */
async function rendered(use: () => { readonly step: string }): Promise<string> {
  const Step = () => <p>{use().step}</p>;
  return renderToString(<Step />);
}

describeAdapterOnServer({
  list: (actor) => rendered(() => useThreepids(actor)),
  addition: (actor) => rendered(() => useAddThreepid(actor)),
  removal: (actor) => rendered(() => useRemoveThreepid(actor)),
});
