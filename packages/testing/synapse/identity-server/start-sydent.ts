import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certificate } from '../certificate.ts';
import { freePort } from '../free-port.ts';
import { install } from '../install.ts';
import { SYDENT } from '../programs.ts';
import { startProcess, type PythonProcess } from '../python-process.ts';
import { startTextGateway } from './text-gateway.ts';
import { startTlsFront } from './tls-front.ts';

/** Settings of Sydent's section `sms`, which are text. */
export type TextSettings = Readonly<Record<string, string>>;

/** An identity server that runs. */
export interface Sydent {
  /** What clients and homeservers name it by; there it speaks TLS. */
  readonly idServer: string;
  /** Without TLS, for a phone delegate; without a slash at the end. */
  readonly baseUrl: string;
  readonly texted: readonly string[];
  nextText(msisdn: string): Promise<{ text: string; code: string }>;
  /** Sets its clock ahead. */
  passTime(milliseconds: number): Promise<void>;
  /** Ends it: nobody reaches it any more. */
  stop(): Promise<void>;
}

interface SydentOptions {
  /** Where it sends mail. */
  readonly mailPort: number;
  readonly texts?: TextSettings | undefined;
}

/** A mail that the tests can read; those of Sydent are not in its package. */
const MAIL = 'To: %(to)s\nSubject: Validate your email\n\n%(link)s\n';

/** What people must have agreed to before they bind anything, and where it is written. */
const TERMS = {
  master_version: '1',
  docs: {
    privacy_policy: {
      version: '1',
      langs: { en: { name: 'Privacy Policy', url: 'https://identity.example/privacy-en-1.html' } },
    },
  },
};

/** Starts a fresh Sydent on the loopback interface, installing it first where it is missing. */
export async function startSydent(
  certificate: Certificate,
  { mailPort, texts = {} }: SydentOptions,
): Promise<Sydent> {
  const python = await install(SYDENT);
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const directory = await mkdtemp(join(tmpdir(), 'sydent-'));
  const gateway = await startTextGateway();
  const front = await startTlsFront(port, certificate);
  const idServer = `localhost:${front.port}`;

  let sydent: PythonProcess | undefined;
  let isStopped = false;
  async function stop() {
    if (isStopped) return;
    isStopped = true;
    await front.close();
    await sydent?.stop();
    await gateway.close();
    await rm(directory, { recursive: true, force: true });
  }

  try {
    const templates = join(directory, 'templates', 'matrix-org');
    await mkdir(templates, { recursive: true });
    await writeFile(join(templates, 'verification_template.eml'), MAIL);
    await writeFile(join(directory, 'terms.yaml'), JSON.stringify(TERMS));
    const config = sydentConfig({ port, idServer, mailPort }, texts);
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
      texted: gateway.texted,
      nextText: gateway.nextText,
      passTime: sydent.passTime,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Place {
  readonly port: number;
  readonly idServer: string;
  readonly mailPort: number;
}

/** What Sydent needs to run alone on this machine, by section. */
function sydentConfig({ port, idServer, mailPort }: Place, texts: TextSettings) {
  const key = randomBytes(32).toString('base64').replaceAll('=', '');
  return {
    general: {
      // Homeservers sign for whom they ask: it must be the name that they know.
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
      // In the words of vector.im's identity server.
      bodyTemplate: 'Your Riot validation code is {token}, please enter this into the app',
      username: 'user',
      password: 'password',
      'msisdn.ratelimit.burst': '1000',
      'country.ratelimit.burst': '1000',
      ...texts,
    },
    crypto: { 'ed25519.signingkey': `ed25519 0 ${key}` },
  };
}
