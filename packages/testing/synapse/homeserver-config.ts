import { randomBytes } from 'node:crypto';
import type { Certificate } from './certificate.ts';

/** Settings of Synapse, with the names of its configuration manual. */
export type Settings = Readonly<Record<string, unknown>>;

const UNLIMITED = { per_second: 1000, burst_count: 1000 };

interface ConfigInput {
  /** For clients. */
  readonly port: number;
  /** For other servers, with TLS. */
  readonly federationPort: number;
  readonly certificateFiles: Certificate['files'];
  readonly sharedSecret: string;
}

/** The configuration of a Synapse on this machine, next to an identity server. `settings` override the defaults. */
export function homeserverConfig(
  { port, federationPort, certificateFiles, sharedSecret }: ConfigInput,
  settings: Settings,
): Settings {
  return {
    // Includes the port, because the identity server sends requests to the homeserver by this name.
    server_name: `localhost:${federationPort}`,
    // The prefix of mail links and of submit_url.
    public_baseurl: `http://127.0.0.1:${port}/`,
    listeners: [
      {
        port,
        type: 'http',
        tls: false,
        // Lets a test send requests as clients with different IP addresses.
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
    // By default Synapse sends no requests to servers in private networks.
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

/** The value of the setting `email`: sends mail to a server on this machine. */
export function mailSettings(smtpPort: number): Settings {
  return {
    smtp_host: '127.0.0.1',
    smtp_port: smtpPort,
    enable_tls: false,
    notif_from: '%(app)s <noreply@localhost>',
    app_name: 'Synapse',
  };
}

/** Python's logging configuration: writes everything to standard output. */
export const LOG_CONFIG: Settings = {
  version: 1,
  disable_existing_loggers: false,
  formatters: { line: { format: '%(asctime)s %(levelname)s %(name)s %(message)s' } },
  handlers: {
    output: { class: 'logging.StreamHandler', formatter: 'line', stream: 'ext://sys.stdout' },
  },
  root: { level: 'INFO', handlers: ['output'] },
};
