import type { CommandEntry } from '../command.ts';

/** The commands, in the order in which help lists them. Each loads when it is named, and only then. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'operators',
    summary: 'list the mobile operators that payments can be taken from',
    load: async () => (await import('./operators.ts')).operators,
  },
  {
    name: 'sale',
    summary: 'ask for a payment; the operator sends the customer an OTP',
    load: async () => (await import('./sale.ts')).sale,
  },
  {
    name: 'interactive',
    alias: 'pay',
    summary: 'be guided through a whole payment, code and all',
    load: async () => (await import('./interactive.ts')).interactive,
  },
  {
    name: 'otp',
    usage: '<payment-id> [code]',
    summary: 'hand in the OTP that the customer got',
    load: async () => (await import('./otp.ts')).otp,
  },
  {
    name: 'resend',
    usage: '<payment-id>',
    summary: 'have a new OTP sent to the customer',
    load: async () => (await import('./resend.ts')).resend,
  },
  {
    name: 'refund',
    usage: '<payment-id>',
    summary: 'give money back, all of it or a part',
    load: async () => (await import('./refund.ts')).refund,
  },
  {
    name: 'refunds',
    summary: 'a file of refunds: rehearsed, sent once, and proved',
    load: async () => (await import('./refunds.ts')).refunds,
  },
  {
    name: 'status',
    usage: '[payment-id...]',
    summary: 'what the platform knows of a payment',
    load: async () => (await import('./status.ts')).status,
  },
  {
    name: 'wait',
    usage: '<payment-id...>',
    summary: 'wait until a payment asks for the OTP, ends, or is refunded',
    load: async () => (await import('./wait.ts')).wait,
  },
  {
    name: 'checkout',
    summary: 'a signed link to the Payment Page, as a URL, a widget, a page or a QR code',
    load: async () => (await import('./checkout.ts')).checkout,
  },
  {
    name: 'request',
    usage: '<path> [body]',
    summary: 'sign and send any request of the Gate',
    load: async () => (await import('./request.ts')).request,
  },
  {
    name: 'pending',
    summary: 'the writes whose outcome is not known',
    load: async () => (await import('./pending.ts')).pending,
  },
  {
    name: 'resume',
    usage: '[intent]',
    summary: 'find out from the platform what became of them',
    load: async () => (await import('./resume.ts')).resume,
  },
  {
    name: 'history',
    summary: 'what was sent from this machine, and what became of it',
    load: async () => (await import('./history.ts')).history,
  },
  {
    name: 'receipt',
    usage: '<intent>',
    summary: 'all that is known of one write',
    load: async () => (await import('./receipt.ts')).receipt,
  },
  {
    name: 'ledger',
    summary: 'where the memory of all writes is, and what to do when it was lost',
    load: async () => (await import('./ledger.ts')).ledger,
  },
  {
    name: 'audit',
    summary: 'check and export the audit trail',
    load: async () => (await import('./audit.ts')).audit,
  },
  {
    name: 'sign',
    usage: '[file]',
    summary: 'sign a body, and see what exactly is signed',
    load: async () => (await import('./sign.ts')).sign,
  },
  {
    name: 'verify-callback',
    usage: '[file]',
    summary: 'check the signature of a callback, and see why it fails',
    load: async () => (await import('./verify-callback.ts')).verifyCallback,
  },
  {
    name: 'listen',
    summary: 'receive callbacks: verify, keep, show, and hand them on',
    load: async () => (await import('./listen.ts')).listen,
  },
  {
    name: 'callbacks',
    summary: 'the callbacks that came in: list, show, send again, remove',
    load: async () => (await import('./callbacks.ts')).callbacks,
  },
  {
    name: 'trigger',
    usage: '<event>',
    summary: 'send your program a callback that is made here, or a storm of them',
    load: async () => (await import('./trigger.ts')).trigger,
  },
  {
    name: 'sandbox',
    summary: 'run a platform of your own on this machine, for tests',
    load: async () => (await import('./sandbox.ts')).sandbox,
  },
  {
    name: 'demo',
    summary: 'be guided through a payment on a sandbox, without an account',
    load: async () => (await import('./demo.ts')).demo,
  },
  {
    name: 'smoke',
    usage: '[profile]',
    summary: 'try a whole purchase on a test project, for CI',
    load: async () => (await import('./smoke.ts')).smoke,
  },
  {
    name: 'profiles',
    summary: 'the projects that this machine knows',
    load: async () => (await import('./profiles.ts')).profiles,
  },
  {
    name: 'whoami',
    summary: 'which project and which settings are in force, and where each came from',
    load: async () => (await import('./whoami.ts')).whoami,
  },
  {
    name: 'doctor',
    summary: 'check this machine, its settings, and the way to the Gate',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    name: 'explain',
    usage: '<code>',
    summary: 'a code of the platform in plain words, and what to tell the customer',
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    name: 'commands',
    summary: 'every command, and with --json all that each says of itself',
    load: async () => (await import('./commands.ts')).commands,
  },
  {
    name: 'help',
    usage: '<topic>',
    summary: 'the help of a command, or a page: exit-codes, environment, signatures, otp',
    load: async () => (await import('./help.ts')).help,
  },
  {
    name: 'completion',
    usage: '<shell>',
    summary: 'have your shell complete commands, options and their values',
    load: async () => (await import('./completion.ts')).completion,
  },
  {
    name: '__complete',
    summary: 'what there is of a kind, for completions',
    hidden: true,
    load: async () => (await import('./complete.ts')).complete,
  },
];
