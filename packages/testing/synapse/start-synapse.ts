import { createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Certificate } from './certificate.ts';
import { freePort } from './free-port.ts';
import { homeserverConfig, LOG_CONFIG, type Settings } from './homeserver-config.ts';
import { install } from './install.ts';
import { SYNAPSE } from './programs.ts';
import { startProcess, type PythonProcess } from './python-process.ts';
import { requestJson } from './request-json.ts';

/** A new account. */
interface Registration {
  readonly username: string;
  readonly password: string;
  /** Lets the account use the admin API. */
  readonly admin?: boolean;
}

/** A running homeserver. */
export interface Synapse {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** From the homeserver's own API. */
  readonly version: string;
  readonly serverName: string;
  register(account: Registration): Promise<{ userId: string; accessToken: string }>;
  /** Sets its clock ahead. */
  advanceClock(milliseconds: number): Promise<void>;
  /** Starts a new process with the initial settings, overridden by these. Keeps the accounts and resets the clock. */
  restart(settings: Settings): Promise<void>;
  /** Ends the process and deletes its directory, but not its log. */
  stop(): Promise<void>;
}

const Version = v.object({ server_version: v.string() });
const Nonce = v.object({ nonce: v.string() });
const RegistrationResponse = v.object({ user_id: v.string(), access_token: v.string() });

/** Starts a Synapse with an empty database on the loopback interface. Installs it first if it is missing. */
export async function startSynapse(certificate: Certificate, settings: Settings): Promise<Synapse> {
  const python = await install(SYNAPSE);
  const [port, federationPort] = [await freePort(), await freePort()];
  const baseUrl = `http://127.0.0.1:${port}`;
  const sharedSecret = randomBytes(16).toString('hex');
  const directory = await mkdtemp(join(tmpdir(), 'synapse-'));

  const configInput = { port, federationPort, certificateFiles: certificate.files, sharedSecret };
  const config = homeserverConfig(configInput, settings);

  let homeserver: PythonProcess | undefined;
  async function start(changes: Settings) {
    // JSON is valid YAML.
    const file = join(directory, 'homeserver.yaml');
    await writeFile(file, JSON.stringify({ ...config, ...changes }));
    homeserver = await startProcess(python, {
      name: SYNAPSE.name,
      command: ['run-synapse.py', '-c', 'homeserver.yaml'],
      directory,
      url: `${baseUrl}/_matrix/client/versions`,
      // The only certificate that Synapse trusts.
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
    const { server_version } = await requestJson(
      Version,
      `${baseUrl}/_synapse/admin/v1/server_version`,
    );
    return {
      baseUrl,
      // In a git checkout Synapse appends the branch: '1.163.2 (b=main,1c37f9f)'.
      version: server_version.replace(/ .*/u, ''),
      serverName: `localhost:${federationPort}`,
      register: (account) => register(baseUrl, sharedSecret, account),
      advanceClock: async (milliseconds) => homeserver?.advanceClock(milliseconds),
      async restart(changes) {
        await homeserver?.stop();
        await start(changes);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Registers with the shared secret, because open registration is disabled: https://element-hq.github.io/synapse/latest/admin_api/register_api.html */
async function register(
  baseUrl: string,
  sharedSecret: string,
  { username, password, admin = false }: Registration,
) {
  const url = `${baseUrl}/_synapse/admin/v1/register`;
  const { nonce } = await requestJson(Nonce, url);
  const mac = createHmac('sha1', sharedSecret)
    .update([nonce, username, password, admin ? 'admin' : 'notadmin'].join('\0'))
    .digest('hex');
  const { user_id, access_token } = await requestJson(RegistrationResponse, url, {
    method: 'POST',
    body: { nonce, username, password, admin, mac },
  });
  return { userId: user_id, accessToken: access_token };
}
