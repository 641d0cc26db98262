import { ignoreClosedOutput } from '#cli/ignore-closed-output';
import type { Context } from '#context';
import type { CheckedPlan } from '#domain/bulk-refunds/plan-storage';
import { isPlannedRefund, type PlannedRefund } from '#domain/bulk-refunds/refund-plan';
import { batchExitCode, countRow, createCounts, isToDo } from '#domain/bulk-refunds/row-outcome';
import { readColumns } from '#domain/bulk-refunds/rows/refund-columns';
import { csvLine, dashboardLine, isFormula } from '#domain/encoding/csv-line';
import { fileWord } from '#domain/encoding/shell-word';
import type { ExitCode } from '#domain/errors/exit-codes';
import { PRIVATE_FILE } from '#domain/files/file-permissions';
import { message } from '#domain/language/message';
import { explainOperationCode, explainRequestCode } from '#domain/platform-codes/platform-codes';
import { getProjectId } from '#domain/profiles/project';
import type { WorkbookCell } from '#domain/reports/workbook';
import { type RowState, readRowStates, toRowDocument } from './row-state.ts';

type ExportContext = Pick<Context, 'ledger' | 'terminal'>;

/** Prints all rows, or the rows that are still to do, as one document per line. Returns the exit code of the plan. */
export const exportDocuments = (plan: CheckedPlan, toDo: boolean, context: ExportContext): Promise<ExitCode> =>
  forEachRow(plan, context, (state) => {
    if (!toDo || isRowToDo(state)) context.terminal.emit(toRowDocument(state, plan.header));
  });

/** Prints the rows of the file as CSV, each with its result. Returns the exit code of the plan. */
export function exportResults(plan: CheckedPlan, context: ExportContext): Promise<ExitCode> {
  // The export keeps the byte order mark and the delimiter, so that the same spreadsheet program opens it.
  const { file, columns, delimiter, bom } = plan.header.input;
  const print = createPrinter(`${bom ? '\ufeff' : ''}${csvLine([...columns, ...RESULT_COLUMNS], delimiter)}`, context);
  const { amount: amountAt } = readColumns(columns, delimiter).at;
  const isWorkbook = /\.xlsx$/i.test(file);
  return forEachRow(plan, context, (state) => {
    const own = fitCells(state.row.cells, columns.length);
    const cells = isWorkbook ? own.map((cell, at) => (at === amountAt ? withComma(cell) : cell)) : own;
    print(csvLine([...cells, ...toResultCells(state)], delimiter));
  });
}

/** A workbook has numbers without a mark. Where a spreadsheet program expects `;` between cells, it expects a decimal comma. */
const withComma = (cell: string): string => (/^\d+\.\d+$/.test(cell) ? cell.replace('.', ',') : cell);

/** Saves the rows of the file as an Excel workbook, each with its result. Returns the exit code of the plan. */
export async function saveResults(
  plan: CheckedPlan,
  file: string,
  context: ExportContext & Pick<Context, 'writeWorkbook' | 'saveFile'>,
): Promise<ExitCode> {
  const { columns: names, delimiter } = plan.header.input;
  const { amount: amountAt } = readColumns(names, delimiter).at;
  const rows: WorkbookCell[][] = [];
  const exit = await forEachRow(plan, context, (state) => {
    const { cells, amountMinor: minor } = state.row;
    const amount = minor === null ? undefined : { amount: { minor, currency: plan.header.currency } };
    const own = fitCells(cells, names.length).map((cell, at) => (at === amountAt && amount ? amount : cell));
    rows.push([...own, ...toResultCells(state).map((cell) => cell ?? null)]);
  });
  const columns = [...names, ...RESULT_COLUMNS].map((name) => ({ name, width: COLUMN_WIDTH }));
  await context.saveFile(file, await context.writeWorkbook([{ name: 'refunds', columns, rows }]), {
    mode: PRIVATE_FILE,
  });
  context.terminal.note(message('The results are in {file}.', { file: fileWord(file) }));
  return exit;
}

/** Width of a column of a workbook, in characters. */
const COLUMN_WIDTH = 20;

/**
 * Prints the rows that are still to do in the format of the Dashboard (platform docs: refund rules). Rows with an unknown outcome
 * and rows whose payment has changed are left out. Returns the exit code of the plan.
 */
export async function exportToDo(plan: CheckedPlan, context: ExportContext): Promise<ExitCode> {
  const projectId = getProjectId(plan.header.project);
  const print = createPrinter(dashboardLine(DASHBOARD_COLUMNS), context);
  let formulas = 0;
  const exit = await forEachRow(plan, context, (state) => {
    const { row } = state;
    if (!isPlannedRefund(row) || !isRowToDo(state)) return;
    // An apostrophe before the id would make it the id of another payment.
    if (isFormula(row.paymentId)) formulas += 1;
    else print(dashboardLine(toDashboardCells(row, projectId)));
  });
  if (formulas > 0) {
    context.terminal.warn(
      message('{count} rows are left out: a spreadsheet would run their payment ids as formulas.', { count: formulas }),
    );
  }
  return exit;
}

/** Calls `print` for each row, and returns the exit code of the plan. */
async function forEachRow(
  plan: CheckedPlan,
  context: ExportContext,
  print: (state: RowState) => void,
): Promise<ExitCode> {
  let counts = createCounts();
  for await (const state of readRowStates(plan, context)) {
    counts = countRow(counts, state.outcome, state.row.amountMinor ?? 0);
    ignoreClosedOutput(() => print(state));
  }
  return batchExitCode(counts);
}

/** Prints the first line, and returns a function that prints a line. */
function createPrinter(firstLine: string, { terminal }: ExportContext): (line: string) => void {
  const print = (line: string) => terminal.print(`${line}\r\n`);
  ignoreClosedOutput(() => print(firstLine));
  return print;
}

/** True for a row that is still to do. A row that this run has just accepted has no state yet and is not to do. */
const isRowToDo = ({ outcome, intent }: RowState): boolean =>
  isToDo(outcome, intent === undefined ? undefined : { state: intent.state ?? 'accepted', code: intent.code });

/** Columns that are appended to the columns of the file. */
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

function toResultCells({ row, outcome, intent }: RowState): (string | number | null | undefined)[] {
  const code = intent?.code;
  const explained = outcome === 'refused' ? explainRequestCode(code) : explainOperationCode(code);
  const why = isPlannedRefund(row) ? intent?.reason : `${row.reason}: ${row.why}`;
  const { requestId, operationId, id } = intent ?? {};
  return [row.line, outcome, row.amountMinor, requestId, operationId, code, explained?.meaning.toString(), why, id];
}

/** Returns exactly one cell per column; extra cells are joined in the last one. */
function fitCells(cells: readonly string[], count: number): string[] {
  if (cells.length <= count) return [...cells, ...Array(count - cells.length).fill('')];
  return [...cells.slice(0, count - 1), cells.slice(count - 1).join(' ')];
}

const DASHBOARD_COLUMNS = [
  'operation_type',
  'general.project_id',
  'method',
  'general.payment_id',
  'payment.amount',
  'payment.currency',
  'payment.description',
];

const toDashboardCells = ({ paymentId, amountMinor, currency, description }: PlannedRefund, projectId: string) => [
  ...['refund', projectId, 'mobile', paymentId, amountMinor, currency],
  // The Dashboard requires a description.
  description ?? 'Refund',
];
