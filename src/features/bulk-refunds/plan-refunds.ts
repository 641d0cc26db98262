import type { RateLimits } from '#cli/rate-options';
import type { Context } from '#context';
import { type ApprovalKey, createTemporaryKey, formatPublicKey } from '#domain/bulk-refunds/approval-key';
import { formatAddApprover } from '#domain/bulk-refunds/plan-approval';
import { createPlanId } from '#domain/bulk-refunds/plan-id';
import type { PlanDraft, RefundFiles, RefundInput } from '#domain/bulk-refunds/plan-storage';
import { addToTotals, NO_TOTALS, type PlanTotals } from '#domain/bulk-refunds/plan-totals';
import type { PlanBasis, PlanHeader, PlanRow } from '#domain/bulk-refunds/refund-plan';
import type { DecimalMark } from '#domain/bulk-refunds/rows/amount-text';
import { listOtherColumns } from '#domain/bulk-refunds/rows/refund-columns';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, joinedHints } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { projectKey } from '#domain/ledger/intent';
import type { EffectiveProfile } from '#domain/profiles/profile';
import { PlanSample } from '#features/bulk-refunds/input/plan-sample';
import { checkReplaceable, findReplaced } from '#features/bulk-refunds/input/replace-plan';
import { findUnsharedPlan, sharePlan } from '#features/bulk-refunds/plans/share-plan';
import type { NewPlanDocument } from '#schemas/document-types';
import type { CheckContext } from './check-payments.ts';
import { ledgerId } from './ledger-id.ts';
import type { PlanProgressDocument } from './plan-view.ts';
import { checkRows, readRows } from './read-rows.ts';
import { toPlanDocument } from './summarize-plan.ts';

/** A request to make a plan. */
export interface PlanRequest extends RateLimits {
  readonly file: string;
  /** Path of the plan file. */
  readonly out: string;
  readonly currency: string | undefined;
  /** Decimal mark of the amounts in the file. */
  readonly decimal: DecimalMark | undefined;
  /** True when the plan may replace an earlier one of which nothing was sent. */
  readonly replace: boolean;
  /** True when the platform is not asked. */
  readonly offline: boolean;
  /** Reason for refunds that repeat an earlier amount; undefined: these rows are skipped. */
  readonly again: string | undefined;
}

export type PlanContext = CheckContext &
  Pick<Context, 'refundFiles' | 'approvalKey'> & { readonly show: (progress: PlanProgressDocument) => void };

/**
 * Checks each row of a file of refunds and writes the result into a plan. Nothing is sent. An
 * interrupted plan continues where it stopped.
 */
export async function planRefunds(request: PlanRequest, context: PlanContext): Promise<NewPlanDocument> {
  const { file, out } = request;
  const files = await context.refundFiles();
  const ledger = await context.ledger();
  const release = await ledger.acquireLock(`plan-${ledger.fingerprint(out).slice(0, 16)}`);
  if (release === undefined)
    throw new Failure(EXIT.blocked, 'in_flight', message('Another process is making the plan {out} now.', { out }));
  try {
    const input = await files.openInput(file);
    try {
      return await planInput(input, request, files, context);
    } finally {
      await input.close();
    }
  } finally {
    release();
  }
}

async function planInput(
  input: RefundInput,
  request: PlanRequest,
  files: RefundFiles,
  context: PlanContext,
): Promise<NewPlanDocument> {
  const [profile, ledger] = await Promise.all([context.profile(), context.ledger()]);
  const { out, offline, currency = profile.currency, decimal, again = null } = request;
  const old = request.replace ? await checkReplaceable(out, context) : undefined;
  const { name: file, sha256, bom, encoding } = input;
  const { format, names: columns, delimiter } = input.columns;
  const others = listOtherColumns(input.columns);
  if (others.length > 0)
    context.terminal.note(
      message('Columns kept for the results and not read: {columns}.', { columns: others.join(', ') }),
    );
  if (encoding === 'windows-1251')
    context.terminal.note(message('The file is not UTF-8. Its letters were read as windows-1251.'));
  const rows = await readRows(input, { projectId: profile.projectId, currency, decimal });
  const basis: PlanBasis = {
    profile: profile.name,
    mode: profile.mode,
    project: projectKey(profile),
    currency,
    input: { file, sha256, format, columns, delimiter, bom, ...(decimal === undefined ? {} : { decimal }) },
    offline,
    again,
    ledger: ledgerId(ledger),
  };
  const key = await openMakerKey(profile, context);
  const sample = new PlanSample();
  const unshared = await findUnsharedPlan(out, basis, key, context);
  if (unshared !== undefined) return shareDocument(unshared, sample, out, context);
  const draft = await files.draftPlan(out, basis, key, old !== undefined);
  const replaces = await findReplaced(old, formatPublicKey(key), context);
  try {
    const earlier = await sumStoredRows(draft, sample, context);
    const checked = sampled(checkRows(rows, { ...request, basis, earlier }, context), sample);
    const totals = await addRows(earlier, checked, draft, context);
    const { user, host } = ledger.currentUser;
    const createdAt = new Date(context.clock.now()).toISOString();
    const origin = { plan: createPlanId(), createdAt, by: `${user}@${host}` };
    const header = await draft.finish({
      ...{ type: 'plan', version: 2, ...origin, ...basis, totals },
      ...(replaces === undefined ? {} : { replaces }),
    });
    return await shareDocument(header, sample, out, context);
  } finally {
    await draft.close();
  }
}

/** Stores the plan in the ledger of the team, where there is one, and returns it as a document. */
async function shareDocument(
  header: PlanHeader,
  sample: PlanSample,
  out: string,
  context: PlanContext,
): Promise<NewPlanDocument> {
  const { requireApproval } = await context.profile();
  const needsApproval = requireApproval ? { needsApproval: true as const } : {};
  const document = { ...toPlanDocument(header, out), ...sample.toDocument(), ...needsApproval };
  return (await sharePlan(out, context)) ? { ...document, inLedger: true } : document;
}

/** Returns the key that signs the plan. Without a required approval a key that cannot be stored is not an error. */
async function openMakerKey(
  { name, requireApproval, approvers }: EffectiveProfile,
  { approvalKey, terminal, ledger }: PlanContext,
): Promise<ApprovalKey> {
  if (!requireApproval) return approvalKey().catch(createTemporaryKey);
  const key = await approvalKey();
  const text = formatPublicKey(key);
  if (approvers.length === 0) {
    // In the ledger of a team the roles of its members decide.
    if ((await ledger()).plans !== undefined) return key;
    terminal.warn(message('profile {name} lists no approvers: this plan cannot be applied until it does.', { name }));
  } else if (!approvers.includes(text)) {
    const command = formatAddApprover(name, text);
    terminal.warn(
      message('your key is not listed in profile {name}. Before this plan is applied: {command}', { name, command }),
    );
  }
  return key;
}

async function* sampled(rows: AsyncIterable<PlanRow>, sample: PlanSample): AsyncGenerator<PlanRow> {
  for await (const row of rows) {
    sample.add(row);
    yield row;
  }
}

async function sumStoredRows(draft: PlanDraft, sample: PlanSample, { terminal }: PlanContext): Promise<PlanTotals> {
  let totals = NO_TOTALS;
  for await (const row of sampled(draft.storedRows(), sample)) totals = addToTotals(totals, row);
  if (totals.rows > 0)
    terminal.note(message('Continuing after row {row}, where this plan was interrupted.', { row: totals.rows }));
  return totals;
}

async function addRows(
  earlier: PlanTotals,
  rows: AsyncIterable<PlanRow>,
  draft: PlanDraft,
  { show, signal }: PlanContext,
): Promise<PlanTotals> {
  let totals = earlier;
  try {
    for await (const row of rows) {
      signal.throwIfAborted();
      totals = addToTotals(totals, row);
      await draft.add(row);
      show({ type: 'progress', rows: totals.rows, refunds: totals.refunds, skipped: totals.skipped });
    }
    return totals;
  } catch (error) {
    throw error instanceof Failure ? addContinueHint(error, totals.rows) : error;
  }
}

/** Adds the hint that the checked rows are stored, unless the failure prevents that the same command continues. */
function addContinueHint(failure: Failure, rows: number): Failure {
  const { exit, code, text, nextStep, paymentId } = failure;
  if (exit === EXIT.usage || code === 'disk_full') return failure;
  const next = message(
    'Nothing was sent. {rows} rows are checked: run the same command again to continue after them.',
    {
      rows,
    },
  );
  return new Failure(exit, code, text, { hint: joinedHints(nextStep, next), paymentId, cause: failure });
}
