import { randomBytes } from 'node:crypto';
import type { Certificate } from './certificate.ts';

/** Settings of Synapse, by the names of its configuration manual. */
export type Settings = Readonly<Record<string, unknown>>;

const UNLIMITED = { per_second: 1000, burst_count: 1000 };

interface Place {
  /** Where clients reach it. */
  readonly port: number;
  /** Where other servers do, with TLS. */
  readonly federationPort: number;
  readonly certificateFiles: Certificate['files'];
  readonly sharedSecret: string;
}

/** What Synapse needs to run on this machine beside an identity server; the given settings replace those of the same name. */
export function homeserverConfig(
  { port, federationPort, certificateFiles, sharedSecret }: Place,
  settings: Settings,
): Settings {
  return {
    // With the port, since an identity server asks the homeserver back by this name.
    server_name: `localhost:${federationPort}`,
    // Mail links and submit_url begin with it.
    public_baseurl: `http://127.0.0.1:${port}/`,
    listeners: [
      {
        port,
        type: 'http',
        tls: false,
        // Lets a test be several clients of different addresses.
        x_forwarded: true,
        bind_addresses: ['127.0.0.1'],
        resources: [{ names: ['client'], compress: false }],
      },
      {
        port: federationPort,
        type: 'http',
        tls: true,
        bind_addresses: ['127.0.0.1'],
        resources: [{ names: ['federation', 'openid', 'keys'], compress: false }],
      },
    ],
    tls_private_key_path: certificateFiles.key,
    tls_certificate_path: certificateFiles.certificate,
    // Synapse asks no server of its own network otherwise.
    ip_range_whitelist: ['127.0.0.1/32', '::1/128'],
    signing_key: `ed25519 a_test ${randomBytes(32).toString('base64').replaceAll('=', '')}`,
    trusted_key_servers: [],
    suppress_key_server_warning: true,
    report_stats: false,
    registration_shared_secret: sharedSecret,
    macaroon_secret_key: randomBytes(16).toString('hex'),
    form_secret: randomBytes(16).toString('hex'),
    database: { name: 'sqlite3', args: { database: './homeserver.db' } },
    media_store_path: './media',
    pid_file: './homeserver.pid',
    log_config: './log.yaml',
    bcrypt_rounds: 4,
    rc_3pid_validation: UNLIMITED,
    rc_login: { address: UNLIMITED, account: UNLIMITED, failed_attempts: UNLIMITED },
    rc_registration: UNLIMITED,
    ...settings,
  };
}

/** The setting `email`: mail goes to a server on this machine. */
export function mailSettings(smtpPort: number): Settings {
  return {
    smtp_host: '127.0.0.1',
    smtp_port: smtpPort,
    enable_tls: false,
    notif_from: '%(app)s <noreply@localhost>',
    app_name: 'Synapse',
  };
}

/** Python's own logging configuration: everything to standard output. */
export const LOG_CONFIG: Settings = {
  version: 1,
  disable_existing_loggers: false,
  formatters: { line: { format: '%(asctime)s %(levelname)s %(name)s %(message)s' } },
  handlers: {
    output: { class: 'logging.StreamHandler', formatter: 'line', stream: 'ext://sys.stdout' },
  },
  root: { level: 'INFO', handlers: ['output'] },
};
