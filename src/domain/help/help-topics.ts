/** What `rocketpay help` can tell beside the commands. */
export const HELP_TOPICS = {
  'exit-codes': 'what each exit code means, and what a script does then',
  scripts: 'how a script refunds safely, step by step, and what surprises one',
  environment: 'the variables that are read, and what they set',
  signatures: 'how requests and callbacks are signed, and what goes wrong',
  otp: 'the code from the SMS: its two clocks, resends, mistakes',
} as const;

export type HelpTopic = keyof typeof HELP_TOPICS;

export const isHelpTopic = (word: string): word is HelpTopic => Object.hasOwn(HELP_TOPICS, word);
