import type { CommandSpec } from '#cli/command-spec';
import { usageError } from '#domain/errors/failure';
import { type HelpPage, helpPage } from '#domain/help/help-pages';
import { HELP_TOPICS, type HelpTopic, isHelpTopic } from '#domain/help/help-topics';
import { helpPageLines } from './help-view.ts';

export const help: CommandSpec<{ readonly topic: HelpTopic }, HelpPage> = {
  about:
    `Shows the help of a command, or a help topic: ${Object.keys(HELP_TOPICS).join(', ')}. With --json the command prints the ` +
    'topic as a document.',
  arguments: [
    { words: '<topic>', about: 'a help topic, or the name of a command', parse: parseTopic, completes: 'topic' },
  ],
  exits: [2],
  examples: ['rocketpay help exit-codes', 'rocketpay help environment --json'],
  run: async ({ topic }) => helpPage(topic),
  view: helpPageLines,
};

/** Checks a help topic. Commands do not reach this parser: `help refund` is `refund --help`. */
function parseTopic(text: string): HelpTopic {
  if (isHelpTopic(text)) return text;
  throw usageError(
    `There is no help topic ${JSON.stringify(text)}.`,
    `There are: ${Object.keys(HELP_TOPICS).join(', ')}.`,
  );
}
