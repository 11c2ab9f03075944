export { fieldProps } from './field-props.ts';
export { useAddThreepid } from './use-add-threepid.ts';
export { useInteractiveAuth } from './use-interactive-auth.ts';
export { useRemoveThreepid } from './use-remove-threepid.ts';
export { useThreepids } from './use-threepids.ts';
