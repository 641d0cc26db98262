import { Failure, usageError } from '#domain/errors/failure';
import { type Amount, exampleAmount, minorUnitDigits, parseAmount, parseMinorAmount } from '#domain/payments/amount';

/** Reads the amount of `--amount` or `--amount-minor`: exactly one of them. */
export function readAmountOptions(
  options: { readonly amount?: string; readonly amountMinor?: string },
  currency: string,
): Amount {
  const { amount, amountMinor } = options;
  if (!/^[A-Z]{3}$/.test(currency)) {
    throw usageError(
      `--currency: ${JSON.stringify(currency)} is not three capital letters.`,
      'For example: --currency KZT',
    );
  }
  if (amount !== undefined && amountMinor !== undefined) {
    throw usageError('--amount and --amount-minor were both given.', 'Give one: major or minor units.');
  }
  if (amount !== undefined) return at('--amount', () => parseAmount(amount, currency), bothForms(currency));
  if (amountMinor !== undefined)
    return at('--amount-minor', () => parseMinorAmount(amountMinor, currency), bothForms(currency));
  throw usageError('The amount is missing.', 'Give --amount (major units) or --amount-minor (minor units).');
}

/** Reads an amount in major units from another flag. */
export const readAmount = (flag: string, text: string, currency: string): Amount =>
  at(flag, () => parseAmount(text, currency), `For example: ${flag} ${exampleAmount(currency)}`);

/** Explains how to write an amount with an option. */
function bothForms(currency: string): string {
  const digits = minorUnitDigits(currency);
  if (digits === undefined)
    return `If ${currency} is the right currency, write the amount in minor units: --amount-minor 100000`;
  const major = exampleAmount(currency);
  const minor = 1000 * 10 ** digits;
  return `Write --amount ${major} (major units) or --amount-minor ${minor} (minor units): both are ${major} ${currency}.`;
}

function at(flag: string, read: () => Amount, hint: string): Amount {
  try {
    return read();
  } catch (error) {
    const { exit, code, message } = error as Failure;
    throw new Failure(exit, code, `${flag}: ${message}`, { hint });
  }
}
