import type { CommandSpec } from '#cli/command-spec';
import { shellWord } from '#domain/encoding/shell-word';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, usageError } from '#domain/errors/failure';
import { LANGUAGES } from '#domain/language/languages';
import { joinTexts, message } from '#domain/language/message';
import type { Ledger } from '#domain/ledger/ledger';
import { KIND_WORDS, stateText } from '#domain/ledger/state-words';
import { printReceipt, type ReceiptOptions } from '#features/answers/print-receipt';
import { receiptLines } from '#features/ledger/receipt/receipt-view';
import { readNotes } from '#features/notes/note-document';
import type { CommandDocument } from '#schemas/document-types';
import { intentDocument } from './intent-document.ts';

/** Fails for a payment id in place of an intent id, and lists the intents of the payment. */
async function suggestReceipts(paymentId: string, error: unknown, ledger: Ledger): Promise<never> {
  if (!(error instanceof Failure) || error.exit !== EXIT.usage) throw error;
  const intents = await ledger.history({ paymentId, limit: MAX_NAMED });
  if (intents.length === 0) throw error;
  const named = intents.map(({ id, kind, state }) =>
    message('{id} ({kind} {state})', { id, kind: KIND_WORDS[kind], state: stateText(state) }),
  );
  throw usageError(
    message('{payment} is a payment, not a write. Its newest writes: {writes}.', {
      payment: JSON.stringify(paymentId),
      writes: joinTexts(named, ', '),
    }),
    message('The newest: rocketpay receipt {id}. All: rocketpay history --payment {payment}', {
      id: intents[0]?.id ?? '',
      payment: shellWord(paymentId),
    }),
  );
}

const MAX_NAMED = 5;

interface Options extends ReceiptOptions {
  readonly intent: string;
  readonly json?: boolean;
  readonly field?: readonly string[];
}

export const receipt: CommandSpec<Options, CommandDocument<'receipt'>> = {
  about:
    'Shows the request, its user and time, its result, and its records in the audit trail. With --format it prints a ' +
    'receipt of the payment or refund for the customer, in their language, as text or as one HTML file to print. Works offline.',
  arguments: [{ words: '<intent>', about: 'intent id, as "rocketpay history" shows it', completes: 'intent' }],
  options: [
    { flags: '--format <format>', about: 'print a receipt for the customer: text, html', choices: ['text', 'html'] },
    {
      flags: '--language <language>',
      about: `language of the receipt for the customer: ${LANGUAGES.join(', ')}`,
      choices: LANGUAGES,
    },
    { flags: '--output <file>', about: 'write the receipt for the customer to a new file' },
  ],
  exits: [7],
  examples: [
    'rocketpay receipt "$INTENT_ID"',
    'rocketpay receipt "$INTENT_ID" --field state',
    'rocketpay receipt "$INTENT_ID" --format html --language kk',
  ],
  async run({ intent: id, json, field, ...options }, context) {
    const { format, language, output } = options;
    const isForCustomer = format !== undefined || language !== undefined || output !== undefined;
    if (isForCustomer && (json === true || field !== undefined)) {
      throw usageError(
        message('A receipt for the customer has neither --json nor --field.'),
        message('Leave out --format, --language and --output, or --json and --field.'),
      );
    }
    const ledger = await context.ledger();
    const intent = await ledger.get(id).catch((error) => suggestReceipts(id, error, ledger));
    if (isForCustomer) return printReceipt(intent, options, context);
    const records: CommandDocument<'receipt'>['records'][number][] = [];
    for await (const { number, at, by, event, hash } of ledger.records({ intentId: id })) {
      records.push({ number, at, by, event, hash });
    }
    const notesOf = await readNotes([intent], ledger);
    return { ...intentDocument(intent), records, notes: notesOf(intent) };
  },
  view: receiptLines,
};
