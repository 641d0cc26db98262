import { columns } from '#cli/columns';
import { formatAge, formatTime } from '#cli/format-age';
import { type Amount, formatAmount, formatMajor } from '#domain/payments/amount';
import { isFailed } from '#domain/payments/payment-status';
import { describeMode, type Profile } from '#domain/profiles/profile';
import type { EarlierRefund } from '#domain/refunds/refund-history';
import type { RefundPreview } from '#domain/refunds/refund-preview';
import type { View } from '#domain/terminal/terminal';
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
  const mode = describeMode(profile.mode);
  const where = profile.mode === 'live' ? style.warn(mode) : mode;
  const fields = [
    ['Payment', `${paymentId} (${status}${age === undefined ? '' : `, ${formatAge(age)} old`})`],
    ...listAmountFields(preview),
    ['Profile', `${profile.name}, project ${profile.projectId}, ${where}`],
  ];
  return [
    ...columns(fields, (text, column) => (column === 0 ? style.dim(text) : text)),
    ...(earlier.length === 0 ? [] : [style.dim('Earlier refunds'), ...columns(earlier.map(toCells))]),
    ...(notes.length === 0 ? [] : [style.warn('Notes'), ...newestNoteLines(notes, paymentId, style)]),
  ];
};

/** Formats what is paid, refunded, in progress and left of a payment, as far as the platform reports it. */
export function listAmountFields(preview: RefundPreview): string[][] {
  const amounts: [string, Amount | undefined, note?: string][] = [
    ['Paid', preview.paid, preview.unpaid ? ` (${explainUnpaid(preview.status)})` : ''],
    ['Refunded', preview.refunded],
    ['In progress', preview.inProgress?.minor === 0 ? undefined : preview.inProgress],
    // Without the amounts in progress the remaining amount is not exact.
    ['Left', preview.refundable ?? preview.left, preview.refundable === undefined ? ' (less what is in progress)' : ''],
  ];
  return amounts.flatMap(([name, amount, note = '']) =>
    amount === undefined ? [] : [[name, formatAmount(amount) + note]],
  );
}

/** Explains why nothing was paid. */
function explainUnpaid(status: string): string {
  if (!isFailed(status)) return 'not paid yet';
  return `${status.startsWith('decline') ? 'declined' : status}: never paid`;
}

function toCells({ amount, at, status, intent }: EarlierRefund): string[] {
  return [
    '',
    at === undefined ? '' : formatTime(at),
    amount === undefined ? '' : formatMajor(amount),
    status === 'never_arrived' ? 'not shown by the platform' : status,
    intent === undefined ? 'not from this machine' : `${intent.user}@${intent.host} ${intent.id}`,
  ];
}
