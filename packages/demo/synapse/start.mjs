// Starts the demo on a real homeserver, prints its URLs, and stops all servers on Ctrl-C.
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const interruption = new AbortController();
const interrupted = once(interruption.signal, 'abort');
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => interruption.abort());

// Node 20 cannot load TypeScript, but Vite can.
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

  Press Ctrl-C to stop.
`);
  await interrupted;
  await close();
} catch (error) {
  // Ctrl-C also ends the servers. If they are starting, their start fails, which is no error then.
  if (!interruption.signal.aborted) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
} finally {
  await loader.close();
}
