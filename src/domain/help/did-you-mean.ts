/** Commands here with the names that other payment command lines have for them, so that an error can suggest them. */
const FOREIGN_NAMES: Readonly<Record<string, string>> = {
  listen: 'webhook webhooks tunnel receive',
  'listen --forward-to <url>': 'forward proxy',
  'callbacks list': 'logs log events event callback',
  'callbacks prune': 'prune clean cleanup purge',
  'callbacks replay <id> --to <url>': 'replay redeliver',
  'profiles add <name> --project-id <id>': 'login auth init config configure setup',
  'profiles list': 'accounts projects account project',
  'refunds plan <file>': 'refund-all refund-many bulk bulk-refund batch',
  'refund <payment-id>': 'cancel void reverse reversal chargeback',
  sale: 'charge create-payment payment purchase',
  history: 'list payments transactions',
  status: 'get show retrieve',
  checkout: 'link payment-link checkout-link',
  'verify-callback': 'verify',
  'request /v2/payment/status': 'post api curl',
  sandbox: 'mock serve emulator simulate',
  interactive: 'wizard guide',
  resume: 'retry',
};

/** Returns the command line here for a command name of other tools, or undefined. */
export const findOwnCommand = (name: string): string | undefined =>
  Object.keys(FOREIGN_NAMES).find((own) => FOREIGN_NAMES[own]?.split(' ').includes(name));
