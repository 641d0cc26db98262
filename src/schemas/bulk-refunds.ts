import * as z from 'zod';
import { ROW_OUTCOMES } from '#domain/bulk-refunds/row-outcome';
import { PLAN_STATES } from '#domain/bulk-refunds/team-plans';
import { count, currency, minor, mode, sentence, time } from './shared-fields.ts';

const outcome = z.enum(ROW_OUTCOMES);

/** Fields of a plan that a list of plans has too. */
const listed = {
  plan: z.string(),
  createdAt: time,
  by: z.string().meta({ description: 'user@host' }),
  profile: z.string(),
  mode,
  project: z.string(),
  currency,
  rows: count,
  refunds: count,
  totalMinor: minor,
  total: z.string().meta({ description: 'in major units: the value of --confirm' }),
};

const plan = {
  ...listed,
  file: z.string().meta({ description: 'path of the plan, or its id in the ledger of the team' }),
  offline: z.boolean(),
  again: z.string().nullable().meta({ description: 'the reason to repeat earlier refunds' }),
  input: z.strictObject({ file: z.string(), sha256: z.string(), format: z.enum(['simple', 'dashboard']) }),
  skipped: count,
  reasons: z.record(z.string(), count),
  paidMinor: minor.nullable(),
  refundedMinor: minor.nullable(),
  leftMinor: minor.nullable(),
  leftAfterMinor: minor.nullable(),
};

const row = z.strictObject({
  type: z.literal('row'),
  row: z.int().positive(),
  line: z.int().positive(),
  outcome,
  paymentId: z.string().nullable(),
  amountMinor: minor.nullable(),
  currency,
  intent: z.string().nullable(),
  requestId: z.string().nullable(),
  operationId: z.string().nullable(),
  code: z.string().nullable(),
  reason: sentence.nullable(),
});

const summary = z.strictObject({
  type: z.literal('summary'),
  ...plan,
  complete: z.boolean(),
  outcomes: z.record(outcome, z.strictObject({ rows: count, minor })),
  attention: z.array(row),
  stopped: sentence.nullable(),
  dryRun: z.literal(true).optional(),
});

const progress = z.strictObject({
  type: z.literal('progress'),
  refunds: count,
  outcomes: z.record(outcome, count),
  toGo: z
    .number()
    .nullable()
    .meta({ description: 'estimated milliseconds until the last row is sent; null when unknown' }),
});

/** Documents of bulk refunds. */
export const bulkRefundDocuments = {
  'refunds plan': z.strictObject({
    ...plan,
    needsApproval: z
      .literal(true)
      .optional()
      .meta({ description: 'another user must approve it before it is applied' }),
    smallestMinor: minor.nullable(),
    largestMinor: minor.nullable(),
    skippedRows: z
      .array(
        z.strictObject({
          line: z.int().positive(),
          paymentId: z.string().nullable(),
          reason: z.string(),
          why: sentence,
        }),
      )
      .meta({ description: 'the first ten' }),
    inLedger: z.literal(true).optional().meta({ description: 'the ledger of the team has the plan too' }),
  }),
  'refunds list': z.strictObject({
    plans: z.array(
      z.strictObject({
        ...listed,
        sent: count.meta({ description: 'rows that were sent, whatever their results are' }),
        approvals: z.array(z.strictObject({ by: z.string(), approvedAt: time })),
        state: z.enum(PLAN_STATES),
      }),
    ),
    changed: z.array(z.string()).meta({ description: 'plans that were changed in the database' }),
    more: z.boolean().meta({ description: 'the ledger has older plans' }),
  }),
  'refunds prune': z.strictObject({
    removed: count,
    unused: count.meta({ description: 'of which nothing was sent' }),
    finished: count.meta({ description: 'whose rows all have their final result' }),
    kept: count.meta({ description: 'old plans that are still needed' }),
    dryRun: z.literal(true).optional(),
  }),
  'refunds apply': z.union([row, progress, summary]),
  'refunds show': summary,
  'refunds export': row,
  'refunds approve': z.strictObject({
    plan: z.string(),
    hash: z.string(),
    by: z.string(),
    key: z.string(),
    approvedAt: time,
    file: z.string().meta({ description: 'path of the approval, or id of the plan in the ledger of the team' }),
  }),
  'refunds key': z.strictObject({ key: z.string() }),
  'refunds template': z.strictObject({ columns: z.array(z.string()) }),
};
