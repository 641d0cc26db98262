import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import type { RefundInput } from '#domain/bulk-refunds/plan-storage';
import { message } from '#domain/language/message';
import { openCsvTable } from './csv-reader.ts';
import { findFileType, hashFile } from './inspect-file.ts';
import { openRegularFile } from './open-regular-file.ts';
import { planFileFailure } from './plan-file-errors.ts';

/** Opens a CSV file or an Excel workbook of refunds: see {@link RefundInput}. */
export async function openRefundInput(file: string): Promise<RefundInput> {
  let handle: FileHandle | undefined;
  try {
    handle = await openRegularFile(file, message('It is read several times: save it first.'));
    return await readInput(handle, file);
  } catch (error) {
    await handle?.close();
    throw planFileFailure(error, file);
  }
}

async function readInput(handle: FileHandle, file: string): Promise<RefundInput> {
  const isWorkbook = (await findFileType(handle)) === 'xlsx';
  const table = isWorkbook
    ? await (await import('./xlsx-reader.ts')).openXlsxTable(handle)
    : await openCsvTable(handle, file);
  const { columns, encoding, bom } = table;
  return {
    ...{ name: basename(file), sha256: await hashFile(handle), columns, bom },
    encoding: encoding ?? 'xlsx',
    async *rows() {
      let row = -1;
      try {
        for await (const { line, cells } of table.rows()) {
          if (cells.every((cell) => cell.trim() === '')) continue;
          row += 1;
          // Row 0 has the names of the columns.
          if (row > 0) yield { row, line, cells };
        }
      } catch (error) {
        throw planFileFailure(error, file);
      }
    },
    close: () => handle.close(),
  };
}
