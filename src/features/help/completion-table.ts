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
 * a subcommand, `refund|-` an option, `refund|--amount` the value of an option, `refund|0` the
 * first argument. The program itself has an empty name, and `*` means every command.
 */
interface Place {
  readonly keys: readonly string[];
  readonly offer: Offer;
}

/** Fixed values, a kind of value to look up, or nothing for values that only the user knows. */
type Offer = readonly Suggestion[] | 'file' | SuggestionKind;

/** Writes the table of completions in the language of a shell. */
export function completionTable(shell: CompletionShell, tree: CommandTree): readonly string[] {
  return placesOf(tree).flatMap(LINES[shell]);
}

const LINES: Readonly<Record<CompletionShell, (place: Place) => string[]>> = {
  bash: ({ keys, offer }) => caseLine(keys, offerWords(offer, ({ word }) => word).join(' ')),
  zsh: ({ keys, offer }) => caseLine(keys, offerWords(offer, spoken).join('\n')),
  fish({ keys, offer }) {
    const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
    const words = offerWords(offer, spoken).map((word) => `                ${quoted(word)}`);
    const found = words.length === 0 ? ['            true'] : [`            printf '%s\\n' \\`, words.join(' \\\n')];
    return [`        case ${keys.map(quoted).join(' ')}`, ...found];
  },
  powershell({ keys, offer }) {
    const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
    const words = `@(${offerWords(offer, spoken).map(quoted).join(', ')})`;
    return keys.map((key) => `    ${quoted(key)} = ${words}`);
  },
};

const spoken = ({ word, about }: Suggestion): string => `${word} ${about}`;

const offerWords = (offer: Offer, write: (word: Suggestion) => string): readonly string[] =>
  typeof offer === 'string' ? [`@${offer}`] : offer.map(write);

function caseLine(keys: readonly string[], found: string): string[] {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const pattern = (key: string) => (key.startsWith('*') ? `*${quoted(key.slice(1))}` : quoted(key));
  return [`    ${keys.map(pattern).join(' | ')}) found=${quoted(found)} ;;`];
}

/** Sorts entries of one command before entries of all commands, because the first match is used. */
function placesOf({ commands, options }: CommandTree): readonly Place[] {
  return [
    { keys: ['|'], offer: commandWords(commands) },
    ...commands.flatMap((command) => commandPlaces(command, commands)),
    { keys: ['|-'], offer: optionWords(options) },
    ...valuePlaces(['*'], options),
  ];
}

function commandPlaces(command: TreeCommand, all: readonly TreeCommand[]): Place[] {
  const names = command.alias === undefined ? [command.name] : [command.name, command.alias];
  const keys = (what: string) => names.map((name) => `${name}|${what}`);
  const places = [
    { keys: keys(''), offer: commandWords(command.commands) },
    { keys: keys('-'), offer: optionWords(command.options) },
    ...command.arguments.map(({ values }, at) => ({ keys: keys(String(at)), offer: offerOf(values, all) })),
  ];
  return [
    ...places.filter(({ offer }) => offer.length > 0),
    ...valuePlaces(names, command.options),
    ...command.commands.flatMap((inner) => commandPlaces(inner, all)),
  ];
}

function valuePlaces(commands: readonly string[], options: readonly TreeOption[]): Place[] {
  return options
    .filter(({ value }) => value !== undefined)
    .map(({ names, values }) => ({
      keys: commands.flatMap((command) => names.map((name) => `${command}|${name}`)),
      offer: offerOf(values, []),
    }));
}

function offerOf(values: CompletionSource | undefined, commands: readonly TreeCommand[]): Offer {
  if (values === undefined) return [];
  if (values === 'topic') return [...TOPICS, ...commandWords(commands).filter(({ word }) => !isHelpTopic(word))];
  return typeof values === 'string' ? values : values.map((word) => ({ word, about: '' }));
}

const TOPICS = Object.entries(HELP_TOPICS).map(([word, about]) => ({ word, about }));

const commandWords = (commands: readonly TreeCommand[]): Suggestion[] =>
  commands.flatMap(({ name, alias, summary }) => [
    { word: name.split(' ').at(-1) ?? '', about: summary },
    ...(alias === undefined ? [] : [{ word: alias, about: `the same as ${name}` }]),
  ]);

const optionWords = (options: readonly TreeOption[]): Suggestion[] =>
  options.map(({ names, about }) => ({ word: names.at(-1) ?? '', about }));
