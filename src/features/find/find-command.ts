import { type CommandSpec, Streamed } from '#cli/command-spec';
import { parseLimit } from '#cli/parse-number';
import type { Context } from '#context';
import { usageError } from '#domain/errors/failure';
import { MAX_CRITERIA } from '#domain/find/find-query';
import { message } from '#domain/language/message';
import { type FoundDocument, findPayments } from './find-payments.ts';
import { choiceName, findLines, listHints } from './find-view.ts';
import { readTimeline } from './read-timeline.ts';
import { timelineLines } from './timeline-view.ts';

interface Options {
  readonly text: readonly string[];
  readonly limit?: number;
  readonly profile?: string;
}

const DEFAULT_LIMIT = 20;

export const find: CommandSpec<Options> = {
  about:
    'Finds payments by anything that a customer says: the whole phone number, the payment id, its beginning or its ' +
    'end (3 characters or more), an amount, a date (today, yesterday, 27.11.2026, 27.11-28.11, 2026-11, 7d), the ' +
    'customer id or e-mail address, an operation, request or intent id, a ticket, a word of the description or of ' +
    'a note. With several texts, a payment has to match each of them. A text that can be several things is ' +
    'searched as all of them, and the result says which one matched. Searches what was sent from this ledger, ' +
    'statuses that were read, and received callbacks with a valid signature. No request is sent. In a terminal, a ' +
    'payment can then be chosen to see its timeline.',
  arguments: [{ words: '<text...>', about: 'what the payment has to match' }],
  options: [{ flags: '--limit <n>', about: `maximum number of results (default ${DEFAULT_LIMIT})`, parse: parseLimit }],
  exits: [4, 7],
  examples: [
    'rocketpay find "+7 700 000 00 01" yesterday',
    'rocketpay find 250.00 27.11.2026',
    'rocketpay find payment_47 --json',
  ],

  async run({ text, limit = DEFAULT_LIMIT, profile }, context) {
    const texts = text.filter((one) => one.trim() !== '');
    if (texts.length === 0)
      throw usageError(
        message('There is nothing to search for.'),
        message('For example: rocketpay find yesterday 250'),
      );
    if (texts.length > MAX_CRITERIA)
      throw usageError(message('A search has at most {max} texts.', { max: MAX_CRITERIA }));
    const { document, criteria } = await findPayments({ texts, limit, profile: profile !== undefined }, context);
    const { terminal } = context;
    for (const note of listHints(document, criteria, limit)) terminal.note(note);
    terminal.report(document, findLines);
    if (!terminal.printsDocuments) await openTimeline(document, context);
    return new Streamed(0);
  },

  view: () => [],
};

/** Asks for a payment, and shows its timeline. */
async function openTimeline({ payments }: FoundDocument, context: Context): Promise<void> {
  const { terminal } = context;
  if (payments.length === 0 || !terminal.interactive) return;
  const choices = payments.map((payment) => ({ name: choiceName(payment), value: payment }));
  const chosen = await terminal.choose(message('Timeline of'), [
    ...choices,
    { name: message('none'), value: undefined },
  ]);
  if (chosen !== undefined) terminal.report(await readTimeline(chosen, { ask: false }, context), timelineLines);
}
