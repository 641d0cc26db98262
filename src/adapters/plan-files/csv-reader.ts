import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { parse as parseText } from 'csv-parse/sync';
import type { InputRow, RefundInput } from '#domain/bulk-refunds/plan-storage';
import { mayHideRows, namesColumns, type RefundColumns, readColumns } from '#domain/bulk-refunds/refund-columns';
import { removeFormulaGuards } from '#domain/encoding/csv-line';
import { type Failure, usageError } from '#domain/errors/failure';
import { fileFailure } from './file-errors.ts';
import { readChunks } from './file-lines.ts';
import { inspectFile } from './inspect-file.ts';
import { openRegularFile } from './open-regular-file.ts';

/** Opens a CSV file of refunds: see {@link RefundInput}. */
export async function openCsvInput(file: string): Promise<RefundInput> {
  let handle: FileHandle | undefined;
  try {
    handle = await openRegularFile(file, 'It is read several times: save it first.');
    return await readInput(handle, file);
  } catch (error) {
    await handle?.close();
    throw fileFailure(error, file);
  }
}

async function readInput(handle: FileHandle, file: string): Promise<RefundInput> {
  const { sha256, head } = await inspectFile(handle);
  if (head.trim() === '') throw usageError(`The file ${JSON.stringify(file)} is empty.`);
  // A byte order mark, and the line `sep=;`, which tells Excel the delimiter.
  const [prefix = ''] = /^\ufeff?(sep=.\r?\n)?/i.exec(head) ?? [];
  const columns = detectColumns(head.slice(prefix.length));
  return {
    name: basename(file),
    sha256,
    columns,
    bom: head.startsWith('\ufeff'),
    async *rows() {
      let row = -1;
      try {
        for await (const record of readRecords(handle, prefix, columns)) {
          if (record.cells.every((cell) => cell.trim() === '')) continue;
          row += 1;
          // Row 0 has the names of the columns.
          if (row > 0) yield { row, line: record.line, cells: record.cells.map(removeFormulaGuards) };
        }
      } catch (error) {
        throw fileFailure(error, file);
      }
    },
    close: () => handle.close(),
  };
}

function detectColumns(text: string): RefundColumns {
  // Lines with only delimiters are skipped.
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

/** Maximum number of characters in a row. A longer row has a quote that is not closed. */
const MAX_ROW_CHARACTERS = 64 * 1024;

/** Options of the parser. A row with too many or too few cells is reported as a row: see `readRefundRow`. */
const CSV = {
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  relax_quotes: true,
  max_record_size: MAX_ROW_CHARACTERS,
};

/** A record and its lines in the file. */
interface CsvRecord extends Pick<InputRow, 'line' | 'cells'> {
  /** Number of the line after the record. */
  readonly end: number;
}

/**
 * Yields every record of the file, including the first row.
 *
 * @param prefix text before the first row
 * @throws {Failure} (usage) naming the line of a quote that is not closed: rows after it would become part of its cell.
 */
async function* readRecords(handle: FileHandle, prefix: string, columns: RefundColumns): AsyncGenerator<CsvRecord> {
  let line = prefix.includes('\n') ? 2 : 1;
  const parser = parse({
    ...CSV,
    delimiter: columns.delimiter,
    raw: true,
    // The types of the package do not include the effect of `raw` on a record.
    on_record: (({ record: cells, raw }: { record: string[]; raw: string }): CsvRecord => {
      const record = { line, cells, end: line + (raw.match(/\r\n|\n|\r/g)?.length ?? 0) };
      line = record.end;
      return record;
    }) as never,
  });
  const stream = Readable.from(readChunks(handle, Buffer.byteLength(prefix)));
  stream.on('error', (error) => parser.destroy(error));
  try {
    for await (const record of stream.pipe(parser) as AsyncIterable<CsvRecord>) {
      if (mayHideRows(record.cells, columns)) throw quoteFailure(record.line);
      yield record;
    }
  } catch (error) {
    const { code } = error as CsvError;
    throw code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE' ? quoteFailure(line) : error;
  } finally {
    stream.destroy();
  }
}

const quoteFailure = (line: number): Failure =>
  usageError(
    `The file cannot be read: in line ${line} a quote is not closed, the cell has lines that look like rows, or the row is longer than 64 KB. Nothing was planned.`,
    'Close the quote, or write the cell in one line.',
  );
