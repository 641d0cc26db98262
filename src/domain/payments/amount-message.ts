import { type Message, message } from '#domain/language/message';
import { type Amount, formatMajor, minorUnitDigits } from './format-amount.ts';

/** Returns an amount in both units: `1000.00 KZT (100000 minor units)`. */
export const amountMessage = (amount: Amount): Message =>
  minorUnitDigits(amount.currency) === undefined
    ? message('{amount}', { amount })
    : message('{amount} ({minor} minor units)', { amount, minor: String(amount.minor) });

/** Returns the same with the point of the command line in every language, for a sentence about the value of an option. */
export const optionAmountMessage = (amount: Amount): Message =>
  minorUnitDigits(amount.currency) === undefined
    ? amountMessage(amount)
    : message('{amount} ({minor} minor units)', { amount: formatMajor(amount), minor: String(amount.minor) });
