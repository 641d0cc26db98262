import type { CommandEntry } from '#cli/command-spec';

/** The commands in the order of the help. Each loads when it is used. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'operators',
    summary: 'list the mobile operators that support payments',
    load: async () => (await import('#features/payments/operators-command')).operators,
  },
  {
    name: 'sale',
    summary: 'request a payment; the operator sends the customer an OTP',
    load: async () => (await import('#features/payments/sale-command')).sale,
  },
  {
    name: 'interactive',
    alias: 'pay',
    summary: 'guided payment with questions: sale, OTP, result, refund',
    load: async () => (await import('#features/interactive/interactive-command')).interactive,
  },
  {
    name: 'otp',
    usage: '<payment-id> [code]',
    summary: 'submit the OTP that the customer received',
    load: async () => (await import('#features/otp/otp-command')).otp,
  },
  {
    name: 'resend',
    usage: '<payment-id>',
    summary: 'request a new OTP for the customer',
    load: async () => (await import('#features/otp/resend-command')).resend,
  },
  {
    name: 'refund',
    usage: '<payment-id>',
    summary: 'refund a payment, in full or in part',
    load: async () => (await import('#features/refunds/refund-command')).refund,
  },
  {
    name: 'approve',
    usage: '<intent>',
    summary: 'approve a large refund of another member of the team',
    load: async () => (await import('#features/refunds/approve-command')).approve,
  },
  {
    name: 'refunds',
    summary: 'bulk refunds from a CSV or Excel file: plan, apply once, export the results',
    load: async () => (await import('#features/bulk-refunds/refunds-command')).refunds,
  },
  {
    name: 'status',
    usage: '[payment-id...]',
    summary: 'show the status of a payment',
    load: async () => (await import('#features/payments/status-command')).status,
  },
  {
    name: 'wait',
    usage: '<payment-id...>',
    summary: 'wait until a payment asks for the OTP, is final, or is refunded',
    load: async () => (await import('#features/payments/wait-command')).wait,
  },
  {
    name: 'checkout',
    summary: 'create a signed link to the Payment Page: URL, widget, HTML page or QR code',
    load: async () => (await import('#features/checkout/checkout-command')).checkout,
  },
  {
    name: 'request',
    usage: '<path> [body]',
    summary: 'sign and send any request to the Gate',
    load: async () => (await import('#features/payments/request-command')).request,
  },
  {
    name: 'find',
    usage: '<text...>',
    summary: 'find payments by a phone, an id, an amount, a date or a word',
    load: async () => (await import('#features/find/find-command')).find,
  },
  {
    name: 'timeline',
    usage: '<payment-id>',
    summary: 'show everything known about one payment, in the order of time',
    load: async () => (await import('#features/find/timeline-command')).timeline,
  },
  {
    name: 'pending',
    summary: 'list the writes without a known result',
    load: async () => (await import('#features/ledger/pending-command')).pending,
  },
  {
    name: 'resume',
    usage: '[intent]',
    summary: 'ask the platform for the results of these writes',
    load: async () => (await import('#features/ledger/resume-command')).resume,
  },
  {
    name: 'history',
    summary: 'list what was sent, with the results',
    load: async () => (await import('#features/ledger/history-command')).history,
  },
  {
    name: 'receipt',
    usage: '<intent>',
    summary: 'show everything about one write',
    load: async () => (await import('#features/ledger/receipt-command')).receipt,
  },
  {
    name: 'answer',
    usage: '<payment-id>',
    summary: 'say what happened with a payment, in sentences for the customer',
    load: async () => (await import('#features/answers/answer-command')).answer,
  },
  {
    name: 'note',
    usage: '<id> [text]',
    summary: 'add a note to a payment for colleagues, or list its notes',
    load: async () => (await import('#features/notes/note-command')).note,
  },
  {
    name: 'report',
    summary: 'report the refunds, codes and callbacks of a day, week or month',
    load: async () => (await import('#features/reports/report-command')).report,
  },
  {
    name: 'ledger',
    summary: 'show, create or share the ledger, the record of all writes',
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
    summary: 'sign a body, and show the string to sign',
    load: async () => (await import('#features/signature/sign-command')).sign,
  },
  {
    name: 'verify-callback',
    usage: '[file]',
    summary: 'check the signature of a callback, and explain why it fails',
    load: async () => (await import('#features/signature/verify-callback-command')).verifyCallback,
  },
  {
    name: 'listen',
    summary: 'receive callbacks: verify, store, show and forward them',
    load: async () => (await import('#features/callbacks/listen-command')).listen,
  },
  {
    name: 'callbacks',
    summary: 'list, show, replay or remove the stored callbacks',
    load: async () => (await import('#features/callbacks/callbacks-command')).callbacks,
  },
  {
    name: 'trigger',
    usage: '<event>',
    summary: 'send a sample callback to your program, or run a stress test',
    load: async () => (await import('#features/callbacks/trigger-command')).trigger,
  },
  {
    name: 'sandbox',
    summary: 'run a local sandbox of the platform, for tests',
    load: async () => (await import('#features/sandbox/sandbox-command')).sandbox,
  },
  {
    name: 'demo',
    summary: 'guided payment on a local sandbox, without an account',
    load: async () => (await import('#features/sandbox/demo-command')).demo,
  },
  {
    name: 'smoke',
    usage: '[profile]',
    summary: 'run a whole purchase on a test project, for CI',
    load: async () => (await import('#features/smoke/smoke-command')).smoke,
  },
  {
    name: 'profiles',
    summary: 'manage the stored projects and their secrets',
    load: async () => (await import('#features/profiles/profiles-command')).profiles,
  },
  {
    name: 'whoami',
    summary: 'show the active profile and settings, and the origin of each value',
    load: async () => (await import('#features/profiles/whoami-command')).whoami,
  },
  {
    name: 'doctor',
    summary: 'check this machine, its settings, and the connection to the Gate',
    load: async () => (await import('#features/doctor/doctor-command')).doctor,
  },
  {
    name: 'explain',
    usage: '<code>',
    summary: 'explain a code of the platform, and what to tell the customer',
    load: async () => (await import('#features/help/explain-command')).explain,
  },
  {
    name: 'commands',
    summary: 'list every command; with --json the whole command tree',
    load: async () => (await import('#features/help/commands-command')).commands,
  },
  {
    name: 'help',
    usage: '<topic>',
    summary: 'show the help of a command or topic: exit-codes, environment, signatures, otp',
    load: async () => (await import('#features/help/help-command')).help,
  },
  {
    name: 'completion',
    usage: '<shell>',
    summary: 'print the script for shell completion',
    load: async () => (await import('#features/help/completion-command')).completion,
  },
  {
    name: '__complete',
    summary: 'list the values of a kind, for completions',
    hidden: true,
    load: async () => (await import('#features/help/complete-command')).complete,
  },
];
