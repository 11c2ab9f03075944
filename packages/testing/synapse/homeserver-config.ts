import { randomBytes } from 'node:crypto';

/** Settings of Synapse, by the names of its configuration manual. */
export type Settings = Readonly<Record<string, unknown>>;

const UNLIMITED = { per_second: 1000, burst_count: 1000 };

/** What Synapse needs to run alone on this machine; the given settings replace those of the same name. */
export function homeserverConfig(
  { port, sharedSecret }: { port: number; sharedSecret: string },
  settings: Settings,
): Settings {
  return {
    server_name: 'localhost',
    // Mail links and submit_url begin with it.
    public_baseurl: `http://127.0.0.1:${port}/`,
    listeners: [
      {
        port,
        type: 'http',
        tls: false,
        bind_addresses: ['127.0.0.1'],
        resources: [{ names: ['client'], compress: false }],
      },
    ],
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
