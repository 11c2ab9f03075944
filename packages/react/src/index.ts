export { fieldProps } from './field-props.ts';
export { useAddThreepid } from './use-add-threepid.ts';
export { useRemoveThreepid } from './use-remove-threepid.ts';
export { useThreepids } from './use-threepids.ts';
