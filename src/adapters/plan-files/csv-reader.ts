import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { parse as parseText } from 'csv-parse/sync';
import type { InputRow, RefundInput } from '#domain/bulk-refunds/plan-storage';
import { hidesRows, namesColumns, type RefundColumns, readColumns, runsOn } from '#domain/bulk-refunds/refund-row';
import { removeFormulaGuards } from '#domain/encoding/csv-line';
import { usageError } from '#domain/errors/failure';
import { fileFailure } from './file-errors.ts';
import { fileBytes, physicalLine } from './file-lines.ts';
import { inspectFile } from './inspect-file.ts';
import { openRegularFile } from './open-regular-file.ts';

/** A longer row has a quote that is never closed. */
const MAX_CHARACTERS = 64 * 1024;

/** Opens a CSV file of refunds: see {@link RefundInput}. */
export async function openCsvInput(file: string): Promise<RefundInput> {
  let handle: FileHandle | undefined;
  try {
    handle = await openRegularFile(file, 'It is read twice: save it first.');
    return await inputOf(handle, file);
  } catch (error) {
    await handle?.close();
    throw fileFailure(error, file);
  }
}

async function inputOf(handle: FileHandle, file: string): Promise<RefundInput> {
  const { sha256, head } = await inspectFile(handle);
  if (head.trim() === '') throw usageError(`The file ${JSON.stringify(file)} is empty.`);
  const start = startOf(head);
  const columns = columnsOf(head.slice(start.characters));
  return {
    name: basename(file),
    sha256,
    columns,
    bom: head.startsWith('\ufeff'),
    async *rows() {
      let row = 0;
      let isFirst = true;
      try {
        for await (const record of records(handle, start, columns)) {
          if (record.cells.every((cell) => cell.trim() === '')) continue;
          if (!isFirst) yield { row: ++row, ...record, cells: record.cells.map(removeFormulaGuards) };
          isFirst = false;
        }
      } catch (error) {
        throw fileFailure(error, file);
      }
    },
    close: () => handle.close(),
  };
}

/** What stands before the first row. */
interface Start {
  readonly characters: number;
  readonly bytes: number;
  readonly lines: number;
}

/** A byte order mark, and the line `sep=;` with which Excel is told the delimiter. */
function startOf(head: string): Start {
  const [before = ''] = /^\ufeff?(sep=.\r?\n)?/i.exec(head) ?? [];
  return { characters: before.length, bytes: Buffer.byteLength(before), lines: before.includes('\n') ? 1 : 0 };
}

function columnsOf(text: string): RefundColumns {
  // A line that holds nothing but delimiters is none.
  const row = text.replace(/^([\s,;]*[\r\n])+/, '');
  const split = (delimiter: ',' | ';') => parseText(row, { ...CSV, delimiter, to: 1 })[0] ?? [];
  if (namesColumns(row.split(/[\r\n]/, 1)[0]?.split('\t') ?? []) && row.includes('\t')) {
    throw usageError(
      'The first row names no column: its cells are separated by tabs.',
      'Save it as "CSV UTF-8", with "," or ";" between cells.',
    );
  }
  const delimiter = namesColumns(split(';')) && !namesColumns(split(',')) ? ';' : ',';
  return readColumns(split(delimiter), delimiter);
}

/** How records are told apart. What does not fit is told row by row: see readRefundRow. */
const CSV = {
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  relax_quotes: true,
  max_record_size: MAX_CHARACTERS,
};

/** A file with more rows of which a quote is not closed has another flaw. */
const MAX_UNCLOSED = 100;

/**
 * Every record of the file, the first row among them. A quote that is not closed would take rows after it into
 * its cell: each line of such a record has a flaw of its own, and none is read as anything else.
 */
async function* records(
  handle: FileHandle,
  start: Start,
  columns: RefundColumns,
): AsyncGenerator<Omit<InputRow, 'row'>> {
  let from: Place = { byte: start.bytes, line: start.lines + 1 };
  for (let unclosed = 0; unclosed < MAX_UNCLOSED; unclosed++) {
    const flawed = yield* recordsFrom(handle, from, columns);
    if (flawed === undefined) return;
    const first = from.line;
    for (let line = flawed.line; line < flawed.end; line++) {
      const { bytes, end } = await physicalLine(handle, line);
      const problem =
        line === flawed.line ? flawed.flaw : `it belongs to the cell that a quote has opened in line ${flawed.line}`;
      yield { line, cells: [bytes.toString('utf8', 0, SHOWN_BYTES)], flaw: problem };
      from = { byte: end, line: line + 1 };
    }
    if (from.line === first) return;
  }
  throw usageError(
    `In ${MAX_UNCLOSED} rows a quote is not closed, the last one in line ${from.line - 1}.`,
    'Is it CSV?',
  );
}

/** What is kept of a line that cannot be split. */
const SHOWN_BYTES = 1000;

/** Lines that cannot be split into rows: the first of them, the one after the last, and what is wrong. */
interface InvalidLines {
  readonly line: number;
  readonly end: number;
  readonly flaw: string;
}

const UNCLOSED = 'a quote is opened in it and not closed';

/** A record, and the line after it. */
type Record = Omit<InputRow, 'row'> & { readonly end: number };

/** Where a line begins. */
interface Place {
  readonly byte: number;
  readonly line: number;
}

/** @returns lines that cannot be split, where there are some: what follows them was not read */
async function* recordsFrom(
  handle: FileHandle,
  from: Place,
  columns: RefundColumns,
): AsyncGenerator<Omit<InputRow, 'row'>, InvalidLines | undefined> {
  let { line } = from;
  const parser = parse({
    ...CSV,
    delimiter: columns.delimiter,
    raw: true,
    // Its types do not know what `raw` makes of a record.
    on_record: (({ record: cells, raw }: { record: string[]; raw: string }) => {
      const record = { line, cells, end: line + (raw.match(/\r\n|\n|\r/g)?.length ?? 0) };
      line = record.end;
      return record;
    }) as never,
  });
  const stream = Readable.from(fileBytes(handle, from.byte));
  stream.on('error', (error) => parser.destroy(error));
  try {
    for await (const { end, ...record } of stream.pipe(parser) as AsyncIterable<Record>) {
      if (runsOn(record.cells)) return { line: record.line, end: record.line + 1, flaw: UNCLOSED };
      if (hidesRows(record.cells, columns)) return { line: record.line, end, flaw: UNCLOSED };
      yield record;
    }
    return undefined;
  } catch (error) {
    const { code } = error as CsvError;
    if (code === 'CSV_QUOTE_NOT_CLOSED') return { line, end: line + 1, flaw: UNCLOSED };
    if (code === 'CSV_MAX_RECORD_SIZE') return { line, end: line + 1, flaw: `${UNCLOSED}, or it is longer than 64 KB` };
    throw error;
  } finally {
    stream.destroy();
  }
}
