import { openSynapse, type RealSettings } from '@threepid/testing/synapse';
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

/** The demo beside a homeserver that it is signed in to. */
export interface RealDemo {
  /** What runs: 'Synapse 1.163.2, Sydent 2.6.1'. */
  readonly name: string;
  readonly userId: string;
  readonly world: RealWorld;
  /** Where the pages are, with a slash at the end. */
  readonly url: string;
  /** Ends all that was started. */
  close(): Promise<void>;
}

type RealWorld = Awaited<ReturnType<typeof openSynapse>>;
type Account = Awaited<ReturnType<RealWorld['register']>>;

const ROOT = join(import.meta.dirname, '..');
const PASSWORD = 'weak_password';

/** What serves the pages, and answers by itself what they ask of the plugin. */
type ServePages = (plugin: Plugin) => Promise<Pick<RealDemo, 'url' | 'close'>>;

/**
 * Starts a real Synapse and a real Sydent with an account, and serves the demo's pages with that
 * account and with all mails and texts.
 */
export async function openRealDemo(
  settings: RealSettings = {},
  serve: ServePages = servePages,
): Promise<RealDemo> {
  const world = await openSynapse(settings);
  try {
    const account = await world.register({ username: 'alice', password: PASSWORD });
    const { url, close } = await serve(beside(world, account));
    return {
      name: world.name,
      userId: account.userId,
      world,
      url,
      async close() {
        await close();
        await world.close();
      },
    };
  } catch (error) {
    await world.close();
    throw error;
  }
}

/** Not by a server of Vite's own, which would end this process before the rest has ended. */
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

/** As they would be put on a web server: a page is there sooner than its modules one by one. */
export async function serveBuiltPages(plugin: Plugin): ReturnType<ServePages> {
  const place = {
    root: ROOT,
    configFile: join(ROOT, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: 'test-results/pages' },
  } as const;
  await build(place);
  const server = await preview({
    ...place,
    plugins: [plugin],
    preview: { host: '127.0.0.1', port: 0 },
  });
  const [url = ''] = server.resolvedUrls?.local ?? [];
  return { url, close: () => server.close() };
}

/** Answers the pages' questions for the account, the mails and the texts. */
function beside(world: RealWorld, { userId, password }: Account): Plugin {
  const mails = collect(world.mailed, world.nextMail);
  const texts = collect(world.texted, world.nextText);
  const answers: Record<string, () => Promise<unknown>> = {
    '/account.json': async () => ({ homeserver: world.baseUrl, user: userId, password }),
    '/mails.json': mails,
    '/texts.json': texts,
  };
  const answerPages = ({ middlewares }: Pick<ViteDevServer, 'middlewares'>) => {
    middlewares.use('/real', ({ url = '' }, response: ServerResponse, next) => {
      const answer = answers[url];
      if (answer === undefined) return next();
      answer().then((body) => sendJson(response, body), next);
    });
  };
  return {
    name: 'real-homeserver',
    configureServer: answerPages,
    configurePreviewServer: answerPages,
  };
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(body));
}

/** All that came to these addresses so far, oldest first, by what takes the next one to an address. */
function collect<Message>(
  addresses: readonly string[],
  next: (to: string) => Promise<Message>,
): () => Promise<object[]> {
  const taken: Promise<object>[] = [];
  return () => {
    for (const to of addresses.slice(taken.length)) {
      const sentAt = Date.now();
      taken.push(next(to).then((message) => ({ ...message, to, sentAt })));
    }
    return Promise.all(taken);
  };
}
