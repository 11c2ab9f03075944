import { openSynapse, type SynapseOptions } from '@threepid/testing/synapse';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import {
  build,
  createServer as createViteServer,
  preview,
  type Plugin,
  type ViteDevServer,
} from 'vite';

/** The demo's pages and the real homeserver that they sign in to. */
export interface RealDemo {
  /** The servers: 'Synapse 1.163.2, Sydent 2.6.1'. */
  readonly name: string;
  readonly userId: string;
  readonly homeserver: RealHomeserver;
  /** The URL of the pages, with a trailing slash. */
  readonly url: string;
  /** Stops the pages and all servers. */
  close(): Promise<void>;
}

type RealHomeserver = Awaited<ReturnType<typeof openSynapse>>;
type Account = Awaited<ReturnType<RealHomeserver['register']>>;

const ROOT = join(import.meta.dirname, '..');
const PASSWORD = 'weak_password';

/** Serves the pages, with a Vite plugin that responds to some of their requests. */
type ServePages = (plugin: Plugin) => Promise<Pick<RealDemo, 'url' | 'close'>>;

/**
 * Starts a real Synapse with an account and a real Sydent. Serves the demo's pages with that account
 * and with all mails and text messages.
 */
export async function openRealDemo(
  options: SynapseOptions = {},
  serve: ServePages = servePages,
): Promise<RealDemo> {
  const homeserver = await openSynapse(options);
  try {
    const account = await homeserver.register({ username: 'alice', password: PASSWORD });
    const { url, close } = await serve(realHomeserverPlugin(homeserver, account));
    return {
      name: homeserver.name,
      userId: account.userId,
      homeserver,
      url,
      async close() {
        await close();
        await homeserver.close();
      },
    };
  } catch (error) {
    await homeserver.close();
    throw error;
  }
}

/** Uses its own HTTP server, because Vite's server would end this process before the other servers have stopped. */
async function servePages(plugin: Plugin): ReturnType<ServePages> {
  const server = createServer();
  const pages = await createViteServer({
    root: ROOT,
    configFile: join(ROOT, 'vite.config.ts'),
    logLevel: 'warn',
    plugins: [plugin],
    server: { middlewareMode: true, hmr: { server } },
  });
  server.on('request', pages.middlewares);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port to listen on');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    async close() {
      await pages.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Builds the pages and serves the build, because a built page loads faster than single modules. */
export async function serveBuiltPages(plugin: Plugin): ReturnType<ServePages> {
  const config = {
    root: ROOT,
    configFile: join(ROOT, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: 'test-results/pages' },
  } as const;
  await build(config);
  const server = await preview({
    ...config,
    plugins: [plugin],
    preview: { host: '127.0.0.1', port: 0 },
  });
  const [url = ''] = server.resolvedUrls?.local ?? [];
  return { url, close: () => server.close() };
}

/** Responds to the pages' requests for the account, the mails and the text messages. */
function realHomeserverPlugin(homeserver: RealHomeserver, { userId, password }: Account): Plugin {
  const mails = collectMessages(homeserver.mailRecipients, homeserver.nextMail);
  const texts = collectMessages(homeserver.textRecipients, homeserver.nextText);
  const bodies: Record<string, () => Promise<unknown>> = {
    '/account.json': async () => ({ homeserver: homeserver.baseUrl, user: userId, password }),
    '/mails.json': mails,
    '/texts.json': texts,
  };
  const addMiddleware = ({ middlewares }: Pick<ViteDevServer, 'middlewares'>) => {
    middlewares.use('/real', ({ url = '' }, response: ServerResponse, next) => {
      const getBody = bodies[url];
      if (getBody === undefined) return next();
      getBody().then((body) => sendJson(response, body), next);
    });
  };
  return {
    name: 'real-homeserver',
    configureServer: addMiddleware,
    configurePreviewServer: addMiddleware,
  };
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(body));
}

/** Returns a function that returns all messages so far, oldest first. `next` takes the next message to an address. */
function collectMessages<Message>(
  recipients: readonly string[],
  next: (to: string) => Promise<Message>,
): () => Promise<object[]> {
  const taken: Promise<object>[] = [];
  return () => {
    for (const to of recipients.slice(taken.length)) {
      const sentAt = Date.now();
      taken.push(next(to).then((message) => ({ ...message, to, sentAt })));
    }
    return Promise.all(taken);
  };
}
