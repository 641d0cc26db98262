import { type Message, message, type Text } from '#domain/language/message';

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
