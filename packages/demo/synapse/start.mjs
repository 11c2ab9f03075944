// Starts the demo on a real homeserver, says where it is, and ends all of it on Ctrl-C.
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const interruption = new AbortController();
const interrupted = once(interruption.signal, 'abort');
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => interruption.abort());

// Node reads no TypeScript; Vite does.
const loader = await createServer({
  root: fileURLToPath(new URL('..', import.meta.url)),
  configFile: false,
  appType: 'custom',
  logLevel: 'error',
  server: { middlewareMode: true, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
  ssr: { resolve: { conditions: ['@threepid/source'] } },
});
try {
  const { openRealDemo } = await loader.ssrLoadModule('/synapse/open-real-demo.ts');
  const { name, userId, url, close } = await openRealDemo();
  console.log(`
  ${name}, with the account ${userId}

  React page  ${url}react.html?homeserver=real
  Vue page    ${url}vue.html?homeserver=real

  Ctrl-C ends it.
`);
  await interrupted;
  await close();
} catch (error) {
  // Ctrl-C ends the servers too, whose start then fails.
  if (!interruption.signal.aborted) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
} finally {
  await loader.close();
}
