export { createClient } from 'matrix-js-sdk';
