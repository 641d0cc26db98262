/**
 * Maps command names of other payment command lines to the command here, so that an error can suggest it. The right-hand
 * side is a command line.
 */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  ...toEach('listen', 'webhook webhooks tunnel receive'),
  ...toEach('listen --forward-to <url>', 'forward proxy'),
  ...toEach('callbacks list', 'logs log events event callback'),
  ...toEach('callbacks prune', 'prune clean cleanup purge'),
  ...toEach('callbacks replay <id> --to <url>', 'replay redeliver'),
  ...toEach('profiles add <name> --project-id <id>', 'login auth init config configure setup'),
  ...toEach('profiles list', 'accounts projects account project'),
  ...toEach('refunds plan <file>', 'refund-all refund-many bulk bulk-refund batch'),
  ...toEach('refund <payment-id>', 'cancel void reverse reversal chargeback'),
  ...toEach('sale', 'charge create-payment payment purchase'),
  ...toEach('history', 'list payments transactions'),
  ...toEach('status', 'get show retrieve'),
  ...toEach('checkout', 'link payment-link checkout-link'),
  ...toEach('verify-callback', 'verify'),
  ...toEach('request /v2/payment/status', 'post api curl'),
  ...toEach('sandbox', 'mock serve emulator simulate'),
  ...toEach('interactive', 'wizard guide'),
  ...toEach('resume', 'retry'),
};

function toEach(ours: string, theirs: string): Record<string, string> {
  return Object.fromEntries(theirs.split(' ').map((name) => [name, ours]));
}

/** Returns the command here that corresponds to a command name of other tools, or undefined. */
export const findOwnCommand = (word: string): string | undefined =>
  Object.hasOwn(OTHER_NAMES, word) ? OTHER_NAMES[word] : undefined;
