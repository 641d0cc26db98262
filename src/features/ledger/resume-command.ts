import { type CommandSpec, Listed } from '#cli/command-spec';
import { DEFAULT_RATES, rateOptions } from '#cli/rate-options';
import { DEADLINE_OPTION } from '#cli/shared-options';
import type { Context } from '#context';
import { EXIT, type ExitCode } from '#domain/errors/exit-codes';
import { Failure, usageError } from '#domain/errors/failure';
import { joinTexts, message } from '#domain/language/message';
import { lacksResult } from '#domain/ledger/intent';
import { type RefundSummary, summarizeRefunds } from '#domain/refunds/refund-summary';
import type { View } from '#domain/terminal/terminal';
import { createPlanFilter } from '#features/bulk-refunds/row-state';
import type { ResumedDocument } from '#schemas/document-types';
import { closeManually, type Decision } from './close-manually.ts';
import { resumedDocument } from './intent-document.ts';
import { type ResumeCounts, resumedEndLines, resumedLines } from './intent-view.ts';
import type { Resumed } from './resume.ts';
import { resumeGroups } from './resume-all.ts';
import { countUnseenRefunds, countWithoutResult, listWithoutResult } from './writes-without-result.ts';

interface Options {
  readonly intent?: string;
  readonly all?: boolean;
  readonly plan?: string;
  readonly wait?: boolean;
  readonly deadline?: number;
  readonly operation?: string;
  readonly closeAs?: Decision['closeAs'];
  readonly reason?: string;
  readonly concurrency?: number;
  readonly rate?: number;
}

export const resume: CommandSpec<Options> = {
  about:
    'Asks the platform for the results of writes without a final result, and records them: done, declined, or ' +
    'never_arrived. never_arrived means that the platform did not show the write after the settle time. Only a ' +
    'request id proves which operation belongs to the write. Possible operations are shown, and you decide with ' +
    '--operation. Exit codes of one intent: 0 done, 3 declined, 5 not seen, 6 you have to decide, 8 no result ' +
    'yet, 9 the answer was not signed. With --all: 0 when every write has a final result.',
  arguments: [{ words: '[intent]', about: 'intent id, as "rocketpay pending" shows it', completes: 'intent' }],
  options: [
    { flags: '--all', about: 'resolve every write without a final result, of every profile' },
    { flags: '--plan <plan>', about: 'resolve every row of a refund plan without a final result', completes: 'file' },
    { flags: '--wait', about: 'ask until the result is final' },
    { ...DEADLINE_OPTION, about: 'maximum time to wait (default 10m)' },
    { flags: '--operation <id>', about: 'match the write with this operation of the payment' },
    {
      flags: '--close-as <state>',
      about: 'set the state manually: done, declined, never_arrived; needs --reason',
      choices: ['done', 'declined', 'never_arrived'],
    },
    { flags: '--reason <text>', about: 'reason for the manual decision, stored in the ledger' },
    ...rateOptions('status requests', DEFAULT_RATES.statuses),
  ],
  exits: [3, 4, 5, 6, 7, 8, 9],
  examples: [
    'rocketpay resume --all',
    'rocketpay resume --all --wait --deadline 2m --json',
    'rocketpay resume --plan refunds.plan.jsonl --wait',
  ],

  async run(options, context) {
    checkOptions(options);
    const ledger = await context.ledger();
    const { intent: id, plan } = options;
    const isWanted = plan === undefined ? undefined : await createPlanFilter(plan, context);
    const groups = id === undefined ? listWithoutResult(ledger, isWanted) : [[await ledger.get(id)]];
    const { open, accepted } = await countWithoutResult(ledger, isWanted);
    const all = id === undefined;
    const exits = new Set<ExitCode>();
    let shown = 0;
    let lacking = 0;
    let summaries: readonly RefundSummary[] = [];

    const read = async (show: (resumed: readonly ResumedDocument[]) => void) => {
      await resumeOrClose(groups, { ...options, total: all ? open + accepted : 1 }, context, (results) => {
        const [one] = results;
        if (id !== undefined && one?.finding.kind === 'not_asked') throw toOpenFailure(id, one.finding.failure);
        const documents = results.map(resumedDocument);
        // Of several, only those without a final result count.
        for (const document of documents) if (!all || lacksResult(document)) exits.add(resumeExitCode(document));
        summaries = summarizeRefunds(documents, summaries);
        shown += documents.length;
        show(documents);
      });
      const remaining = await countWithoutResult(ledger, isWanted);
      lacking = remaining.open + remaining.accepted;
      return { ...remaining, notSeen: await countUnseenRefunds(ledger, isWanted) };
    };
    const exit = () => {
      const [one = EXIT.done] = exits;
      if (!all && shown === 1) return one;
      const worst = [EXIT.unverified, EXIT.unknown, EXIT.pending].find((code) => exits.has(code));
      // Writes that started meanwhile have no result either.
      return worst ?? (lacking > 0 ? EXIT.pending : EXIT.done);
    };
    const first = { all, ...(plan === undefined ? {} : { plan }) };
    const end: View<ResumeCounts> = (counts, style) => resumedEndLines(shown, summaries, counts, style);
    return new Listed({ first, name: 'resumed', read, items: resumedLines, end }, exit);
  },

  view: () => [],
};

/** Resumes intents, or closes the one that the user has decided on. */
async function resumeOrClose(
  groups: Parameters<typeof resumeGroups>[0],
  options: Options & { readonly total: number },
  context: Context,
  show: (results: readonly Resumed[]) => void,
): Promise<void> {
  const { total, concurrency, rate, wait = false, deadline, operation, closeAs, reason } = options;
  if (operation === undefined && closeAs === undefined) {
    const limits = { total, concurrency, rate, wait, forResults: true, deadlineMilliseconds: deadline };
    return resumeGroups(groups, limits, context, show);
  }
  for await (const intents of groups)
    show(await Promise.all(intents.map((intent) => closeManually(intent, { operation, closeAs, reason }, context))));
}

function checkOptions({ intent, all, plan, operation, closeAs, reason }: Options): void {
  if ([intent, all, plan].filter((value) => value !== undefined).length !== 1) {
    throw usageError(
      message('Give one of: an intent, --plan, --all.'),
      message('To list the intents: rocketpay pending'),
    );
  }
  const decisions = [operation, closeAs].filter((decision) => decision !== undefined).length;
  if (decisions > 0 && intent === undefined) throw usageError(message('--operation and --close-as need one intent.'));
  if (decisions > 1) throw usageError(message('--operation and --close-as were both given.'), message('Give one.'));
  if (closeAs !== undefined && !reason?.trim()) {
    throw usageError(
      message('--close-as needs a reason.'),
      message('For example: --reason "not in the Dashboard, checked at noon"'),
    );
  }
}

/** Returns the exit code of one resumed intent. */
function resumeExitCode({ finding, state, errorCode }: ResumedDocument): ExitCode {
  if (errorCode === 'answer_unverified') return EXIT.unverified;
  if (finding === 'ambiguous' || finding === 'undecidable') return EXIT.unknown;
  if (state === 'accepted') return EXIT.pending;
  if (finding === 'not_yet' || finding === 'in_flight' || finding === 'not_asked') return EXIT.pending;
  if (state === 'done') return EXIT.done;
  return state === 'never_arrived' || state === 'not_sent' ? EXIT.unavailable : EXIT.refused;
}

/** Converts the failure of a status request: exit codes 5 and 3 would claim a result of the intent, which is unknown. */
function toOpenFailure(intentId: string, { exit, code, text, paymentId }: Failure): Failure {
  const openExit = exit === EXIT.credentials || exit === EXIT.unverified ? exit : EXIT.pending;
  const hint = message('It stays open. To ask again: rocketpay resume {intent}', { intent: intentId });
  return new Failure(openExit, code, joinTexts([message('Its outcome is still unknown.'), text], ' '), {
    hint,
    paymentId,
    intentId,
  });
}
