/** Exit codes, a contract with scripts. New codes may be added; no code changes its meaning. */
export const EXIT = {
  /** Done. A request without `--wait`: accepted. */
  done: 0,
  /** Unexpected: a bug of this program. */
  bug: 1,
  /** Wrong arguments or invalid input. Nothing was sent. */
  usage: 2,
  /** Refused by the platform, or declined by the operator. */
  refused: 3,
  /** No profile, no secret, or the Gate refused the project, the key or the address. */
  credentials: 4,
  /** No usable answer, and certainly nothing changed: safe to run again. */
  unavailable: 5,
  /** Outcome unknown: the request may have been processed. The status must be checked before any retry. */
  unknown: 6,
  /** Blocked before sending: not confirmed, too early, over a limit, a duplicate. */
  blocked: 7,
  /** Still pending at the deadline. */
  pending: 8,
  /** The signature of a callback or of an answer is wrong. */
  unverified: 9,
  /** A batch ended with some rows not done. */
  batch: 10,
  /** Done, but the output could not be written or lacks the requested value. */
  output: 11,
  /** Interrupted or cancelled by the user, with no write in flight. */
  interrupted: 130,
} as const;

/** Exit codes that every command can have, besides that of a bug: an environment variable can be invalid for each. */
export const COMMON_EXITS = [EXIT.done, EXIT.usage, EXIT.credentials, EXIT.output, EXIT.interrupted] as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Meaning of each exit code, as `help` shows it. */
export const EXIT_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: 'done (a request without --wait: accepted)',
  1: 'unexpected: a bug of rocketpay',
  2: 'usage: wrong arguments or invalid input, nothing was sent',
  3: 'refused by the platform or declined by the operator',
  4: 'credentials or configuration: no profile, no secret, key refused',
  5: 'no usable answer, and certainly nothing changed: safe to run again',
  6: 'outcome unknown: do not retry, run rocketpay resume --all',
  7: 'blocked before sending',
  8: 'still pending at the deadline',
  9: 'a signature is not valid',
  10: 'a batch ended with some rows not done',
  11: 'done, but the output could not be written or lacks the requested value',
  130: 'interrupted',
};

/** Next step after each exit code, for users and scripts. */
export const EXIT_ADVICE: Readonly<Record<ExitCode, string>> = {
  0: 'Continue. Accepted is not paid: --wait or a callback gives the result.',
  1: 'Report the bug, with the output of the same command and --debug.',
  2: 'Correct the arguments; the message names them.',
  3: 'Read what the code means: rocketpay explain <code>. Do not simply repeat the request.',
  4: 'Check the settings in use and their origin: rocketpay whoami',
  5: 'Wait a few seconds, then run the same command again.',
  6: 'Do not retry. Find the outcome: rocketpay resume --all',
  7: 'It was not sent. An earlier equal request may have been: the message says what blocked it, and what to do next.',
  8: 'Do not repeat a write: its result is not known yet. Run rocketpay wait <payment-id> or rocketpay resume --all',
  9: 'Do not trust the signed content. rocketpay verify-callback says why the signature is not valid.',
  10: 'See which rows: rocketpay refunds show <plan>. Then run the same command again.',
  11: 'The request was done: do not repeat a write. See the result: rocketpay history, rocketpay receipt <intent>.',
  130: 'No write was in flight (otherwise 6). What this command sent before may be accepted: rocketpay history',
};
