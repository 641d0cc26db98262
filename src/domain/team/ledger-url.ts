import { tryPercentDecode } from '#domain/encoding/percent-decoded';
import { credentialsFailure } from '#domain/errors/failure';
import { isLoopbackHost } from '#domain/network/this-machine';
import { getHost } from '#domain/network/url-host';

/** Where the ledger of a team is, read from its URL. */
export interface LedgerUrl {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string | undefined;
  /** Undefined where a password file or the server's own rules give it. */
  readonly password: string | undefined;
  readonly tls: TlsMode;
  /** A file with the certificate authority of the server. */
  readonly caFile: string | undefined;
  /** The URL without its password, for messages. */
  readonly shown: string;
}

/** `verify`: TLS with a checked certificate; `unchecked`: TLS with any certificate; `off`: plain text. */
export type TlsMode = 'verify' | 'unchecked' | 'off';

const DEFAULT_PORT = 5432;

const EXAMPLE = 'For example: postgres://anna@db.example.com/rocketpay';

/** The values of `sslmode` (PostgreSQL documentation: libpq, SSL support). `require` is taken as `verify-full`. */
const TLS_MODES: Readonly<Record<string, TlsMode>> = {
  disable: 'off',
  require: 'verify',
  'verify-ca': 'verify',
  'verify-full': 'verify',
  'no-verify': 'unchecked',
};

/**
 * Reads the URL of a team ledger. TLS with a checked certificate is the default for any host that is not this machine.
 *
 * @throws {Failure} (credentials) when it is not one. The message never holds a password.
 */
export function parseLedgerUrl(text: string): LedgerUrl {
  if (!/^postgres(ql)?:\/\//i.test(text) || !URL.canParse(text)) throw badUrl('is not a URL of a PostgreSQL database.');
  const url = new URL(text);
  const { port, pathname, searchParams } = url;
  const host = getHost(url);
  const database = tryPercentDecode(pathname.slice(1));
  if (host === '') throw badUrl('names no host.');
  if (database === undefined || database === '' || database.includes('/')) throw badUrl('names no database.');
  for (const name of searchParams.keys())
    if (name !== 'sslmode' && name !== 'sslrootcert')
      throw badUrl(`has the parameter ${JSON.stringify(name)}. Only sslmode and sslrootcert are known.`);
  const { user, password } = readLogin(url);
  return {
    host,
    port: port === '' ? DEFAULT_PORT : Number(port),
    database,
    user: user === '' ? undefined : user,
    password: password === '' ? undefined : password,
    tls: readTlsMode(searchParams.get('sslmode'), host),
    caFile: searchParams.get('sslrootcert') ?? undefined,
    shown: `postgres://${user ? `${encodeURIComponent(user)}@` : ''}${url.host}/${encodeURIComponent(database)}`,
  };
}

function readLogin(url: URL): { readonly user: string; readonly password: string } {
  const [user, password] = [tryPercentDecode(url.username), tryPercentDecode(url.password)];
  if (user === undefined || password === undefined)
    throw badUrl('has a user name or a password that is not percent-encoded.');
  return { user, password };
}

function readTlsMode(mode: string | null, host: string): TlsMode {
  if (mode === null) return isLoopbackHost(host) ? 'off' : 'verify';
  const tls = TLS_MODES[mode];
  if (tls !== undefined) return tls;
  throw badUrl(`has the sslmode ${JSON.stringify(mode)}.`, `Use one of: ${Object.keys(TLS_MODES).join(', ')}.`);
}

const badUrl = (what: string, hint = EXAMPLE) => credentialsFailure('bad_ledger_url', `the value ${what}`, hint);
