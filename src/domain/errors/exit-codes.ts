/** The exit codes of the command: a contract with scripts. New ones may come, none changes its meaning. */
export const EXIT = {
  /** Done. A request without `--wait`: accepted. */
  done: 0,
  /** Unexpected: a bug of this program. */
  bug: 1,
  /** Wrong words or invalid input. Nothing was sent. */
  usage: 2,
  /** The platform or the operator said no: refused or declined. */
  refused: 3,
  /** No profile, no secret, or the Gate refused the project, the key or the address. */
  credentials: 4,
  /** No usable answer and certainly nothing changed: safe to run again. */
  unavailable: 5,
  /** It may have happened. Not to be repeated before the platform's status has been asked. */
  unknown: 6,
  /** Refused here, before sending: not confirmed, too early, over a limit, a duplicate. */
  held: 7,
  /** Still pending at the deadline. */
  pending: 8,
  /** The signature of a callback or of an answer is wrong. */
  unverified: 9,
  /** A batch ended with some rows not done. */
  batch: 10,
  /** Done, but its output could not be written, or has not the value that was asked for. */
  output: 11,
  /** Interrupted or cancelled by the person, with no write in flight. */
  interrupted: 130,
} as const;

/** Codes that every command can end with, beside a bug: a variable of the environment can be wrong for each. */
export const COMMON_EXITS = [EXIT.done, EXIT.usage, EXIT.credentials, EXIT.output, EXIT.interrupted] as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Each exit code in words, as `help` shows it. */
export const EXIT_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: 'done (a request without --wait: accepted)',
  1: 'unexpected: a bug of ours',
  2: 'usage: wrong words or invalid input, nothing was sent',
  3: 'the platform or the operator said no',
  4: 'credentials or configuration: no profile, no secret, key refused',
  5: 'no usable answer and certainly nothing changed: safe to run again',
  6: 'outcome unknown: do not repeat the request; run rocketpay resume --all',
  7: 'refused here, before sending',
  8: 'still pending at the deadline',
  9: 'a signature is wrong',
  10: 'a batch ended with some rows not done',
  11: 'done, but the output could not be written or lacks the value asked for',
  130: 'interrupted',
};

/** What to do after each exit code: by a person or by a script. */
export const EXIT_ADVICE: Readonly<Record<ExitCode, string>> = {
  0: 'Go on. Accepted is not paid: --wait, or a callback, tells the result.',
  1: 'Please report it, with the output of the same command and --debug.',
  2: 'Mend the words; the message says which.',
  3: 'Read the code: rocketpay explain <code>. Do not simply repeat it.',
  4: 'Look at what is in force and where it came from: rocketpay whoami',
  5: 'Run the same again, after a moment.',
  6: 'Do not repeat it. Ask what became of it: rocketpay resume --all',
  7: 'It was not sent. An earlier equal request may have been: the message says what blocked it, and what to do next.',
  8: 'Do not repeat a write: its result is not known yet. Run rocketpay wait <payment-id> or rocketpay resume --all',
  9: 'Do not trust what it came with. rocketpay verify-callback says why.',
  10: 'See which rows: rocketpay refunds show <plan>. Then the same words again.',
  11: 'It was done: do not repeat a write. See it: rocketpay history, rocketpay receipt <intent>.',
  130: 'No write was in flight (otherwise 6). What this command sent before may be accepted: rocketpay history',
};
