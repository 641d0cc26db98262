import { columns } from '#cli/text-table';
import { message, type Text } from '#domain/language/message';
import { stateText } from '#domain/ledger/state-words';
import type { Amount } from '#domain/payments/amount';
import { amountMessage } from '#domain/payments/amount-message';
import { isFailed } from '#domain/payments/payment-status';
import { modeMessage, type Profile } from '#domain/profiles/profile';
import type { EarlierRefund } from '#domain/refunds/refund-history';
import type { RefundPreview } from '#domain/refunds/refund-preview';
import type { Style, View } from '#domain/terminal/terminal';
import { formatAge } from '#domain/time/format-age';
import { newestNoteLines } from '#features/notes/note-view';
import type { NoteDocument } from '#schemas/document-types';

/** The summary that the user sees before a refund. */
export interface RefundQuestion {
  readonly preview: RefundPreview;
  /** Notes on the payment, oldest first. */
  readonly notes: readonly NoteDocument[];
  readonly profile: Pick<Profile, 'name' | 'projectId' | 'mode'>;
}

/** Formats a summary: the payment, what is paid, refunded and left, earlier refunds with their users, and the profile's mode. */
export const refundPreviewLines: View<RefundQuestion> = ({ preview, profile, notes }, style) => {
  const { paymentId, status, age, earlier } = preview;
  const { say, show } = style;
  const mode = show(modeMessage(profile.mode));
  const where = profile.mode === 'live' ? style.warn(mode) : mode;
  const fields = [
    [
      say('Payment'),
      age === undefined
        ? `${paymentId} (${status})`
        : say('{paymentId} ({status}, {age} old)', { paymentId, status, age: formatAge(age) }),
    ],
    ...listAmountFields(preview, style),
    [
      say('Profile'),
      say('{profile}, project {project}, {mode}', {
        profile: profile.name,
        project: String(profile.projectId),
        mode: where,
      }),
    ],
  ];
  return [
    ...columns(fields, (text, column) => (column === 0 ? style.dim(text) : text)),
    ...(earlier.length === 0
      ? []
      : [style.dim(say('Earlier refunds')), ...columns(earlier.map((refund) => toCells(refund, style)))]),
    ...(notes.length === 0 ? [] : [style.warn(say('Notes')), ...newestNoteLines(notes, paymentId, style)]),
  ];
};

/** Formats what is paid, refunded, in progress and left of a payment, as far as the platform reports it. */
export function listAmountFields(preview: RefundPreview, { say, show }: Pick<Style, 'say' | 'show'>): string[][] {
  const amounts: [string, Amount | undefined, note?: Text | undefined][] = [
    [say('Paid'), preview.paid, preview.unpaid ? explainUnpaid(preview.status) : undefined],
    [say('Refunded'), preview.refunded],
    [say('In progress'), preview.inProgress?.minor === 0 ? undefined : preview.inProgress],
    // Without the amounts in progress the remaining amount is not exact.
    [
      say('Left'),
      preview.refundable ?? preview.left,
      preview.refundable === undefined ? message('less what is in progress') : undefined,
    ],
  ];
  return amounts.flatMap(([name, amount, note]) => {
    if (amount === undefined) return [];
    const shown = show(amountMessage(amount));
    return [[name, note === undefined ? shown : `${shown} (${show(note)})`]];
  });
}

/** Explains why nothing was paid. */
function explainUnpaid(status: string): Text {
  if (!isFailed(status)) return message('not paid yet');
  return status.startsWith('decline') ? message('declined: never paid') : message('{status}: never paid', { status });
}

function toCells({ amount, at, status, intent, key }: EarlierRefund, { say, show }: Style): string[] {
  const known = key === undefined && intent !== undefined ? show(stateText(intent.state)) : status;
  return [
    '',
    at === undefined ? '' : show({ time: at }),
    amount === undefined ? '' : show(amount),
    status === 'never_arrived' ? say('not shown by the platform') : known,
    intent === undefined ? say('not from this machine') : `${intent.user}@${intent.host} ${intent.id}`,
  ];
}
