import { whileRead } from '#cli/while-read';
import type { Context } from '#context';
import type { PlanFile } from '#domain/bulk-refunds/plan-storage';
import type { PlannedRefund } from '#domain/bulk-refunds/refund-plan';
import { batchExitCode, countRow, isToDo, noCounts } from '#domain/bulk-refunds/row-outcome';
import { csvLine, dashboardLine, isFormula } from '#domain/encoding/csv-line';
import type { ExitCode } from '#domain/errors/exit-codes';
import { explainOperationCode, explainRequestCode } from '#domain/platform-codes/platform-codes';
import { getProjectId } from '#domain/profiles/project';
import { knownRows, type RowState, rowDocument } from './row-state.ts';

type ExportContext = Pick<Context, 'ledger' | 'terminal'>;

/** Prints the rows of the file again, as CSV, each with its result. @returns the exit code of the plan */
export async function exportResults(plan: PlanFile, context: ExportContext): Promise<ExitCode> {
  const { columns, delimiter, bom } = plan.header.input;
  // The export keeps the byte order mark and the delimiter, so that the same spreadsheet program opens it.
  const first = `${bom ? '\ufeff' : ''}${csvLine([...columns, ...RESULT_COLUMNS], delimiter)}`;
  return printRows(plan, context, first, ({ row, ...known }) =>
    csvLine([...fitted(row.cells, columns.length), ...resultCells({ row, ...known })], delimiter),
  );
}

/** The columns that are appended to those of the file. */
const RESULT_COLUMNS = [
  'line',
  'outcome',
  'amount_minor',
  'request_id',
  'operation_id',
  'code',
  'meaning',
  'reason',
  'intent',
];

function resultCells({ row, outcome, intent }: RowState): (string | number | null | undefined)[] {
  const code = intent?.code;
  const explained = outcome === 'refused' ? explainRequestCode(code) : explainOperationCode(code);
  const why = row.verdict === 'skip' ? `${row.reason}: ${row.why}` : intent?.reason;
  const { requestId, operationId, id } = intent ?? {};
  return [row.line, outcome, row.amountMinor, requestId, operationId, code, explained?.meaning, why, id];
}

/** Returns exactly one cell per column; extra cells are joined in the last one. */
function fitted(cells: readonly string[], count: number): string[] {
  if (cells.length <= count) return [...cells, ...Array(count - cells.length).fill('')];
  return [...cells.slice(0, count - 1), cells.slice(count - 1).join(' ')];
}

/**
 * Prints the rows that are still to do in the format of the Dashboard (platform docs: refund rules).
 * Rows with an unknown outcome and rows whose payment has changed are left out.
 *
 * @returns the exit code of the plan
 */
export async function exportToDo(plan: PlanFile, context: ExportContext): Promise<ExitCode> {
  const projectId = getProjectId(plan.header.project);
  let leftOut = 0;
  const exit = await printRows(plan, context, dashboardLine(DASHBOARD_COLUMNS), ({ row, outcome, intent }) => {
    if (row.verdict === 'skip' || !isRowToDo({ outcome, intent })) return undefined;
    // An apostrophe before the id would make it the id of another payment.
    if (isFormula(row.paymentId)) leftOut += 1;
    else return dashboardLine(dashboardCells(row, projectId));
    return undefined;
  });
  if (leftOut > 0) {
    context.terminal.warn(`${leftOut} rows are left out: a spreadsheet would run their payment ids as formulas.`);
  }
  return exit;
}

/** True for a row that is still to do. A row that this run has just accepted has no state yet and is not to do. */
const isRowToDo = ({ outcome, intent }: Pick<RowState, 'outcome' | 'intent'>): boolean =>
  isToDo(outcome, intent === undefined ? undefined : { state: intent.state ?? 'accepted', code: intent.code });

const DASHBOARD_COLUMNS = [
  'operation_type',
  'general.project_id',
  'method',
  'general.payment_id',
  'payment.amount',
  'payment.currency',
  'payment.description',
];

const dashboardCells = ({ paymentId, amountMinor, currency, description }: PlannedRefund, projectId: string) => [
  'refund',
  projectId,
  'mobile',
  paymentId,
  amountMinor,
  currency,
  // The Dashboard requires a description.
  description ?? 'Refund',
];

/** Prints all rows, or the rows that are still to do, as one document per line. @returns the exit code of the plan */
export async function exportDocuments(plan: PlanFile, toDo: boolean, context: ExportContext): Promise<ExitCode> {
  let tally = noCounts();
  for await (const known of knownRows(plan, context)) {
    tally = countRow(tally, known.outcome, known.row.amountMinor ?? 0);
    if (!toDo || isRowToDo(known)) whileRead(() => context.terminal.emit(rowDocument(known, plan.header)));
  }
  return batchExitCode(tally);
}

async function printRows(
  plan: PlanFile,
  { ledger, terminal }: ExportContext,
  firstLine: string,
  format: (known: RowState) => string | undefined,
): Promise<ExitCode> {
  let tally = noCounts();
  const print = (line: string) => whileRead(() => terminal.print(`${line}\r\n`));
  print(firstLine);
  for await (const known of knownRows(plan, { ledger })) {
    tally = countRow(tally, known.outcome, known.row.amountMinor ?? 0);
    const line = format(known);
    if (line !== undefined) print(line);
  }
  return batchExitCode(tally);
}
