import { createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { ask } from './ask.ts';
import { freePort } from './free-port.ts';
import { homeserverConfig, LOG_CONFIG, type Settings } from './homeserver-config.ts';
import { runHomeserver, type HomeserverProcess } from './homeserver-process.ts';
import { installSynapse } from './install.ts';

/** A new account. */
interface Registration {
  readonly username: string;
  readonly password: string;
  /** May use the administration API. */
  readonly admin?: boolean;
}

/** A homeserver that runs. */
export interface Synapse {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** As the homeserver itself says it. */
  readonly version: string;
  register(account: Registration): Promise<{ userId: string; accessToken: string }>;
  /** Ends the process and removes its directory; the log stays. */
  stop(): Promise<void>;
}

/** Where each start leaves what Synapse wrote, for whoever asks why a test failed. */
export const LOGS = join(import.meta.dirname, '..', 'test-results', 'synapse-logs');

const Version = v.object({ server_version: v.string() });
const Nonce = v.object({ nonce: v.string() });
const Registered = v.object({ user_id: v.string(), access_token: v.string() });

/** Starts a fresh Synapse on the loopback interface, installing it first where it is missing. */
export async function startSynapse(settings: Settings = {}): Promise<Synapse> {
  const python = await installSynapse();
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const sharedSecret = randomBytes(16).toString('hex');
  const directory = await mkdtemp(join(tmpdir(), 'synapse-'));
  const log = join(LOGS, `${port}.log`);

  let homeserver: HomeserverProcess | undefined;
  async function stop() {
    await homeserver?.stop();
    await rm(directory, { recursive: true, force: true });
  }

  try {
    // JSON is YAML too.
    const config = homeserverConfig({ port, sharedSecret }, settings);
    await writeFile(join(directory, 'homeserver.yaml'), JSON.stringify(config));
    await writeFile(join(directory, 'log.yaml'), JSON.stringify(LOG_CONFIG));
    homeserver = await runHomeserver(python, { directory, baseUrl, log });
    const { server_version } = await ask(Version, `${baseUrl}/_synapse/admin/v1/server_version`);
    return {
      baseUrl,
      // Inside a git checkout Synapse adds the branch: '1.163.2 (b=main,1c37f9f)'.
      version: server_version.replace(/ .*/u, ''),
      register: (account) => register(baseUrl, sharedSecret, account),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** By the shared secret, which needs no open registration: https://element-hq.github.io/synapse/latest/admin_api/register_api.html */
async function register(
  baseUrl: string,
  sharedSecret: string,
  { username, password, admin = false }: Registration,
) {
  const url = `${baseUrl}/_synapse/admin/v1/register`;
  const { nonce } = await ask(Nonce, url);
  const mac = createHmac('sha1', sharedSecret)
    .update([nonce, username, password, admin ? 'admin' : 'notadmin'].join('\0'))
    .digest('hex');
  const { user_id, access_token } = await ask(Registered, url, {
    method: 'POST',
    body: { nonce, username, password, admin, mac },
  });
  return { userId: user_id, accessToken: access_token };
}
