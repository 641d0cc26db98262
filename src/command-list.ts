import type { CommandEntry } from '#cli/command-spec';

/** The commands, in the order in which help lists them. Each loads when it is named, and only then. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'operators',
    summary: 'list the mobile operators that payments can be taken from',
    load: async () => (await import('#features/payments/operators-command')).operators,
  },
  {
    name: 'sale',
    summary: 'ask for a payment; the operator sends the customer an OTP',
    load: async () => (await import('#features/payments/sale-command')).sale,
  },
  {
    name: 'interactive',
    alias: 'pay',
    summary: 'be guided through a whole payment, code and all',
    load: async () => (await import('#features/interactive/interactive-command')).interactive,
  },
  {
    name: 'otp',
    usage: '<payment-id> [code]',
    summary: 'hand in the OTP that the customer got',
    load: async () => (await import('#features/otp/otp-command')).otp,
  },
  {
    name: 'resend',
    usage: '<payment-id>',
    summary: 'have a new OTP sent to the customer',
    load: async () => (await import('#features/otp/resend-command')).resend,
  },
  {
    name: 'refund',
    usage: '<payment-id>',
    summary: 'give money back, all of it or a part',
    load: async () => (await import('#features/refunds/refund-command')).refund,
  },
  {
    name: 'refunds',
    summary: 'a file of refunds: rehearsed, sent once, and proved',
    load: async () => (await import('#features/bulk-refunds/refunds-command')).refunds,
  },
  {
    name: 'status',
    usage: '[payment-id...]',
    summary: 'what the platform knows of a payment',
    load: async () => (await import('#features/payments/status-command')).status,
  },
  {
    name: 'wait',
    usage: '<payment-id...>',
    summary: 'wait until a payment asks for the OTP, ends, or is refunded',
    load: async () => (await import('#features/payments/wait-command')).wait,
  },
  {
    name: 'checkout',
    summary: 'a signed link to the Payment Page, as a URL, a widget, a page or a QR code',
    load: async () => (await import('#features/checkout/checkout-command')).checkout,
  },
  {
    name: 'request',
    usage: '<path> [body]',
    summary: 'sign and send any request of the Gate',
    load: async () => (await import('#features/payments/request-command')).request,
  },
  {
    name: 'pending',
    summary: 'the writes whose outcome is not known',
    load: async () => (await import('#features/ledger/pending-command')).pending,
  },
  {
    name: 'resume',
    usage: '[intent]',
    summary: 'find out from the platform what became of them',
    load: async () => (await import('#features/ledger/resume-command')).resume,
  },
  {
    name: 'history',
    summary: 'what was sent from this machine, and what became of it',
    load: async () => (await import('#features/ledger/history-command')).history,
  },
  {
    name: 'receipt',
    usage: '<intent>',
    summary: 'all that is known of one write',
    load: async () => (await import('#features/ledger/receipt-command')).receipt,
  },
  {
    name: 'ledger',
    summary: 'where the memory of all writes is, and what to do when it was lost',
    load: async () => (await import('#features/ledger/ledger-command')).ledger,
  },
  {
    name: 'audit',
    summary: 'check and export the audit trail',
    load: async () => (await import('#features/ledger/audit-command')).audit,
  },
  {
    name: 'sign',
    usage: '[file]',
    summary: 'sign a body, and see what exactly is signed',
    load: async () => (await import('#features/signature/sign-command')).sign,
  },
  {
    name: 'verify-callback',
    usage: '[file]',
    summary: 'check the signature of a callback, and see why it fails',
    load: async () => (await import('#features/signature/verify-callback-command')).verifyCallback,
  },
  {
    name: 'listen',
    summary: 'receive callbacks: verify, keep, show, and hand them on',
    load: async () => (await import('#features/callbacks/listen-command')).listen,
  },
  {
    name: 'callbacks',
    summary: 'the callbacks that came in: list, show, send again, remove',
    load: async () => (await import('#features/callbacks/callbacks-command')).callbacks,
  },
  {
    name: 'trigger',
    usage: '<event>',
    summary: 'send your program a callback that is made here, or a storm of them',
    load: async () => (await import('#features/callbacks/trigger-command')).trigger,
  },
  {
    name: 'sandbox',
    summary: 'run a platform of your own on this machine, for tests',
    load: async () => (await import('#features/sandbox/sandbox-command')).sandbox,
  },
  {
    name: 'demo',
    summary: 'be guided through a payment on a sandbox, without an account',
    load: async () => (await import('#features/sandbox/demo-command')).demo,
  },
  {
    name: 'smoke',
    usage: '[profile]',
    summary: 'try a whole purchase on a test project, for CI',
    load: async () => (await import('#features/smoke/smoke-command')).smoke,
  },
  {
    name: 'profiles',
    summary: 'the projects that this machine knows',
    load: async () => (await import('#features/profiles/profiles-command')).profiles,
  },
  {
    name: 'whoami',
    summary: 'which project and which settings are in force, and where each came from',
    load: async () => (await import('#features/profiles/whoami-command')).whoami,
  },
  {
    name: 'doctor',
    summary: 'check this machine, its settings, and the way to the Gate',
    load: async () => (await import('#features/doctor/doctor-command')).doctor,
  },
  {
    name: 'explain',
    usage: '<code>',
    summary: 'a code of the platform in plain words, and what to tell the customer',
    load: async () => (await import('#features/help/explain-command')).explain,
  },
  {
    name: 'commands',
    summary: 'every command, and with --json all that each says of itself',
    load: async () => (await import('#features/help/commands-command')).commands,
  },
  {
    name: 'help',
    usage: '<topic>',
    summary: 'the help of a command, or a page: exit-codes, environment, signatures, otp',
    load: async () => (await import('#features/help/help-command')).help,
  },
  {
    name: 'completion',
    usage: '<shell>',
    summary: 'have your shell complete commands, options and their values',
    load: async () => (await import('#features/help/completion-command')).completion,
  },
  {
    name: '__complete',
    summary: 'what there is of a kind, for completions',
    hidden: true,
    load: async () => (await import('#features/help/complete-command')).complete,
  },
];
