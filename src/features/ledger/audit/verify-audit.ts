import type { Context } from '#context';
import type { AuditReport } from '#domain/ledger/audit-record';
import type { CommandDocument } from '#schemas/document-types';

/** Checks the whole audit trail, and that it contains a hash that was saved elsewhere. */
export async function verifyAudit(
  expected: string | undefined,
  context: Pick<Context, 'ledger' | 'terminal'>,
): Promise<CommandDocument<'audit verify'>> {
  const ledger = await context.ledger();
  const report = await context.terminal.withSpinner('reading the audit trail', () => ledger.verify());
  const { records, head } = report;
  const problem = problemText(report) ?? (await missingHead(expected, context));
  return { valid: problem === null, records, head, flaw: problem };
}

function problemText({ problem }: AuditReport): string | null {
  if (problem === undefined) return null;
  if ('number' in problem) {
    const of = problem.ledger === undefined ? '' : ` of the imported ledger ${problem.ledger}`;
    return `record ${problem.number}${of} ${RECORD_PROBLEMS[problem.what]}`;
  }
  return `intent ${problem.intentId} ${INTENT_PROBLEMS[problem.what]}`;
}

const RECORD_PROBLEMS = {
  changed: 'was changed',
  missing: 'is missing',
  reordered: 'does not follow the previous one',
  unsigned: 'is not signed by the member whom it names',
} as const;

const INTENT_PROBLEMS = {
  differs: 'differs from its records',
  unrecorded: 'has no record',
  lost: 'has records, but is missing',
} as const;

async function missingHead(hash: string | undefined, context: Pick<Context, 'ledger'>): Promise<string | null> {
  if (hash === undefined) return null;
  const ledger = await context.ledger();
  for await (const record of ledger.records()) if (record.hash === hash) return null;
  return 'no record has the given hash: the trail was rewritten';
}
