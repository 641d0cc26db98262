import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { parse as parseText } from 'csv-parse/sync';
import {
  type Delimiter,
  mayHideRows,
  namesColumns,
  type RefundColumns,
  readColumns,
} from '#domain/bulk-refunds/rows/refund-columns';
import { removeFormulaGuards } from '#domain/encoding/csv-line';
import { type Failure, usageError } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import type { RefundTable, TableRow } from './refund-table.ts';
import { findEncoding, readText, type TextEncoding } from './text-encoding.ts';

/** Number of characters in which the first row must be. */
const HEAD_CHARACTERS = 64 * 1024;

/**
 * Reads the first row of an open CSV file.
 *
 * @param file path, for messages
 * @throws {Failure} (usage) for a file in an unknown encoding, or whose first row does not name the columns.
 */
export async function openCsvTable(handle: FileHandle, file: string): Promise<RefundTable> {
  const encoding = await findEncoding(handle);
  const head = await readHead(handle, encoding);
  if (head.trim() === '') throw usageError(message('The file {file} is empty.', { file: JSON.stringify(file) }));
  // The line `sep=;` tells Excel the delimiter.
  const [prefix = ''] = /^(sep=.\r?\n)?/i.exec(head) ?? [];
  const columns = detectColumns(head.slice(prefix.length));
  return {
    columns,
    encoding,
    bom: encoding !== 'utf-8' || (await hasMark(handle)),
    async *rows() {
      for await (const { line, cells } of readRecords(handle, encoding, prefix, columns))
        yield { line, cells: cells.map(removeFormulaGuards) };
    },
  };
}

async function readHead(handle: FileHandle, encoding: TextEncoding): Promise<string> {
  let head = '';
  for await (const text of readText(handle, encoding)) {
    head += text;
    if (head.length >= HEAD_CHARACTERS) break;
  }
  return head;
}

/** True of a file that begins with the byte order mark of UTF-8. */
async function hasMark(handle: FileHandle): Promise<boolean> {
  const { buffer } = await handle.read(Buffer.alloc(3), 0, 3, 0);
  return buffer.toString('hex') === 'efbbbf';
}

const DELIMITERS = [',', ';', '\t'] as const;

function detectColumns(text: string): RefundColumns {
  // Lines with only delimiters are skipped.
  const row = text.replace(/^([\s,;]*[\r\n])+/, '');
  const split = (delimiter: Delimiter) => parseText(row, { ...CSV, delimiter, to: 1 })[0] ?? [];
  const delimiter = DELIMITERS.find((one) => namesColumns(split(one))) ?? ',';
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
interface CsvRecord extends TableRow {
  /** Number of the line after the record. */
  readonly end: number;
}

/**
 * Yields every record of the file, including the first row.
 *
 * @param prefix text before the first row
 * @throws {Failure} (usage) naming the line of a quote that is not closed: rows after it would become part of its cell.
 */
async function* readRecords(
  handle: FileHandle,
  encoding: TextEncoding,
  prefix: string,
  columns: RefundColumns,
): AsyncGenerator<CsvRecord> {
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
  const stream = Readable.from(withoutPrefix(readText(handle, encoding), prefix.length));
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

async function* withoutPrefix(texts: AsyncIterable<string>, length: number): AsyncGenerator<string> {
  let left = length;
  for await (const text of texts) {
    const rest = text.slice(left);
    left = Math.max(0, left - text.length);
    if (rest !== '') yield rest;
  }
}

const quoteFailure = (line: number): Failure =>
  usageError(
    message(
      'The file cannot be read: in line {line} a quote is not closed, the cell has lines that look like rows, or the row is longer than 64 KB. Nothing was planned.',
      { line: String(line) },
    ),
    message('Close the quote, or write the cell in one line.'),
  );
