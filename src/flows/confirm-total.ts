import type { Context } from '../context.ts';
import { type Amount, amountTexts, formatAmount, parseAmount } from '../domain/amount.ts';
import { Failure } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';

/**
 * Lets a batch pass only when a person has typed its total, or `--confirm` names it.
 *
 * @param what is done with it, for the question: `refund`, `approve`
 * @throws {Failure} (held) otherwise. Nothing has been sent then.
 */
export async function confirmTotal(
  { total, confirm, what }: { readonly total: Amount; readonly confirm: string | undefined; readonly what: string },
  { terminal }: Pick<Context, 'terminal'>,
): Promise<void> {
  const { major } = amountTexts(total);
  const nothing = what === 'approve' ? 'The plan was not approved.' : 'Nothing was sent.';
  const hint = `If it is right, add: --confirm ${major}`;
  const held = (message: string) => new Failure(EXIT.held, 'not_confirmed', `${message} ${nothing}`, { hint });
  if (confirm !== undefined) {
    if (isTotal(confirm, total)) return;
    throw held(`--confirm ${confirm} is not the total of this plan, ${formatAmount(total)}.`);
  }
  if (!terminal.interactive) throw held('A plan without a terminal needs --confirm with its total.');
  const typed = await terminal.ask(`To ${what} it, type the total of the plan (${total.currency}):`);
  if (!isTotal(typed.trim(), total)) throw held(`${JSON.stringify(typed)} is not the total.`);
}

function isTotal(text: string, { minor, currency }: Amount): boolean {
  try {
    return parseAmount(text, currency).minor === minor;
  } catch {
    // Nothing to refund: zero is no amount.
    return minor === 0 && /^0(\.0+)?$/.test(text);
  }
}
