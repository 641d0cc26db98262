import { type Message, mapText, message, type Text } from '#domain/language/message';
import { createTextReader } from '#domain/language/stored-text';
import { reasonText } from '#domain/ledger/stored-reason';

/** Short names of the reasons why a row is skipped, by their codes. */
const REASONS: Readonly<Record<string, Message>> = {
  malformed: message('malformed'),
  duplicate: message('duplicate'),
  other_currency: message('other currency'),
  other_project: message('other project'),
  other_operation: message('other operation'),
  already_refunded: message('already refunded'),
  duplicate_refund: message('duplicate refund'),
  not_refundable: message('not refundable'),
  more_than_left: message('more than left'),
  no_balance: message('no balance'),
  over_limit: message('over limit'),
  unresolved: message('unresolved'),
  no_answer: message('no answer'),
  status_outdated: message('status outdated'),
  status_unbalanced: message('status unbalanced'),
  status_unsigned: message('status unsigned'),
};

/** Returns the short name of a reason; its code in words where it is not one of this version. */
export const skipReason = (code: string): Text =>
  Object.hasOwn(REASONS, code) ? (REASONS[code] ?? code) : code.replaceAll('_', ' ');

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

/** Returns the explanation of a row: as a message, also where it was read from a plan, which has it in English. */
export function rowExplanation(why: Text): Text {
  if (typeof why !== 'string') return why;
  const found = EXPLANATIONS(why);
  if (found !== why) return found;
  const sentence = SENTENCES(why.replace(/^the /, 'The '));
  return typeof sentence === 'string' ? reasonText(why) : mapText(sentence, toClause);
}

/** Returns a sentence as a clause. */
export const toClause = (sentence: string): string =>
  sentence.replace(/^\p{Lu}(?=\p{Ll}|\s)/u, (first) => first.toLowerCase()).replace(/\.$/, '');
