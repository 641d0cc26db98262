import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { joinTexts, type Message, message, type Text } from '#domain/language/message';

const CHECK_URL = message(
  'See which one is in use: rocketpay whoami. Set it: rocketpay ledger use <url>, or ROCKETPAY_LEDGER_URL.',
);

const CHECK_LOGIN = message(
  'Check the user name in the URL, and the password: ROCKETPAY_LEDGER_URL or rocketpay ledger use, PGPASSWORD, PGPASSFILE.',
);

const RUN_INIT = message('An administrator creates it: rocketpay ledger init');

const NO_ANSWER = message('Run the same command again. To see what the server is doing, ask its administrator.');

/** Reasons by SQLSTATE (PostgreSQL documentation: appendix A). The first that the code starts with counts. */
const REASONS: readonly (readonly [state: string, reason: Message, hint?: Message])[] = [
  ['23', message('another client has recorded the same write'), message('Show the open writes: rocketpay pending')],
  [
    '25006',
    message('the server only reads: it is a replica, or default_transaction_read_only is on'),
    message('Name the primary server.'),
  ],
  ['28P01', message('the server refused the user name or the password'), CHECK_LOGIN],
  [
    '28',
    message('the server accepts no connection of this user from here'),
    message('Ask its administrator: pg_hba.conf decides.'),
  ],
  ['3D000', message('the server has no database of this name'), CHECK_URL],
  ['42501', message('this member may not do that'), message('Show what you may do: rocketpay ledger status')],
  ['42P01', message('the database holds no ledger'), RUN_INIT],
  ['3F000', message('the database holds no ledger'), RUN_INIT],
  ['40', message('another client has written at the same time'), message('Run the same command again.')],
  ['53100', message('the disk of the server is full'), message('Its administrator has to free some space.')],
  [
    '53300',
    message('the server has no free connection'),
    message('Raise max_connections, or put pgbouncer in front of the server.'),
  ],
  ['53', message('the server has no resources left'), message('Ask its administrator.')],
  ['55P03', message('another client has kept it locked for 5 s'), message('Run the same command again.')],
  ['57014', message('the server stopped a statement that took too long'), NO_ANSWER],
  ['57P01', message('the server is shutting down'), NO_ANSWER],
  ['57P03', message('the server is starting or shutting down'), NO_ANSWER],
  ['57P05', message('the server ended the connection because it was idle'), NO_ANSWER],
  ['25P03', message('the server ended the transaction because it was idle'), NO_ANSWER],
  ['25P04', message('the server ended the transaction because it took too long'), NO_ANSWER],
  ['57', message('the server is being operated on'), NO_ANSWER],
  ['08', message('the connection to the server was lost'), NO_ANSWER],
  ['58', message('the server has a problem with its disk'), message('Ask its administrator.')],
  ['RP001', message('its data key was replaced'), message('Run the same command again.')],
  ['XX', message('the server has an internal error'), message('Ask its administrator.')],
  ['0A000', message('the server does not support what the ledger needs'), message('It needs PostgreSQL 13 or newer.')],
];

/** Reasons by the codes of Node's sockets, resolver and TLS. */
const NETWORK: Readonly<Record<string, Message>> = {
  ECONNREFUSED: message('nothing listens at its address'),
  ECONNRESET: message('the connection to the server was lost'),
  EPIPE: message('the connection to the server was lost'),
  ENOTFOUND: message('its host name is not known'),
  EAI_AGAIN: message('the name service does not answer'),
  ETIMEDOUT: message('the server does not answer'),
  EHOSTUNREACH: message('there is no route to the server'),
  ENETUNREACH: message('there is no route to the server'),
  CERT_HAS_EXPIRED: message('the certificate of the server has expired'),
  DEPTH_ZERO_SELF_SIGNED_CERT: message('the certificate of the server is self-signed'),
  SELF_SIGNED_CERT_IN_CHAIN: message('the certificate of the server is self-signed'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: message('the certificate of the server cannot be verified'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: message('the certificate of the server cannot be verified'),
  ERR_TLS_CERT_ALTNAME_INVALID: message('the certificate of the server is for another host name'),
  CERT_NOT_YET_VALID: message('the certificate of the server is not valid yet'),
  CERT_SIGNATURE_FAILURE: message('the certificate of the server cannot be verified'),
};

/** Messages of the `pg` package that carry no code. */
const MESSAGES: readonly (readonly [pattern: RegExp, reason: Message])[] = [
  [/timeout exceeded when trying to connect|connection timeout/i, message('the server does not answer')],
  [
    /connection terminated|client has encountered a connection error|connection ended/i,
    message('the connection to the server was lost'),
  ],
  [/does not support SSL/i, message('the server does not offer TLS')],
  [/establishing an SSL connection/i, message('what listens at its address is not PostgreSQL')],
  [/password must be a string/i, message('the server asks for a password and none is set')],
];

const CHECK_CERTIFICATE = message(
  'Name the file of its certificate authority: sslrootcert=<file> in the URL, or PGSSLROOTCERT.',
);

/** Returns a message of the server in one short line. */
const quoteServer = (text: string): string => JSON.stringify(text.replace(/[\p{C}\s]+/gu, ' ').slice(0, 200));

const NOTHING_SENT = message('No write is sent without its record.');

/**
 * Turns an error of PostgreSQL, its connection or its TLS into a failure (held, 7).
 *
 * @param place the ledger without its password
 * @returns the error itself where it is none of those
 */
export function postgresFailure(error: unknown, place: string): unknown {
  if (error instanceof Failure || !(error instanceof Error)) return error;
  const [reason, hint] = reasonFor(error) ?? [undefined];
  if (reason === undefined) return error;
  return new Failure(
    EXIT.blocked,
    'ledger_unavailable',
    message('The ledger {place} cannot be used: {reason}.', { place, reason }),
    {
      hint: joinTexts([NOTHING_SENT, hint], ' '),
      cause: error,
    },
  );
}

type Reason = readonly [reason: Text, hint?: Text | undefined];

function reasonFor(error: Error): Reason | undefined {
  // Several addresses of one host name failed: the first says enough.
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return reasonFor(error.errors[0]);
  const { code } = error as NodeJS.ErrnoException;
  const known = typeof code === 'string' ? reasonForCode(code, error.message) : undefined;
  if (known !== undefined) return known;
  const found = MESSAGES.find(([pattern]) => pattern.test(error.message));
  return found === undefined ? undefined : [found[1]];
}

function reasonForCode(code: string, text: string): Reason | undefined {
  const network = NETWORK[code];
  if (network !== undefined) return [network, String(network).includes('certificate') ? CHECK_CERTIFICATE : undefined];
  if (/^ERR_(SSL|TLS)/.test(code)) return [message('TLS with the server failed ({code})', { code })];
  if (!/^[0-9A-Z]{5}$/.test(code)) return undefined;
  // Poolers use this code for each of their own refusals.
  if (code === '08P01') return [message('the server said: {text}', { text: quoteServer(text) }), CHECK_URL];
  const [, reason, hint] = REASONS.find(([state]) => code.startsWith(state)) ?? [];
  return reason === undefined
    ? [message('the server said: {text} (SQLSTATE {code})', { text: quoteServer(text), code })]
    : [reason, hint];
}

/** True of an error after which nothing is known of what the server has done with the last statement. */
export function isConnectionLoss(error: unknown): boolean {
  const { code = '', message: text = '' } = error as NodeJS.ErrnoException;
  return /^(08|57P0)/.test(code) || code in NETWORK || MESSAGES.slice(0, 2).some(([pattern]) => pattern.test(text));
}
