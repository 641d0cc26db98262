import type { CommandSpec } from '#cli/command-spec';
import type { Context } from '#context';
import { usageError } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { type Intent, projectKey } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import { isIntentId, MAX_NOTE_LENGTH, type NoteDraft, toNoteText } from '#domain/ledger/note';
import { parsePaymentId } from '#domain/payments/payment-id';
import { writableLedger } from '#features/ledger/writable-ledger';
import type { CommandDocument } from '#schemas/document-types';
import { noteDocument } from './note-document.ts';
import { noteLines } from './note-view.ts';

interface Options {
  readonly id: string;
  readonly text?: string;
}

export const note: CommandSpec<Options, CommandDocument<'note'>> = {
  about:
    'Adds a note to a payment, or to one write of it, for colleagues. Without a text it lists the notes. They are ' +
    'shown before a refund of the payment is confirmed, and by pending, history --payment and receipt. A note has at most ' +
    `${MAX_NOTE_LENGTH} characters. It is a record of the audit trail: it has its author and time, and cannot be ` +
    'changed or removed. The text is encrypted in the ledger. Card numbers, codes and secrets in it are masked.',
  arguments: [
    { words: '<id>', about: 'payment id, or intent id', parse: parsePaymentId, completes: 'payment' },
    { words: '[text]', about: 'text of the note, or - for standard input' },
  ],
  exits: [4, 7],
  examples: [
    'rocketpay note payment_47 "Customer calls back on Monday"',
    'rocketpay note payment_47',
    'rocketpay note payment_47 --json',
  ],
  async run({ id, text }, context) {
    const about = await findSubject(id, context);
    const { project, paymentId, intentId } = about;
    if (text !== undefined) await addNote(about, text, context);
    const notes = (await (await context.ledger()).notes(project, [paymentId])).get(paymentId) ?? [];
    return { paymentId, intent: intentId ?? null, added: text !== undefined, notes: notes.map(noteDocument) };
  },
  view: ({ paymentId, added, notes }, style) => [
    ...(added ? [style.say('Noted on {payment}.', { payment: paymentId })] : []),
    ...(notes.length === 0
      ? [style.say('There are no notes on {payment}.', { payment: paymentId })]
      : noteLines(notes, style)),
  ],
};

type Subject = Omit<NoteDraft, 'text'>;

async function findSubject(subject: string, context: Pick<Context, 'ledger' | 'profile'>): Promise<Subject> {
  if (isIntentId(subject)) return toSubject(await (await context.ledger()).get(subject));
  return { project: projectKey(await context.profile()), paymentId: subject, intentId: undefined };
}

function toSubject({ id, project, paymentId }: Intent): Subject {
  if (paymentId !== undefined) return { project, paymentId, intentId: id };
  throw usageError(message('The write {id} has no payment, so it can have no notes.', { id }));
}

async function addNote(
  subject: Subject,
  source: string,
  context: Pick<Context, 'ledger' | 'terminal' | 'input'>,
): Promise<void> {
  const ledger = await writableLedger(context);
  const written = source === '-' ? await context.input.text('-') : source;
  const { text, isMasked } = toNoteText(written);
  await ledger.addNote({ ...subject, text });
  if (isMasked) context.terminal.warn(message('a card number, code or secret in the note was masked.'));
  if (!(await isKnown(subject, ledger)))
    context.terminal.note(
      message('The ledger has no other record of {payment}. Check that the id is right.', {
        payment: subject.paymentId,
      }),
    );
}

/** True when the ledger has a write, a status or a callback of the payment. */
const isKnown = async ({ project, paymentId }: Subject, ledger: Ledger): Promise<boolean> =>
  (await ledger.payment(project, paymentId)) !== undefined ||
  ((await ledger.intentsByPayment(project, [paymentId])).get(paymentId)?.length ?? 0) > 0 ||
  (await ledger.callbacks(project, paymentId)).length > 0;
