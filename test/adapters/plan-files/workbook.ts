import { strToU8, zipSync } from 'fflate';

/** A cell of a test workbook: text, or a number as it is stored. */
type Cell = string | { readonly stored: string };

/** Makes an Excel workbook with these sheets. */
export function makeWorkbook(sheets: Readonly<Record<string, readonly (readonly Cell[])[]>>): Uint8Array {
  const names = Object.keys(sheets);
  const files = Object.entries(sheets).map(([, rows], at) => [`xl/worksheets/sheet${at + 1}.xml`, sheetXml(rows)]);
  const all = {
    'xl/workbook.xml': `<workbook xmlns:r="r"><sheets>${names
      .map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${names
      .map((_, at) => `<Relationship Id="rId${at + 1}" Type="${WORKSHEET}" Target="worksheets/sheet${at + 1}.xml"/>`)
      .join('')}</Relationships>`,
    'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>',
    ...Object.fromEntries(files),
  };
  return zipSync(Object.fromEntries(Object.entries(all).map(([path, xml]) => [path, strToU8(xml as string)])));
}

const WORKSHEET = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet';

const sheetXml = (rows: readonly (readonly Cell[])[]): string =>
  `<worksheet><sheetData>${rows
    .map((cells, row) => `<row r="${row + 1}">${cells.map((cell, at) => cellXml(cell, at, row + 1)).join('')}</row>`)
    .join('')}</sheetData></worksheet>`;

function cellXml(cell: Cell, at: number, row: number): string {
  const address = `${String.fromCharCode(65 + at)}${row}`;
  if (typeof cell !== 'string') return `<c r="${address}"><v>${cell.stored}</v></c>`;
  return cell === '' ? '' : `<c r="${address}" t="inlineStr"><is><t>${cell}</t></is></c>`;
}
