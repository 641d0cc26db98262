import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';

/** Reasons by SQLSTATE (PostgreSQL documentation: appendix A). The first that the code starts with counts. */
const REASONS: readonly (readonly [state: string, reason: string, hint?: string])[] = [
  ['23', 'another client has recorded the same write', 'Show the open writes: rocketpay pending'],
  ['25006', 'the server is a read-only replica', 'Name the primary server in ROCKETPAY_LEDGER_URL.'],
  ['28', 'the server refused the user name or the password', 'Check ROCKETPAY_LEDGER_URL and PGPASSFILE.'],
  ['3D000', 'the server has no database of this name', 'Check the name in ROCKETPAY_LEDGER_URL.'],
  ['42501', 'this member may not do that', 'Show what you may do: rocketpay ledger status'],
  ['42P01', 'the database holds no ledger', 'An administrator creates it: rocketpay ledger init'],
  ['3F000', 'the database holds no ledger', 'An administrator creates it: rocketpay ledger init'],
  ['53100', 'the disk of the server is full'],
  ['53300', 'the server has no free connection'],
  ['53', 'the server has no resources left'],
  ['55P03', 'another client has kept it locked for 5 s'],
  ['57014', 'the server stopped a statement that took too long'],
  ['57P01', 'the server is shutting down'],
  ['57P03', 'the server is starting or shutting down'],
  ['57P05', 'the server ended the connection because it was idle'],
  ['25P03', 'the server ended the transaction because it was idle'],
  ['57', 'the server is being operated on'],
  ['08', 'the connection to the server was lost'],
  ['58', 'the server has a problem with its disk'],
  ['RP001', 'its data key was replaced', 'Run the same command again.'],
  ['XX', 'the server has an internal error'],
  ['0A000', 'the server does not support what the ledger needs'],
];

/** Reasons by the codes of Node's sockets, resolver and TLS. */
const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at its address',
  ECONNRESET: 'the connection to the server was lost',
  EPIPE: 'the connection to the server was lost',
  ENOTFOUND: 'its host name is not known',
  EAI_AGAIN: 'the name service does not answer',
  ETIMEDOUT: 'the server does not answer',
  EHOSTUNREACH: 'there is no route to the server',
  ENETUNREACH: 'there is no route to the server',
  CERT_HAS_EXPIRED: 'the certificate of the server has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate of the server is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate of the server is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate of the server cannot be verified',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate of the server cannot be verified',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate of the server is for another host name',
};

/** Messages of the `pg` package that carry no code. */
const MESSAGES: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/timeout exceeded when trying to connect|connection timeout/i, 'the server does not answer'],
  [
    /connection terminated|client has encountered a connection error|connection ended/i,
    'the connection to the server was lost',
  ],
  [/does not support SSL/i, 'the server does not offer TLS'],
  [/password must be a string/i, 'the server asks for a password and none is set'],
];

const NOTHING_SENT = 'No write is sent without its record.';

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
  return new Failure(EXIT.blocked, 'ledger_unavailable', `The ledger ${place} cannot be used: ${reason}.`, {
    hint: hint === undefined ? NOTHING_SENT : `${NOTHING_SENT} ${hint}`,
    cause: error,
  });
}

function reasonFor(error: Error): readonly [reason: string, hint?: string | undefined] | undefined {
  const { code } = error as NodeJS.ErrnoException;
  // Several addresses of one host name failed: the first says enough.
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return reasonFor(error.errors[0]);
  if (typeof code === 'string') {
    const network = NETWORK[code];
    if (network !== undefined) return [network];
    const found = /^[0-9A-Z]{5}$/.test(code) ? REASONS.find(([state]) => code.startsWith(state)) : undefined;
    if (found !== undefined) return [found[1], found[2]];
    if (/^[0-9A-Z]{5}$/.test(code)) return [`${error.message} (SQLSTATE ${code})`];
  }
  const message = MESSAGES.find(([pattern]) => pattern.test(error.message));
  return message === undefined ? undefined : [message[1]];
}

/** True of an error after which nothing is known of what the server has done with the last statement. */
export function isConnectionLoss(error: unknown): boolean {
  const { code = '', message = '' } = error as NodeJS.ErrnoException;
  return /^(08|57P0)/.test(code) || code in NETWORK || MESSAGES.slice(0, 2).some(([pattern]) => pattern.test(message));
}
