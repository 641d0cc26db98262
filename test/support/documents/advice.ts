import { type CommandTree, runnable, type TreeCommand, type TreeOption } from '#domain/help/command-manifest';
import { loadCommandTree } from '../../../src/load-command-manifest.ts';

let tree: CommandTree | undefined;

/**
 * The command lines that a text tells its reader to run: behind a colon, or on a line of their own. A command that is only
 * named stands in quotes or within a sentence.
 */
export function advisedLines(text: string): string[] {
  const joined = text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replace(/\n {4,}(?=\S)/g, ' ');
  const found = [...joined.matchAll(/(?:: +|^ {2,})(rocketpay [^\n]*)/gm)];
  return found.map(([, line = '']) =>
    (line.split(/(?:[.;,?)](?= |$)| {2,}| or rocketpay |\$\(|'$|' |<\/)/)[0] ?? '').trim(),
  );
}

/** Why a command line could not be run as it is; undefined when it can, up to what it leaves to its reader. */
export async function problemOf(line: string): Promise<string | undefined> {
  tree ??= await loadCommandTree();
  const words = line.match(/"[^"]*"|'[^']*'|<[^<>]+>|\S+/g)?.slice(1) ?? [];
  if (words.length === 0 || words.some((word) => word === '--help' || word === '--version')) return undefined;
  const command = runnable(tree.commands)
    .filter(({ name }) => `${words.join(' ')} `.startsWith(`${name} `))
    .sort((one, other) => other.name.length - one.name.length)[0];
  if (command === undefined) return `there is no command ${words.slice(0, 2).join(' ')}`;
  return problemOfText(words.slice(command.name.split(' ').length), command, tree.options);
}

function problemOfText(
  words: readonly string[],
  command: TreeCommand,
  globals: readonly TreeOption[],
): string | undefined {
  const end = words.findIndex((word) => /^[|<>&#]$/.test(word));
  const own = end < 0 ? words : words.slice(0, end);
  const options = [...command.options, ...globals];
  const optionOf = (word: string | undefined) =>
    options.find(({ names }) => word?.startsWith('--') === true && names.includes(word));
  const isValue = (word: string | undefined) => word !== undefined && (!word.startsWith('-') || word === '-');
  const unknown = own.find((word) => word.startsWith('--') && optionOf(word.split('=')[0]) === undefined);
  if (unknown !== undefined) return `${command.name} has no option ${unknown.split('=')[0]}`;
  const bare = own.find(
    (word, at) =>
      optionOf(word)?.value !== undefined && optionOf(word)?.valueOptional === false && !isValue(own[at + 1]),
  );
  if (bare !== undefined) return `${bare} needs a value`;
  if (own.includes('…')) return undefined;
  const values = own.filter((word, at) => isValue(word) && optionOf(own[at - 1])?.value === undefined);
  const required = command.arguments.filter((argument) => argument.required).length;
  if (values.length < required) return `${command.name} needs ${command.arguments.map(({ name }) => name).join(', ')}`;
  const isLong = values.length > command.arguments.length && !command.arguments.some(({ repeats }) => repeats);
  return isLong ? `${command.name} takes no ${values.join(' ')}` : undefined;
}
