import type { ExitCode } from '#domain/errors/exit-codes';

/**
 * What stands for a value: words to choose from, or a kind of thing. Files the shell finds by itself, topics
 * are those of `help`; all else is asked of the program (see `Suggestion`).
 */
export type CompletionSource = readonly string[] | 'file' | 'topic' | SuggestionKind;

/** What the program can be asked for while somebody types. */
export const SUGGESTION_KINDS = ['profile', 'payment', 'intent', 'operator', 'code'] as const;
export type SuggestionKind = (typeof SUGGESTION_KINDS)[number];

/** A word that a shell offers, and what is said beside it. */
export interface Suggestion {
  readonly word: string;
  readonly about: string;
}

/** The commands as they describe themselves: what completions, man pages and `commands` are made of. */
export interface CommandTree {
  readonly about: string;
  /** The options that every command has. */
  readonly options: readonly TreeOption[];
  readonly commands: readonly TreeCommand[];
}

/** A command; one that holds others has no arguments, options, fields and examples of its own. */
export interface TreeCommand {
  /** All its words: `profiles add`. */
  readonly name: string;
  readonly alias?: string;
  readonly summary: string;
  readonly about: string;
  readonly arguments: readonly TreeArgument[];
  readonly options: readonly TreeOption[];
  /** Top-level fields of the JSON document that it prints; `*` stands for any. */
  readonly fields: readonly string[];
  readonly exits: readonly ExitCode[];
  readonly examples: readonly string[];
  readonly commands: readonly TreeCommand[];
}

export interface TreeArgument {
  readonly name: string;
  readonly required: boolean;
  /** It takes all the words that are left. */
  readonly repeats: boolean;
  readonly about: string;
  readonly values?: CompletionSource;
}

export interface TreeOption {
  /** `--amount`; `-h` before `--help`. */
  readonly names: readonly string[];
  readonly about: string;
  /** What its value is called; none when it takes none. */
  readonly value?: string;
  /** It may also stand without a value. */
  readonly valueOptional: boolean;
  readonly repeats: boolean;
  readonly values?: CompletionSource;
}

/** A command's options as help writes them: `-h, --help`, `--amount <amount>`. */
export function formatOption({ names, value, valueOptional }: TreeOption): string {
  const shown = value === undefined ? '' : valueOptional ? ` [${value}]` : ` <${value}>`;
  return names.join(', ') + shown;
}

/** An argument as help writes it: `<payment-id>`, `[code]`. */
export function formatArgument({ name, required, repeats }: TreeArgument): string {
  const words = repeats ? `${name}...` : name;
  return required ? `<${words}>` : `[${words}]`;
}

/** Every command that can be run: a group cannot, and has no examples. */
export const runnable = (commands: readonly TreeCommand[]): readonly TreeCommand[] =>
  commands.flatMap((command) => [...(command.examples.length > 0 ? [command] : []), ...runnable(command.commands)]);
