import { Streamed } from '#cli/command-spec';
import { ignoreClosedOutput } from '#cli/ignore-closed-output';
import { columns, wrapped } from '#cli/text-table';
import type { Context } from '#context';
import { type CustomerReceipt, createCustomerReceipt } from '#domain/answers/customer-receipt';
import { neutralText } from '#domain/encoding/invisible-characters';
import { shellWord } from '#domain/encoding/shell-word';
import { EXIT } from '#domain/errors/exit-codes';
import { usageError } from '#domain/errors/failure';
import { PRIVATE_FILE } from '#domain/files/file-permissions';
import { LANGUAGES, type Language } from '#domain/language/languages';
import { message } from '#domain/language/message';
import type { Intent } from '#domain/ledger/intent';
import { KIND_WORDS, stateText } from '#domain/ledger/state-words';
import { receiptPage } from './receipt-page.ts';

/** Options of a receipt for the customer. */
export interface ReceiptOptions {
  readonly format?: 'text' | 'html';
  readonly language?: Language;
  readonly output?: string;
}

/**
 * Prints the receipt for a customer, or writes it to a new file.
 *
 * @throws {Failure} (usage) without a language, and for a request of which there is nothing to tell a customer.
 */
export async function printReceipt(
  intent: Intent,
  { format = 'text', language, output }: ReceiptOptions,
  { terminal, saveFile }: Pick<Context, 'terminal' | 'saveFile'>,
): Promise<Streamed> {
  if (language === undefined) {
    throw usageError(
      message('A receipt for the customer needs their language.'),
      message('Give --language {languages}: rocketpay receipt {id} --format {format} --language ru', {
        languages: LANGUAGES.join(', '),
        id: intent.id,
        format,
      }),
    );
  }
  const receipt = createCustomerReceipt(intent, language);
  if (receipt === undefined) {
    throw usageError(
      message('There is nothing to confirm to the customer: {id} is {kind} {state}.', {
        id: intent.id,
        kind: KIND_WORDS[intent.kind],
        state: stateText(intent.state),
      }),
      message('All that is known about it: rocketpay receipt {id}', { id: intent.id }),
    );
  }
  const text = format === 'html' ? receiptPage(receipt) : `${receiptText(receipt).join('\n')}\n`;
  if (output === undefined) ignoreClosedOutput(() => terminal.print(text));
  else {
    await saveFile(output, text, { mode: PRIVATE_FILE });
    terminal.note(message('The receipt is in {file}.', { file: shellWord(output) }));
  }
  return new Streamed(EXIT.done);
}

const receiptText = ({ title, sentence, rows, note }: CustomerReceipt): string[] => [
  title,
  '',
  ...wrapped(sentence, 0),
  '',
  ...columns(rows.map(([label, value]) => [label, neutralText(value)])),
  '',
  note,
];
