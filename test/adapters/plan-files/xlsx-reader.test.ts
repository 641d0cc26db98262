import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { openRefundInput } from '#adapters/plan-files/refund-input';
import { EXIT } from '#domain/errors/exit-codes';
import { rejectionOf } from '../../support/failures.ts';
import { temporaryFolder } from '../profiles/folders.ts';
import { makeWorkbook } from './workbook.ts';

async function read(content: Uint8Array) {
  const file = join(await temporaryFolder(), 'refunds.xlsx');
  await writeFile(file, content);
  const input = await openRefundInput(file);
  try {
    const rows: string[] = [];
    for await (const { line, cells } of input.rows()) rows.push(`${line} ${cells.join('|')}`);
    return { ...input, rows };
  } finally {
    await input.close();
  }
}

/** A file of zeros as it stands in an archive, without the archive's end: compressed in a tenth of the time of `zipSync`. */
function packedZeros(length: number): Uint8Array {
  const packed = deflateRawSync(new Uint8Array(length), { level: 1 });
  const name = 'xl/a.xml';
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(packed.length, 18);
  head.writeUInt32LE(length, 22);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, Buffer.from(name), packed]);
}

const stored = (text: string) => ({ stored: text });
const HEAD = ['Номер платежа', 'Сумма', 'Комментарий'];

describe('an Excel workbook of refunds', () => {
  it('is read with the line of each row, without empty rows and empty cells at the end', async () => {
    const rows = [[], HEAD, ['p1', stored('537.25'), 'две рубашки'], [], ['p2', stored('1000')]];
    const input = await read(makeWorkbook({ Лист1: rows }));
    expect(input.rows).toEqual(['3 p1|537.25|две рубашки', '5 p2|1000|']);
    expect(input.columns).toMatchObject({ format: 'simple', at: { paymentId: 0, amount: 1, description: 2 } });
    expect(input).toMatchObject({ encoding: 'xlsx', bom: true });
  });

  it.each<[number: string, amount: string]>([
    ['537.25', '537.25'],
    ['1.0193E6', '1019300'],
    // A sum that is stored with the inexactness of binary numbers.
    ['1019.3000000000001', '1019.3'],
    // Three decimals: not a thousand.
    ['1.234', '1.2340'],
    ['0.001', '0.0010'],
    ['1e-7', '1e-7'],
  ])('has the amount %s as %s', async (number, amount) => {
    expect((await read(makeWorkbook({ a: [HEAD, ['p1', stored(number)]] }))).rows).toEqual([`2 p1|${amount}|`]);
  });

  it.each<[number: string, id: string]>([
    ['100234', '100234'],
    ['123456789012345', '123456789012345'],
    // A spreadsheet keeps 15 digits: the others are lost.
    ['1234567890123456', '1.234567890123456E+15'],
    ['1.23', '1.23'],
  ])('has the payment id %s as %s', async (number, id) => {
    expect((await read(makeWorkbook({ a: [HEAD, [stored(number), '5']] }))).rows).toEqual([`2 ${id}|5|`]);
  });

  it('is read from the only sheet that names the columns', async () => {
    const sheets = { Заметки: [['что-то']], Возвраты: [HEAD, ['p1', '5']] };
    expect((await read(makeWorkbook(sheets))).rows).toEqual(['2 p1|5|']);
  });

  it.each<[what: string, content: Uint8Array, why: RegExp]>([
    ['with two such sheets', makeWorkbook({ a: [HEAD], b: [HEAD] }), /Two sheets have refunds: "a" and "b"/],
    ['without such a sheet', makeWorkbook({ a: [['Имя', 'Дата']] }), /names no column "payment_id", "amount"/],
    ['that is another archive', zipSync({ 'a.txt': new Uint8Array(9) }), /not an Excel workbook/],
    ['that is cut', makeWorkbook({ a: [HEAD, ['p1', '5']] }).subarray(0, 400), /not an Excel workbook/],
    ['that unpacks to more than 256 MB', packedZeros(257 * 1024 * 1024), /too large/],
  ])('%s is refused', async (_, content, why) => {
    const failure = { exit: EXIT.usage, message: expect.stringMatching(why) };
    expect(await rejectionOf(read(content))).toMatchObject(failure);
  });
});
