import type { Context } from '#context';
import type { DecimalMark } from '#domain/bulk-refunds/amount-text';
import type { RefundInput } from '#domain/bulk-refunds/plan-storage';
import { readAmountCell } from '#domain/bulk-refunds/refund-row';

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
    const amounts = count === 1 ? 'One amount' : `${count} amounts`;
    const lines = examples.map(({ line, text }) => `${text} (line ${line})`).join(', ');
    const { comma, point } = first.values;
    return await terminal.choose(
      `${amounts} of this file can be read in two ways: ${lines}. How are amounts written?`,
      [
        { name: `With a decimal comma: ${first.text} is ${comma}`, value: 'comma' as const },
        { name: `With a decimal point: ${first.text} is ${point}`, value: 'point' as const },
        { name: 'I do not know: skip these rows', value: undefined },
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
