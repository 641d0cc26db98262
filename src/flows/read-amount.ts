import { type Amount, parseAmount, parseMinorAmount } from '../domain/amount.ts';
import { Failure, usageFailure } from '../domain/errors.ts';

/** The amount of `--amount` or `--amount-minor`: exactly one of them. */
export function readAmountOptions(
  options: { readonly amount?: string; readonly amountMinor?: string },
  currency: string,
): Amount {
  const { amount, amountMinor } = options;
  if (!/^[A-Z]{3}$/.test(currency)) {
    throw usageFailure(
      `--currency: ${JSON.stringify(currency)} is not three capital letters.`,
      'For example: --currency KZT',
    );
  }
  if (amount !== undefined && amountMinor !== undefined) {
    throw usageFailure('--amount and --amount-minor were both given.', 'Give one: major or minor units.');
  }
  if (amount !== undefined) return at('--amount', () => parseAmount(amount, currency));
  if (amountMinor !== undefined) return at('--amount-minor', () => parseMinorAmount(amountMinor, currency));
  throw usageFailure('The amount is missing.', 'Give --amount (major units) or --amount-minor (minor units).');
}

/** An amount in major units that stands after another flag. */
export const readAmount = (flag: string, text: string, currency: string): Amount =>
  at(flag, () => parseAmount(text, currency));

function at(flag: string, read: () => Amount): Amount {
  try {
    return read();
  } catch (error) {
    const { exit, code, message, hint } = error as Failure;
    throw new Failure(exit, code, `${flag}: ${message}`, { hint });
  }
}
