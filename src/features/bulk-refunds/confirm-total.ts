import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { type Amount, exampleAmount, formatAmount, parseAmount, toAmountStrings } from '#domain/payments/amount';

/** The total that the user has to type. */
export interface TotalToConfirm {
  readonly total: Amount;
  /** The value of `--confirm`. */
  readonly confirm: string | undefined;
  /** Verb of the question. */
  readonly what: 'refund' | 'approve';
}

/**
 * Confirms a plan: the user types its total, or `--confirm` contains it.
 *
 * @throws {Failure} (blocked) otherwise; nothing has been sent.
 */
export async function confirmTotal(
  { total, confirm, what }: TotalToConfirm,
  { terminal }: Pick<Context, 'terminal'>,
): Promise<void> {
  const { major } = toAmountStrings(total);
  const effect = what === 'approve' ? 'The plan was not approved.' : 'Nothing was sent.';
  const hint = `If it is right, run the same command with --confirm ${major}`;
  const notConfirmed = (message: string) =>
    new Failure(EXIT.blocked, 'not_confirmed', `${message} ${effect}`, { hint });
  if (confirm !== undefined) {
    if (isTotal(ungroup(confirm.trim()), total)) return;
    throw notConfirmed(`--confirm ${confirm} is not the total of this plan, ${formatAmount(total)}.`);
  }
  if (!terminal.interactive) throw notConfirmed('A plan without a terminal needs --confirm with its total.');
  await terminal.ask(`To ${what} it, type the total of the plan, in ${total.currency}:`, {
    check: (typed) =>
      isTotal(ungroup(typed.trim()), total) ||
      `That is not the total of this plan. Type it as it is shown above, for example ${exampleAmount(total.currency)}, or leave with Ctrl-C.`,
  });
}

/** Removes the spaces between groups of three digits: `1 019 300.00`. This is safe because the total is known. */
const ungroup = (text: string): string =>
  /^\d{1,3}([ \u00a0\u202f]\d{3})+(\.\d+)?$/.test(text) ? text.replace(/[ \u00a0\u202f]/g, '') : text;

function isTotal(text: string, { minor, currency }: Amount): boolean {
  try {
    return parseAmount(text, currency).minor === minor;
  } catch {
    // Nothing to refund: zero is not a valid amount.
    return minor === 0 && /^0(\.0+)?$/.test(text);
  }
}
