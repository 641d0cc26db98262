import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { joinTexts, message, type Text } from '#domain/language/message';
import { type Amount, parseAmount, toAmountStrings } from '#domain/payments/amount';
import { optionAmountMessage } from '#domain/payments/amount-message';
import { fromTypedAmount, typedAmountExample } from '#domain/payments/prompted-amount';

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
  const effect = what === 'approve' ? message('The plan was not approved.') : message('Nothing was sent.');
  const hint = message('If it is right, run the same command with --confirm {major}', { major });
  const notConfirmed = (text: Text) =>
    new Failure(EXIT.blocked, 'not_confirmed', joinTexts([text, effect], ' '), { hint });
  if (confirm !== undefined) {
    if (isTotal(ungroup(confirm.trim()), total)) return;
    throw notConfirmed(
      message('--confirm {confirm} is not the total of this plan, {total}.', {
        confirm,
        total: optionAmountMessage(total),
      }),
    );
  }
  if (!terminal.interactive) throw notConfirmed(message('A plan without a terminal needs --confirm with its total.'));
  const { currency } = total;
  const question =
    what === 'approve'
      ? message('To approve it, type the total of the plan, in {currency}:', { currency })
      : message('To refund it, type the total of the plan, in {currency}:', { currency });
  await terminal.ask(question, {
    check: (typed) =>
      isTotal(ungroup(fromTypedAmount(typed.trim(), currency, terminal.language)), total) ||
      message(
        'That is not the total of this plan. Type it as it is shown above, for example {example}, or leave with Ctrl-C.',
        { example: typedAmountExample(currency) },
      ),
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
