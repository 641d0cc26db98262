import type { AmountOptions } from '#cli/shared-options';
import { Failure, usageError } from '#domain/errors/failure';
import { joinTexts, message, type Text } from '#domain/language/message';
import { type Amount, exampleAmount, minorUnitDigits, parseAmount, parseMinorAmount } from '#domain/payments/amount';

/** Returns the amount of `--amount` or `--amount-minor`, of which exactly one is required. */
export function readAmountOptions({ amount, amountMinor }: AmountOptions, currency: string): Amount {
  if (amount !== undefined && amountMinor !== undefined) {
    throw usageError(
      message('--amount and --amount-minor were both given.'),
      message('Give one: major or minor units.'),
    );
  }
  if (amount !== undefined) return parseOption('--amount', () => parseAmount(amount, currency), explainUnits(currency));
  if (amountMinor !== undefined)
    return parseOption('--amount-minor', () => parseMinorAmount(amountMinor, currency), explainUnits(currency));
  throw usageError(
    message('The amount is missing.'),
    message('Give --amount (major units) or --amount-minor (minor units).'),
  );
}

/** Returns the amount of another option, in major units. */
export const readAmount = (flag: string, text: string, currency: string): Amount =>
  parseOption(
    flag,
    () => parseAmount(text, currency),
    message('For example: {example}', { example: `${flag} ${exampleAmount(currency)}` }),
  );

function explainUnits(currency: string): Text {
  const digits = minorUnitDigits(currency);
  if (digits === undefined)
    return message('If {currency} is the right currency, write the amount in minor units: --amount-minor 100000', {
      currency,
    });
  const major = exampleAmount(currency);
  const minor = 1000 * 10 ** digits;
  return message(
    'Write --amount {major} (major units) or --amount-minor {minor} (minor units): both are {major} {currency}.',
    {
      ...{ major, minor: String(minor), currency },
    },
  );
}

function parseOption(flag: string, parse: () => Amount, hint: Text): Amount {
  try {
    return parse();
  } catch (error) {
    const { exit, code, text } = error as Failure;
    throw new Failure(exit, code, joinTexts([flag, text], ': '), { hint });
  }
}
