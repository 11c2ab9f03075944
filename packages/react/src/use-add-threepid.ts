import { addThreepidView, type AddThreepidActor, type AddThreepidView } from '@threepid/core';
import { useView } from './use-view.ts';

/**
 * Returns what a UI may show and do while a threepid is being added. The actor is one of the `additions`
 * in the view of `useThreepids`. It outlives the component, so unmounting cancels nothing.
 *
 * @example
 * const view = useAddThreepid(actor);
 * if (view.step === 'editing') return <input {...fieldProps(view.fields.address)} />;
 */
export function useAddThreepid(actor: AddThreepidActor): AddThreepidView {
  return useView(addThreepidView, actor);
}
