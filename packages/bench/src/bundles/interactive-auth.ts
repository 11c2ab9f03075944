export { InteractiveAuth } from 'matrix-js-sdk/lib/interactive-auth.js';
