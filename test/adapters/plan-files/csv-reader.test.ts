import { createHash } from 'node:crypto';
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openRefundInput } from '#adapters/plan-files/refund-input';
import type { InputRow } from '#domain/bulk-refunds/plan-storage';
import { mayHideRows, readColumns } from '#domain/bulk-refunds/rows/refund-columns';
import { EXIT } from '#domain/errors/exit-codes';
import { rejectionOf } from '../../support/failures.ts';
import { temporaryFolder } from '../profiles/folders.ts';

/** Number of bytes that are read from a file in one piece. */
const CHUNK = 65_536;
const NAMES = ['payment_id', 'amount', 'description'];
const HEAD = NAMES.join(',');

async function read(content: string | Uint8Array, name = 'refunds.csv') {
  const file = join(await temporaryFolder(), name);
  await writeFile(file, content);
  const input = await openRefundInput(file);
  try {
    const rows: InputRow[] = [];
    for await (const row of input.rows()) rows.push(row);
    expect(rows.map(({ row }) => row)).toEqual(rows.map((_, index) => index + 1));
    return { ...input, rows };
  } finally {
    await input.close();
  }
}

/** Formats each row as its line and its cells. */
const format = ({ rows }: { readonly rows: readonly InputRow[] }) =>
  rows.map(({ line, cells }) => `${line} ${cells.join('|')}`);

const expectRows = async (text: string, rows: readonly string[]) => expect(format(await read(text))).toEqual(rows);

const usage = (message: string) => ({ exit: EXIT.usage, code: 'usage', message: expect.stringContaining(message) });

describe('a file of refunds is read when it was saved', () => {
  it.each<[what: string, delimiter: string, first: number, text: string]>([
    ['by hand', ',', 2, 'payment_id,amount,description\np1,1000.50,"две, рубашки"\np2,5,'],
    ['with LibreOffice', ',', 2, '"payment_id","amount","description"\r\n"p1",1000.50,"две, рубашки"\r\n"p2",5,""\r\n'],
    ['with Excel', ';', 3, '\ufeffsep=;\r\npayment_id;amount;description\r\np1;1000.50;две, рубашки\r\np2;5;\r\n'],
    ['with tabs between its cells', '\t', 2, 'payment_id\tamount\tdescription\np1\t1000.50\tдве, рубашки\np2\t5\t\n'],
    ['with Excel in English', ',', 2, `\ufeff${HEAD}\r\np1,1000.50,"две, рубашки"\r\np2,5,\r\n`],
    ['with Numbers', ';', 2, 'payment_id;amount;description\np1;1000.50;"две, рубашки"\np2;5;\n'],
    ['on an old Mac', ',', 2, `${HEAD}\rp1,1000.50,"две, рубашки"\rp2,5,\r`],
    ['after empty lines', ',', 4, `\n\n${HEAD}\np1,1000.50,"две, рубашки"\np2,5,\n`],
    [
      'after lines of empty cells',
      ';',
      3,
      ';;\r\npayment_id;amount;description\r\np1;1000.50;две, рубашки\r\np2;5;\r\n',
    ],
  ])('%s', async (_, delimiter, first, text) => {
    const input = await read(text);
    expect(format(input)).toEqual([`${first} p1|1000.50|две, рубашки`, `${first + 1} p2|5|`]);
    expect(input).toMatchObject({ name: 'refunds.csv', columns: { format: 'simple', delimiter, names: NAMES } });
    expect(input.sha256).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('in the format of the Dashboard', async () => {
    const names =
      'operation_type;general.project_id;general.payment_id;payment.amount;payment.currency;payment.description';
    const { columns, rows } = await read(`${names}\nrefund;42;p1;100050;KZT;shirts\n`);
    expect(columns).toMatchObject({ format: 'dashboard', delimiter: ';', names: names.split(';') });
    expect(rows).toEqual([{ row: 1, line: 2, cells: ['refund', '42', 'p1', '100050', 'KZT', 'shirts'] }]);
  });

  it.each<[names: string, text: string]>([
    ['|payment_id|amount|description', ',payment_id,amount,description\n5,47,250.00,\n'],
    ['payment_id|amount|note, if any', 'payment_id,amount,"note, if any"\n47,250.00,x\n'],
    ['payment_id|amount|"note"', 'payment_id,amount,"""note"""\n47,250.00,x\n'],
  ])('with the columns %s', async (names, text) => {
    const { columns, rows } = await read(text);
    expect(columns.names).toEqual(names.split('|'));
    expect(rows[0]?.cells[columns.at.paymentId ?? -1]).toBe('47');
  });

  it('without rows', async () => {
    await expectRows(HEAD, []);
    await expectRows(`${HEAD}\r\n\r\n,,\r\n`, []);
  });
});

describe('each row has the number of its line', () => {
  it.each<[what: string, text: string, rows: string[]]>([
    ['line ends of every kind', 'p1,1,a\r\np2,2,b\rp3,3,c\np4,4,d', ['2 p1|1|a', '3 p2|2|b', '4 p3|3|c', '5 p4|4|d']],
    ['empty lines', '\n\r\n\rp1,1,a\n\n\np2,2,b\n\n', ['5 p1|1|a', '8 p2|2|b']],
    ['lines of empty cells', ',,\n , ,\t\np1,1,a\n"","",""\np2,2,b\n,,,,\n', ['4 p1|1|a', '6 p2|2|b']],
    ['cells of several lines', 'p1,1,"a\nb\r\nc\rd"\np2,2,b', ['2 p1|1|a\nb\r\nc\rd', '6 p2|2|b']],
    ['quotes and commas in quotes', '"p,1","1","say ""hi"", you"\np2,2,""""', ['2 p,1|1|say "hi", you', '3 p2|2|"']],
    ['quotes that quote nothing', 'p1,1,5" screen\np2,2,say "hi"\n', ['2 p1|1|5" screen', '3 p2|2|say "hi"']],
    ['too few and too many cells', 'p1\np2,2,b,c\n', ['2 p1', '3 p2|2|b|c']],
    ['white space', ' p1 ,\t1, a \n', ['2  p1 |\t1| a ']],
  ])('with %s', async (_, text, rows) => {
    await expectRows(`${HEAD}\n${text}`, rows);
  });
});

describe('a file is refused, naming the line,', () => {
  it.each<[what: string, line: number, text: string]>([
    ['when a quote is not closed', 2, 'p1,1,"a\np2,2,b\np3,3,c\n'],
    ['when a quote in a payment id is not closed', 2, '"p1,1,a\r\np2,2,b\r\n'],
    ['when a quote in the last row is not closed', 3, 'p1,1,a\np2,2,"b'],
    ['when a quote after a cell of several lines is not closed', 4, 'p0,0,"a\nb"\np1,1,"c\np2,2,d\n'],
    ['when the next row begins with a quote', 2, 'p1,1,"a\n"p2",2,"b"\np3,3,c\n'],
    ['when the next row has all cells in quotes', 2, '"p1","1","a\n"p2","2","b"\n'],
    ['when a later row has quotes', 2, 'p1,1,"a\np2,2,"b"\np3,3,"c"\n'],
    ['when the lines of a closed cell look like rows', 2, 'p1,1,"from:\np9,100,x\nend"\np2,2,b\n'],
    ['when a row is longer than 64 KB', 3, `p1,1,a\np2,2,${'x'.repeat(CHUNK)}\np3,3,c\n`],
  ])('%s', async (_, line, text) => {
    const failure = usage(`The file cannot be read: in line ${line} a quote is not closed`);
    expect(await rejectionOf(read(`${HEAD}\n${text}`))).toMatchObject(failure);
    const next = usage(`in line ${line + 1} a quote`);
    expect(await rejectionOf(read(`\ufeffsep=,\r\n${HEAD}\n${text}`))).toMatchObject(next);
  });

  it('when the next row would be refunded with this row as its description', async () => {
    const failure = await rejectionOf(read('description,payment_id,amount\n"a,p1,1\n"b",p2,2\n'));
    expect(failure).toMatchObject(usage('in line 2 a quote is not closed'));
  });
});

it('a file of refunds is read when a chunk ends within a character, a quote or a line end', async () => {
  const text = 'p1,1,"Ж😀""\r\nb"\r\n';
  for (let before = 'p1,1,'.length; before < Buffer.byteLength(text); before++) {
    const first = `${HEAD}\np,1,${'x'.repeat(30_000)}\n`;
    const filler = `p,1,${'x'.repeat(CHUNK - before - first.length - 5)}\n`;
    const { rows } = await read(`${first}${filler}${text}p2,2,c\n`);
    expect(format({ rows: rows.slice(2) })).toEqual(['4 p1|1|Ж😀"\r\nb', '6 p2|2|c']);
  }
});

describe('a file is read in the encoding', () => {
  const text = `${HEAD}\r\np1,1,"Возврат: «№ 5», ещё"\r\n${'p2,2,\r\n'.repeat(20_000)}p3,3,Жаңа\r\n`;
  const first = '2 p1|1|Возврат: «№ 5», ещё';
  const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');

  it.each<[what: string, content: Uint8Array, encoding: string, bom: boolean]>([
    ['UTF-8', Buffer.from(text), 'utf-8', false],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), 'utf-8', true],
    ['UTF-16 of Windows', utf16, 'utf-16le', true],
    ['UTF-16 of others', Buffer.from(utf16).swap16(), 'utf-16be', true],
  ])('%s', async (_, content, encoding, bom) => {
    const input = await read(content);
    expect(format(input)).toHaveLength(20_002);
    expect(format(input)[0]).toBe(first);
    expect(format(input).at(-1)).toBe('20003 p3|3|Жаңа');
    expect(input).toMatchObject({ encoding, bom });
  });

  it('windows-1251, which Excel writes as "CSV"', async () => {
    const content = windows1251(text.replace('Жаңа', 'Жаркент'));
    const input = await read(content);
    expect(format(input)[0]).toBe(first);
    expect(format(input).at(-1)).toBe('20003 p3|3|Жаркент');
    expect(input).toMatchObject({ encoding: 'windows-1251', bom: true });
  });
});

/** Encodes a Cyrillic text as windows-1251. */
function windows1251(text: string): Buffer {
  const decoder = new TextDecoder('windows-1251');
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
  return Buffer.from(Array.from(text, (letter) => bytes.get(letter) ?? 0x3f));
}

describe('a file is refused, with the reason, for', () => {
  const cyrillic = (text: string) => Buffer.from(text.replaceAll('Ж', '\u00c6'), 'latin1');
  const utf16 = Buffer.from(`\ufeff${HEAD}\np1,1,a\n`, 'utf16le');
  const border = `${HEAD}\np,1,${'x'.repeat(CHUNK - HEAD.length - 6)}я\np,1,a\n`;
  const cut = Buffer.concat([Buffer.from(border), cyrillic('p1,1,Ж\n')]);

  it.each<[what: string, content: string | Uint8Array, why: string]>([
    ['nothing in it', '', 'is empty.'],
    ['white space only', ' \r\n\n', 'is empty.'],
    ['a byte order mark only', '\ufeff', 'is empty.'],
    [
      'no names of columns',
      'p1,1,a\np2,2,b\n',
      'The first row names no column "payment_id", "amount". Found: p1, 1, a.',
    ],
    ['a column that occurs twice', 'payment_id,amount,amount\n', 'names the column "amount" twice'],
    ['another delimiter', 'payment_id|amount\np1|1\n', 'names no column'],
    ['UTF-16 without a mark', utf16.subarray(2), 'names no column'],
    ['UTF-8 with a letter of another encoding', cut, 'line 4 is not UTF-8'],
    ['an encoding that is not known', Buffer.from(`${HEAD}\np1,1,\u0098\u0081\n`, 'latin1'), 'line 2 is not UTF-8'],
    ['half a letter at its end', Buffer.from(`${HEAD}\np1,1,Ж`).subarray(0, -1), 'line 2 is not UTF-8'],
  ])('%s', async (_, content, why) => {
    expect(await rejectionOf(read(content))).toMatchObject(usage(why));
  });

  it('a folder, and a file that does not exist', async () => {
    const folder = await temporaryFolder();
    const isFolder = { exit: EXIT.usage, message: expect.stringContaining('is a folder') };
    expect(await rejectionOf(openRefundInput(folder))).toMatchObject(isFolder);
    const none = await rejectionOf(openRefundInput(join(folder, 'none.csv')));
    expect(none).toMatchObject({
      exit: EXIT.usage,
      code: 'unreadable',
      message: expect.stringContaining('no such file'),
    });
  });
});

describe('a table', () => {
  const columns = readColumns(NAMES, ';');
  const cell = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'a1Ж😀",; \t\r\n='), maxLength: 8 }),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  );
  const row = fc
    .array(cell, { minLength: 3, maxLength: 3 })
    .filter((cells) => cells.some((text) => text.trim() !== ''));
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

  it('written as RFC 4180 is read unchanged, each row with its line, unless a cell looks like rows', async () => {
    const rows = fc.array(
      row.filter((cells) => !mayHideRows(cells, columns)),
      { maxLength: 8 },
    );
    const end = fc.constantFrom('\r\n', '\n', '\r');
    await fc.assert(
      fc.asyncProperty(rows, end, fc.boolean(), async (table, lineEnd, bare) => {
        const write = (text: string) => (bare && !/[";\r\n]/.test(text) ? text : quoted(text));
        const text = [NAMES, ...table].map((cells) => cells.map(write).join(';') + lineEnd).join('');
        let line = 2;
        const expected = table.map((cells, index) => {
          const found = { row: index + 1, line, cells };
          line += 1 + (cells.join(';').match(/\r\n|\n|\r/g)?.length ?? 0);
          return found;
        });
        expect((await read(text)).rows).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});

it('a file of more than 1 GB is refused before it is read', async () => {
  const file = join(await temporaryFolder(), 'refunds.csv');
  await writeFile(file, HEAD);
  await truncate(file, 2 ** 40);
  expect(await rejectionOf(openRefundInput(file))).toMatchObject(usage('is larger than 1 GB'));
});
