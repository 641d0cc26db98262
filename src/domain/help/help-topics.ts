/** Help topics of `rocketpay help`, in addition to the commands. */
export const HELP_TOPICS = {
  'exit-codes': 'what each exit code means, and what to do next',
  scripts: 'how a script refunds safely, step by step, and common mistakes',
  environment: 'the environment variables, and what they set',
  signatures: 'how requests and callbacks are signed, and common mistakes',
  otp: 'the code from the SMS: its two time limits, resends, wrong codes',
} as const;

export type HelpTopic = keyof typeof HELP_TOPICS;

export const isHelpTopic = (word: string): word is HelpTopic => Object.hasOwn(HELP_TOPICS, word);
