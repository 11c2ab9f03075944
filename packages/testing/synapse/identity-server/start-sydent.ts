import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certificate } from '../certificate.ts';
import { freePort } from '../free-port.ts';
import { install } from '../install.ts';
import { SYDENT } from '../programs.ts';
import { startProcess, type PythonProcess } from '../python-process.ts';
import { startSmsGateway } from './sms-gateway.ts';
import { startTlsProxy } from './tls-proxy.ts';

/** Settings of Sydent's section `sms`. */
export type SmsSettings = Readonly<Record<string, string>>;

/** A running identity server. */
export interface Sydent {
  /** Its name for clients and homeservers, with the port. Requests to it use TLS. */
  readonly idServer: string;
  /** For requests without TLS, as a phone delegate gets them. Without a trailing slash. */
  readonly baseUrl: string;
  /** The numbers that text messages were sent to, oldest first. */
  readonly textRecipients: readonly string[];
  nextText(msisdn: string): Promise<{ text: string; code: string }>;
  /** Sets its clock ahead. */
  advanceClock(milliseconds: number): Promise<void>;
  /** Ends the process and deletes its directory. Can be called again. */
  stop(): Promise<void>;
}

interface SydentOptions {
  /** The port of the mail server on this machine. */
  readonly mailPort: number;
  readonly sms?: SmsSettings | undefined;
}

/** The template of its mails. Sydent's own templates are not in its package. */
const MAIL_TEMPLATE = 'To: %(to)s\nSubject: Validate your email\n\n%(link)s\n';

/** The terms of use. A user must accept them before the first bind. */
const TERMS = {
  master_version: '1',
  docs: {
    privacy_policy: {
      version: '1',
      langs: { en: { name: 'Privacy Policy', url: 'https://identity.example/privacy-en-1.html' } },
    },
  },
};

/** Starts a Sydent with an empty database on the loopback interface. Installs it first if it is missing. */
export async function startSydent(
  certificate: Certificate,
  { mailPort, sms = {} }: SydentOptions,
): Promise<Sydent> {
  const python = await install(SYDENT);
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const directory = await mkdtemp(join(tmpdir(), 'sydent-'));
  const gateway = await startSmsGateway();
  const proxy = await startTlsProxy(port, certificate);
  const idServer = `localhost:${proxy.port}`;

  let sydent: PythonProcess | undefined;
  let isStopped = false;
  async function stop() {
    if (isStopped) return;
    isStopped = true;
    await proxy.close();
    await sydent?.stop();
    await gateway.close();
    await rm(directory, { recursive: true, force: true });
  }

  try {
    const templates = join(directory, 'templates', 'matrix-org');
    await mkdir(templates, { recursive: true });
    await writeFile(join(templates, 'verification_template.eml'), MAIL_TEMPLATE);
    await writeFile(join(directory, 'terms.yaml'), JSON.stringify(TERMS));
    const config = sydentConfig({ port, idServer, mailPort }, sms);
    await writeFile(join(directory, 'sydent.json'), JSON.stringify(config));
    sydent = await startProcess(python, {
      name: SYDENT.name,
      command: ['run-sydent.py', 'sydent.json', gateway.url],
      directory,
      url: `${baseUrl}/_matrix/identity/v2`,
    });
    return {
      idServer,
      baseUrl,
      textRecipients: gateway.textRecipients,
      nextText: gateway.nextText,
      advanceClock: sydent.advanceClock,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface ConfigInput {
  readonly port: number;
  readonly idServer: string;
  readonly mailPort: number;
}

/** The configuration of a Sydent on this machine, by section. */
function sydentConfig({ port, idServer, mailPort }: ConfigInput, sms: SmsSettings) {
  const key = randomBytes(32).toString('base64').replaceAll('=', '');
  return {
    general: {
      // Homeservers sign their requests for this name, so it must be the name that they use.
      'server.name': idServer,
      'templates.path': 'templates',
      'terms.path': 'terms.yaml',
      'ip.whitelist': '127.0.0.1/32',
    },
    db: { 'db.file': 'sydent.db' },
    http: {
      'clientapi.http.bind_address': '127.0.0.1',
      'clientapi.http.port': String(port),
      client_http_base: `http://127.0.0.1:${port}`,
      'federation.verifycerts': 'False',
    },
    email: {
      'email.smtphost': '127.0.0.1',
      'email.smtpport': String(mailPort),
      'email.hostname': 'localhost',
      'email.from': 'noreply@localhost',
    },
    sms: {
      // The wording of vector.im's identity server.
      bodyTemplate: 'Your Riot validation code is {token}, please enter this into the app',
      username: 'user',
      password: 'password',
      'msisdn.ratelimit.burst': '1000',
      'country.ratelimit.burst': '1000',
      ...sms,
    },
    crypto: { 'ed25519.signingkey': `ed25519 0 ${key}` },
  };
}
