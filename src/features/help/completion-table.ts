import type {
  CommandTree,
  CompletionSource,
  Suggestion,
  SuggestionKind,
  TreeCommand,
  TreeOption,
} from '#domain/help/command-manifest';
import type { CompletionShell } from '#domain/help/completion-shells';
import { HELP_TOPICS, isHelpTopic } from '#domain/help/help-topics';

/**
 * The possible values at one position of a command line. A position is written `command|what`: `profiles|` is the place of
 * a subcommand, `refund|-` an option, `refund|--amount` the value of an option, `refund|0` the first argument. The program
 * itself has an empty name, and `*` means every command.
 */
interface Position {
  readonly keys: readonly string[];
  readonly values: CompletionValues;
}

/** Fixed values, a kind of value to look up, or nothing for values that only the user knows. */
type CompletionValues = readonly Suggestion[] | 'file' | SuggestionKind;

/** Writes the table of completions in the language of a shell. */
export const completionTable = (shell: CompletionShell, tree: CommandTree): readonly string[] =>
  listPositions(tree).flatMap(SHELL_WRITERS[shell]);

const SHELL_WRITERS: Readonly<Record<CompletionShell, (position: Position) => string[]>> = {
  bash: ({ keys, values }) => caseLine(keys, toWords(values, ({ word }) => word).join(' ')),
  zsh: ({ keys, values }) => caseLine(keys, toWords(values, withDescription).join('\n')),
  fish({ keys, values }) {
    const quote = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
    const words = toWords(values, withDescription).map((word) => `                ${quote(word)}`);
    const found = words.length === 0 ? ['            true'] : [`            printf '%s\\n' \\`, words.join(' \\\n')];
    return [`        case ${keys.map(quote).join(' ')}`, ...found];
  },
  powershell({ keys, values }) {
    const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;
    const words = `@(${toWords(values, withDescription).map(quote).join(', ')})`;
    return keys.map((key) => `    ${quote(key)} = ${words}`);
  },
};

const withDescription = ({ word, about }: Suggestion): string => `${word} ${about}`;

const toWords = (values: CompletionValues, write: (suggestion: Suggestion) => string): readonly string[] =>
  typeof values === 'string' ? [`@${values}`] : values.map(write);

function caseLine(keys: readonly string[], found: string): string[] {
  const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const pattern = (key: string) => (key.startsWith('*') ? `*${quote(key.slice(1))}` : quote(key));
  return [`    ${keys.map(pattern).join(' | ')}) found=${quote(found)} ;;`];
}

/** Lists positions of one command before positions of all commands, because the first match is used. */
const listPositions = ({ commands, options }: CommandTree): readonly Position[] => [
  { keys: ['|'], values: commandNames(commands) },
  ...commands.flatMap((command) => commandPositions(command, commands)),
  { keys: ['|-'], values: optionNames(options) },
  ...optionPositions(['*'], options),
];

function commandPositions(command: TreeCommand, all: readonly TreeCommand[]): Position[] {
  const names = command.alias === undefined ? [command.name] : [command.name, command.alias];
  const at = (what: string | number) => names.map((name) => `${name}|${what}`);
  const positions = [
    { keys: at(''), values: commandNames(command.commands) },
    { keys: at('-'), values: optionNames(command.options) },
    ...command.arguments.map((argument, index) => ({ keys: at(index), values: toValues(argument.values, all) })),
  ];
  return [
    ...positions.filter(({ values }) => values.length > 0),
    ...optionPositions(names, command.options),
    ...command.commands.flatMap((inner) => commandPositions(inner, all)),
  ];
}

const optionPositions = (commands: readonly string[], options: readonly TreeOption[]): Position[] =>
  options
    .filter(({ value }) => value !== undefined)
    .map(({ names, values }) => ({
      keys: commands.flatMap((command) => names.map((name) => `${command}|${name}`)),
      values: toValues(values, []),
    }));

function toValues(source: CompletionSource | undefined, commands: readonly TreeCommand[]): CompletionValues {
  if (source === undefined) return [];
  if (source === 'topic') return [...TOPICS, ...commandNames(commands).filter(({ word }) => !isHelpTopic(word))];
  return typeof source === 'string' ? source : source.map((word) => ({ word, about: '' }));
}

const TOPICS = Object.entries(HELP_TOPICS).map(([word, about]) => ({ word, about }));

const commandNames = (commands: readonly TreeCommand[]): Suggestion[] =>
  commands.flatMap(({ name, alias, summary }) => [
    { word: name.split(' ').at(-1) ?? '', about: summary },
    ...(alias === undefined ? [] : [{ word: alias, about: `the same as ${name}` }]),
  ]);

const optionNames = (options: readonly TreeOption[]): Suggestion[] =>
  options.map(({ names, about }) => ({ word: names.at(-1) ?? '', about }));
