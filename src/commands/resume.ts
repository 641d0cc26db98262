import type { CommandSpec } from '../command.ts';
import type { ResumedDocument } from '../domain/documents.ts';
import { Failure, usageFailure } from '../domain/errors.ts';
import { EXIT, type ExitCode } from '../domain/exit-codes.ts';
import { resumedDocument } from '../flows/intent-document.ts';
import { openOfPlan } from '../flows/plan-rows.ts';
import { type Decision, resumeAs } from '../flows/resume.ts';
import { resumeAll } from '../flows/resume-all.ts';
import { resumedLines } from '../views/intent-view.ts';
import { DEADLINE_OPTION } from './options.ts';

interface Options {
  readonly intent?: string;
  readonly all?: boolean;
  readonly plan?: string;
  readonly wait?: boolean;
  readonly deadline?: number;
  readonly operation?: string;
  readonly closeAs?: Decision['closeAs'];
  readonly reason?: string;
}

type Data = { readonly all: boolean; readonly resumed: readonly ResumedDocument[]; readonly open: number };

export const resume: CommandSpec<Options, Data> = {
  about:
    'Asks the platform what became of a write whose outcome is not known, and closes it: done, declined, or never ' +
    'arrived. What could be two things is shown, and a person says which. Exit codes of one intent: 0 it was done, 3 it ' +
    'was declined, 5 it never arrived, 6 a person has to look, 8 too early to tell. Of all: 0 when nothing is open any ' +
    'more.',
  arguments: [{ words: '[intent]', about: 'as "rocketpay pending" shows it', completes: 'intent' }],
  options: [
    { flags: '--all', about: 'every open write of every profile' },
    { flags: '--plan <plan>', about: 'every open row of a plan of refunds', completes: 'file' },
    { flags: '--wait', about: 'ask until it is certain' },
    DEADLINE_OPTION,
    { flags: '--operation <id>', about: 'it was this operation of the payment' },
    {
      flags: '--close-as <state>',
      about: 'close it by hand: done, declined, never_arrived; needs --reason',
      choices: ['done', 'declined', 'never_arrived'],
    },
    { flags: '--reason <text>', about: 'how you know, for the ledger' },
  ],
  fields: ['all', 'resumed', 'open'],
  exits: [3, 4, 5, 6, 7, 8, 9],
  examples: [
    'rocketpay resume --all',
    'rocketpay resume --all --wait --deadline 2m --json',
    'rocketpay resume --plan refunds.plan.jsonl --wait',
  ],

  async run(options, context) {
    checkWords(options);
    const ledger = await context.ledger();
    const { intent: id, plan, wait = false, deadline, operation, closeAs, reason } = options;
    const decided = operation !== undefined || closeAs !== undefined;
    const open = plan === undefined ? () => ledger.open() : () => openOfPlan(plan, context);
    const intents = id === undefined ? await open() : [await ledger.get(id)];
    const resumed = decided
      ? await Promise.all(intents.map((intent) => resumeAs(intent, { operation, closeAs, reason }, context)))
      : await resumeAll(intents, { wait, deadlineMilliseconds: deadline }, context);
    const [one] = resumed;
    if (id !== undefined && one?.finding.kind === 'not_asked') throw stillOpen(id, one.finding.failure);
    return { all: id === undefined, resumed: resumed.map(resumedDocument), open: (await open()).length };
  },

  view: resumedLines,
  exit: ({ resumed, all }) => {
    const [one] = resumed;
    return all || one === undefined ? exitOfAll(resumed) : exitOf(one);
  },
};

function checkWords({ intent, all, plan, operation, closeAs, reason }: Options): void {
  if ([intent, all, plan].filter((value) => value !== undefined).length !== 1) {
    throw usageFailure('Give an intent, --plan or --all, one of them.', 'See which there are: rocketpay pending');
  }
  const decisions = [operation, closeAs].filter((decision) => decision !== undefined).length;
  if (decisions > 0 && intent === undefined) throw usageFailure('A person decides one intent at a time.');
  if (decisions > 1) throw usageFailure('--operation and --close-as were both given.', 'Give one.');
  if (closeAs !== undefined && !reason?.trim()) {
    throw usageFailure('--close-as needs a reason.', 'For example: --reason "not in the Dashboard, checked at noon"');
  }
}

/** What a resumed intent means to a script. */
function exitOf({ finding, state }: ResumedDocument): ExitCode {
  if (finding === 'not_yet' || finding === 'in_flight' || finding === 'not_asked') return EXIT.pending;
  if (finding === 'ambiguous' || finding === 'undecidable') return EXIT.unknown;
  if (state === 'done' || state === 'accepted') return EXIT.done;
  return state === 'never_arrived' || state === 'not_sent' ? EXIT.unavailable : EXIT.refused;
}

/** Of several only what is still open counts: a person has to look, it is too early, or nobody could be asked. */
function exitOfAll(resumed: readonly ResumedDocument[]): ExitCode {
  const exits = resumed.filter(({ state }) => state === 'sending' || state === 'unknown').map(exitOf);
  return [EXIT.unknown, EXIT.pending].find((exit) => exits.includes(exit)) ?? EXIT.done;
}

/** The platform could not be asked: 5 and 3 would say what became of the intent, and nobody knows that. */
function stillOpen(intentId: string, { exit, code, message, paymentId }: Failure): Failure {
  const kept = exit === EXIT.credentials || exit === EXIT.unverified ? exit : EXIT.pending;
  const hint = `It stays open. Ask again: rocketpay resume ${intentId}`;
  return new Failure(kept, code, `What became of it is still not known. ${message}`, { hint, paymentId, intentId });
}
