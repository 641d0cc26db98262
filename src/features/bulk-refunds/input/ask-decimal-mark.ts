import type { Context } from '#context';
import type { RefundInput } from '#domain/bulk-refunds/plan-storage';
import type { DecimalMark } from '#domain/bulk-refunds/rows/amount-text';
import { readAmountCell } from '#domain/bulk-refunds/rows/refund-row';
import { joinTexts, message } from '#domain/language/message';

/** Number of amounts that the question shows. */
const EXAMPLES = 3;

/**
 * Asks for the decimal mark of a file whose amounts can be read in two ways: once for the whole file.
 *
 * @param currency ISO 4217 code of the plan
 * @returns undefined when no amount is ambiguous, or the user does not know: ambiguous rows are then skipped
 */
export async function askDecimalMark(
  file: string,
  currency: string,
  { refundFiles, terminal }: Pick<Context, 'refundFiles' | 'terminal'>,
): Promise<DecimalMark | undefined> {
  const input = await (await refundFiles()).openInput(file);
  try {
    const { count, examples } = await findAmbiguous(input, currency);
    const [first] = examples;
    if (first === undefined) return undefined;
    const lines = joinTexts(
      examples.map(({ line, text }) => message('{text} (line {line})', { text, line: String(line) })),
      ', ',
    );
    const { comma, point } = first.values;
    return await terminal.choose(
      message('{count:One amount|# amounts} of this file can be read in two ways: {lines}. How are amounts written?', {
        count,
        lines,
      }),
      [
        {
          name: message('With a decimal comma: {text} is {value}', { text: first.text, value: comma }),
          value: 'comma' as const,
        },
        {
          name: message('With a decimal point: {text} is {value}', { text: first.text, value: point }),
          value: 'point' as const,
        },
        { name: message('I do not know: skip these rows'), value: undefined },
      ],
    );
  } finally {
    await input.close();
  }
}

async function findAmbiguous(input: RefundInput, currency: string) {
  const { format, at } = input.columns;
  const examples: { line: number; text: string; values: Readonly<Record<DecimalMark, string>> }[] = [];
  let count = 0;
  if (format === 'dashboard') return { count, examples };
  for await (const { line, cells } of input.rows()) {
    const text = cells[at.amount ?? -1]?.trim() ?? '';
    const read = readAmountCell(text, cells[at.currency ?? -1]?.trim() || currency);
    if (read.kind !== 'ambiguous') continue;
    count += 1;
    if (examples.length < EXAMPLES) examples.push({ line, text, values: read.values });
  }
  return { count, examples };
}
