import type { Context } from '#context';
import { type ApprovalKey, addApprover, publicKeyText, temporaryApprovalKey } from '#domain/bulk-refunds/approval';
import type { PlanDraft, RefundFiles } from '#domain/bulk-refunds/plan-storage';
import {
  addToTotals,
  createPlanId,
  NO_TOTALS,
  type PlanBasis,
  type PlanRow,
  type PlanTotals,
} from '#domain/bulk-refunds/refund-plan';
import { otherColumns } from '#domain/bulk-refunds/refund-row';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, joinedHints } from '#domain/errors/failure';
import { projectKey } from '#domain/ledger/intent';
import type { EffectiveProfile } from '#domain/profiles/profile';
import type { RefundPlanDocument } from '#schemas/document-types';
import type { CheckContext } from './check-payments.ts';
import { checkRows } from './check-rows.ts';
import { ledgerId } from './ledger-id.ts';
import { planDocument } from './plan-document.ts';
import type { PlanProgressDocument } from './plan-view.ts';

/** A request to make a plan. */
export interface PlanRequest {
  readonly file: string;
  /** Path of the plan file. */
  readonly out: string;
  readonly currency: string | undefined;
  /** True when the platform is not asked. */
  readonly offline: boolean;
  /** Reason for refunds that repeat an earlier amount; undefined: these rows are skipped. */
  readonly again: string | undefined;
  /** Maximum number of concurrent status requests. */
  readonly concurrency: number;
  /** Maximum number per second; 0: no limit. */
  readonly rate: number;
}

export type PlanContext = CheckContext &
  Pick<Context, 'refundFiles' | 'approvalKey'> & { readonly show: (progress: PlanProgressDocument) => void };

/**
 * Checks each row of a CSV file of refunds and writes the result into a plan. Nothing is sent. An
 * interrupted plan continues where it stopped.
 */
export async function planRefunds(wish: PlanRequest, context: PlanContext): Promise<RefundPlanDocument> {
  const files = await context.refundFiles();
  const ledger = await context.ledger();
  const release = await ledger.acquireLock(`plan-${ledger.fingerprint(wish.out).slice(0, 16)}`);
  if (release === undefined)
    throw new Failure(EXIT.blocked, 'in_flight', `Another process is making the plan ${wish.out} now.`);
  try {
    return await planFile(wish, files, context);
  } finally {
    release();
  }
}

async function planFile(wish: PlanRequest, files: RefundFiles, context: PlanContext): Promise<RefundPlanDocument> {
  const [profile, ledger] = await Promise.all([context.profile(), context.ledger()]);
  const { file, out, offline } = wish;
  const input = await files.openInput(file);
  try {
    const { name, mode } = profile;
    const { sha256, columns } = input;
    const others = otherColumns(columns);
    if (others.length > 0) context.terminal.note(`Columns kept for the results and not read: ${others.join(', ')}.`);
    const basis: PlanBasis = {
      profile: name,
      mode,
      project: projectKey(profile),
      currency: wish.currency ?? profile.currency,
      input: {
        file: input.name,
        sha256,
        format: columns.format,
        columns: columns.names,
        delimiter: columns.delimiter,
        bom: input.bom,
      },
      offline,
      again: wish.again ?? null,
      ledger: ledgerId(ledger),
    };
    const draft = await files.draftPlan(out, basis, await makerKey(profile, context));
    try {
      const earlier = await earlierTotals(draft, context);
      const totals = await addRows(earlier, checkRows(input, { ...wish, basis, earlier }, context), draft, context);
      const { user, host } = ledger.currentUser;
      const createdAt = new Date(context.clock.now()).toISOString();
      const made = { plan: createPlanId(), createdAt, by: `${user}@${host}` };
      return planDocument(await draft.finish({ type: 'plan', version: 2, ...made, ...basis, totals }), out);
    } finally {
      await draft.close();
    }
  } finally {
    await input.close();
  }
}

/** Returns the key that signs the plan. Without a required approval a key that cannot be stored is not an error. */
async function makerKey(
  { name, requireApproval, approvers }: EffectiveProfile,
  { approvalKey, terminal }: PlanContext,
): Promise<ApprovalKey> {
  if (!requireApproval) return approvalKey().catch(temporaryApprovalKey);
  const key = await approvalKey();
  const text = publicKeyText(key);
  if (approvers.length === 0) {
    terminal.warn(`profile ${name} lists no approvers: this plan cannot be applied until it does.`);
  } else if (!approvers.includes(text)) {
    terminal.warn(`your key is not listed in profile ${name}. Before this plan is applied: ${addApprover(name, text)}`);
  }
  return key;
}

async function earlierTotals(draft: PlanDraft, { terminal }: PlanContext): Promise<PlanTotals> {
  let totals = NO_TOTALS;
  for await (const row of draft.earlier()) totals = addToTotals(totals, row);
  if (totals.rows > 0) terminal.note(`Continuing after row ${totals.rows}, where this plan was interrupted.`);
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
    throw error instanceof Failure ? stopped(error, totals.rows) : error;
  }
}

/** Adds a hint that the checked rows are stored. */
function stopped(failure: Failure, rows: number): Failure {
  const { exit, code, message, hint, paymentId } = failure;
  if (exit === EXIT.usage || code === 'disk_full') return failure;
  const goOn = `Nothing was sent. ${rows} rows are checked: run the same command again to continue after them.`;
  return new Failure(exit, code, message, { hint: joinedHints(hint, goOn), paymentId, cause: failure });
}
