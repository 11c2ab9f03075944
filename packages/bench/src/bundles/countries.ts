export { countries } from '@threepid/core';
