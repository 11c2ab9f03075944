import { createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { ask } from './ask.ts';
import type { Certificate } from './certificate.ts';
import { freePort } from './free-port.ts';
import { homeserverConfig, LOG_CONFIG, type Settings } from './homeserver-config.ts';
import { install } from './install.ts';
import { SYNAPSE } from './programs.ts';
import { startProcess, type PythonProcess } from './python-process.ts';

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
  readonly serverName: string;
  register(account: Registration): Promise<{ userId: string; accessToken: string }>;
  /** Sets its clock ahead. */
  passTime(milliseconds: number): Promise<void>;
  /** Ends the process, and starts one with these settings instead of those of the same name at the start; accounts stay, its clock is right again. */
  restart(settings: Settings): Promise<void>;
  /** Ends the process and removes its directory; the log stays. */
  stop(): Promise<void>;
}

const Version = v.object({ server_version: v.string() });
const Nonce = v.object({ nonce: v.string() });
const Registered = v.object({ user_id: v.string(), access_token: v.string() });

/** Starts a fresh Synapse on the loopback interface, installing it first where it is missing. */
export async function startSynapse(certificate: Certificate, settings: Settings): Promise<Synapse> {
  const python = await install(SYNAPSE);
  const [port, federationPort] = [await freePort(), await freePort()];
  const baseUrl = `http://127.0.0.1:${port}`;
  const sharedSecret = randomBytes(16).toString('hex');
  const directory = await mkdtemp(join(tmpdir(), 'synapse-'));

  const place = { port, federationPort, certificateFiles: certificate.files, sharedSecret };
  const config = homeserverConfig(place, settings);

  let homeserver: PythonProcess | undefined;
  async function start(changed: Settings) {
    // JSON is YAML too.
    const file = join(directory, 'homeserver.yaml');
    await writeFile(file, JSON.stringify({ ...config, ...changed }));
    homeserver = await startProcess(python, {
      name: SYNAPSE.name,
      command: ['run-synapse.py', '-c', 'homeserver.yaml'],
      directory,
      url: `${baseUrl}/_matrix/client/versions`,
      // All whom it believes to be who they say.
      environment: { SSL_CERT_FILE: certificate.files.certificate },
    });
  }
  async function stop() {
    await homeserver?.stop();
    await rm(directory, { recursive: true, force: true });
  }

  try {
    await writeFile(join(directory, 'log.yaml'), JSON.stringify(LOG_CONFIG));
    await start({});
    const { server_version } = await ask(Version, `${baseUrl}/_synapse/admin/v1/server_version`);
    return {
      baseUrl,
      // Inside a git checkout Synapse adds the branch: '1.163.2 (b=main,1c37f9f)'.
      version: server_version.replace(/ .*/u, ''),
      serverName: `localhost:${federationPort}`,
      register: (account) => register(baseUrl, sharedSecret, account),
      passTime: async (milliseconds) => homeserver?.passTime(milliseconds),
      async restart(changed) {
        await homeserver?.stop();
        await start(changed);
      },
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
