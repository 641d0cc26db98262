import type { CommandSpec } from '#cli/command-spec';
import { usageError } from '#domain/errors/failure';
import { type HelpPage, helpPage } from '#domain/help/help-pages';
import { HELP_TOPICS, type HelpTopic, isHelpTopic } from '#domain/help/help-topics';
import { helpPageLines } from './help-view.ts';

export const help: CommandSpec<{ readonly topic: HelpTopic }, HelpPage> = {
  about:
    `Shows the help of a command, as --help does, or a page: ${Object.keys(HELP_TOPICS).join(', ')}. With --json the page is ` +
    'a document.',
  arguments: [{ words: '<topic>', about: 'a page, or the words of a command', parse: parseTopic, completes: 'topic' }],
  fields: ['topic', 'about', 'exitCodes', 'variables', 'sections', 'examples'],
  exits: [2],
  examples: ['rocketpay help exit-codes', 'rocketpay help environment --json'],
  run: async ({ topic }) => helpPage(topic),
  view: helpPageLines,
};

/** Commands do not come here: `help refund` is `refund --help`. */
function parseTopic(text: string): HelpTopic {
  if (isHelpTopic(text)) return text;
  throw usageError(`There is no page ${JSON.stringify(text)}.`, `There are: ${Object.keys(HELP_TOPICS).join(', ')}.`);
}
