import { joinTexts, mapText, type Text } from '#domain/language/message';
import { createTextReader } from '#domain/language/stored-text';
import type { IntentState } from '#domain/ledger/intent';
import { STATE_WORDS } from '#domain/ledger/state-words';
import { reasonText } from '#domain/ledger/stored-reason';

/** Explanations that a plan stores for its rows, as whole texts. */
const EXPLANATIONS = createTextReader([
  'the payment is already in line {line}: each payment may occur once in a file',
  'the currency {currency} is not three capital letters',
  'the row is in {currency} and the plan in {plan}: make one plan for each currency',
  'the row has {count} cells, the first row {first}: is there a comma in the amount? Write 1000.50',
  'the row has {count} cells, the first row {first}',
  '"{text}" could be one amount with a comma: if it is, write {joined}; if not, write {whole}.00',
  'the operation is {operation}, not "refund"',
  'the row has project {project}, the profile has {own}',
  'the method is {method}, not mobile',
]);

/** Sentences that a plan stores as clauses, without the capital letter and the full stop. */
const SENTENCES = createTextReader([
  'The payment id {id} was shortened by a spreadsheet: format its column as text',
  'The payment id {id} contains a hidden character ({hidden})',
  'The payment id is longer than 255 characters',
  'The payment id {id} contains a quote',
  'The amount is missing',
  'The amount {amount} could be read in two ways: add --decimal comma if it is {comma}, --decimal point if it is {point}',
  'The description is missing',
  'The description is longer than 255 characters',
  'The description contains a control character',
]);

const AMOUNT = createTextReader(['{amount} ({minor} minor units)']);

/** Clauses within these sentences. */
const CLAUSES = createTextReader([
  'the platform does not know this payment',
  'this payment was declined; the customer was not charged',
  'this payment ended as {status}; the customer was not charged',
  'all of it was already refunded (status {status}, {left} is left)',
]);

/** Sentences that a plan stores without the full stop. */
const WHOLE_SENTENCES = createTextReader(
  [
    '{paymentId} cannot be refunded: {reason}.',
    '{amount} is more than what is left of {paymentId}: {left}.',
    'The amount {amount} is not valid: {problem}.',
    'The amount {amount} has {count} decimals; {currency} has {digits}.',
    '{amount} of {paymentId} was already refunded by a plan: {time}, {plan}, by {user}, intent {id} ({state}).',
    '{amount} of {paymentId} was already sent by a plan and may have been refunded or may still be refunded: {time}, {plan}, by {user}, intent {id} ({state}).',
  ],
  (name, value) => {
    if (name === 'amount' || name === 'left') return AMOUNT(value);
    if (name === 'state') return Object.hasOwn(STATE_WORDS, value) ? STATE_WORDS[value as IntentState] : value;
    const [, clause = value, code = ''] = /^(.*?)( \(\d+\))?$/.exec(value) ?? [];
    return name === 'reason' ? joinTexts([CLAUSES(clause), code.trim()], ' ') : value;
  },
);

/** Returns the explanation of a row: as a message, also where it was read from a plan, which has it in English. */
export function rowExplanation(why: Text): Text {
  if (typeof why !== 'string') return why;
  const found = EXPLANATIONS(why);
  if (found !== why) return found;
  const start = why.replace(/^the /, 'The ');
  for (const sentence of [SENTENCES(start), WHOLE_SENTENCES(`${start}.`)])
    if (typeof sentence !== 'string') return mapText(sentence, toClause);
  return reasonText(why);
}

/** Returns a sentence as a clause. */
export const toClause = (sentence: string): string =>
  sentence.replace(/^\p{Lu}(?=\p{Ll}|\s)/u, (first) => first.toLowerCase()).replace(/\.$/, '');
