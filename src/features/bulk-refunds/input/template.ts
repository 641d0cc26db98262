import { type CommandSpec, Streamed } from '#cli/command-spec';
import { ignoreClosedOutput } from '#cli/ignore-closed-output';
import { csvLine } from '#domain/encoding/csv-line';
import type { CommandDocument } from '#schemas/document-types';

/** Names of the columns in the languages of the users. The reader knows all of them. */
const COLUMNS = {
  en: ['payment_id', 'amount', 'description'],
  ru: ['Номер платежа', 'Сумма', 'Причина'],
  kk: ['Төлем нөмірі', 'Сома', 'Себебі'],
} as const;

interface Options {
  readonly language?: keyof typeof COLUMNS;
  readonly json?: boolean;
  readonly field?: string;
}

/** Prints an empty file of refunds that every spreadsheet program opens by a double click: with a mark, and `;` between cells. */
export const template: CommandSpec<Options, CommandDocument<'refunds template'>> = {
  about:
    'Prints a CSV file of refunds to fill in: its first row has the names of the columns. Write one refund per line, ' +
    'save the file in your spreadsheet program as CSV or XLSX, and check it with "rocketpay refunds plan".',
  options: [
    {
      flags: '--language <code>',
      about: 'language of the names: en, ru or kk (default en)',
      choices: Object.keys(COLUMNS),
    },
  ],
  exits: [2],
  examples: ['rocketpay refunds template > refunds.csv', 'rocketpay refunds template --language ru > refunds.csv'],
  async run({ language = 'en', json, field }, { terminal }) {
    const columns = COLUMNS[language];
    if (json === true || field !== undefined) return { columns: [...columns] };
    ignoreClosedOutput(() => terminal.print(`\ufeff${csvLine(columns, ';')}\r\n`));
    return new Streamed(0);
  },
  view: ({ columns }) => columns,
};
