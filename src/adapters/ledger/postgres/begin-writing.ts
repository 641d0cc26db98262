/** The longest time that a transaction waits for the lock of the ledger, in milliseconds. */
const LOCK_TIMEOUT_MS = 5000;

/** The longest time between two statements of a transaction, in milliseconds: the server then ends it for the others. */
const IDLE_TIMEOUT_MS = 3000;

/** The longest time that one statement runs, in milliseconds. */
const STATEMENT_TIMEOUT_MS = 15_000;

/** The name of the advisory lock that every writing transaction takes first: "rocketpa" in ASCII. */
export const LEDGER_LOCK = '8245931987826405473';

/**
 * Begins a writing transaction. Only one process holds the lock at a time, so what the transaction reads stays true until it
 * commits. The commit is on disk before it returns, whatever the role's defaults are.
 */
export const BEGIN_WRITING = [
  'begin',
  'set local synchronous_commit = on',
  `set local lock_timeout = ${LOCK_TIMEOUT_MS}`,
  `set local statement_timeout = ${STATEMENT_TIMEOUT_MS}`,
  `set local idle_in_transaction_session_timeout = ${IDLE_TIMEOUT_MS}`,
  `select pg_advisory_xact_lock(${LEDGER_LOCK})`,
].join('; ');
