import type { ExitCode } from '#domain/errors/exit-codes';

/**
 * Source of completions for a value: a list of words, or a kind of value. The shell completes files itself, topics
 * are those of `help`, and the program suggests all others (see `Suggestion`).
 */
export type CompletionSource = readonly string[] | 'file' | 'topic' | SuggestionKind;

/** Kinds of values that the program suggests to shell completion. */
export const SUGGESTION_KINDS = ['profile', 'payment', 'intent', 'operator', 'code'] as const;
export type SuggestionKind = (typeof SUGGESTION_KINDS)[number];

/** A word that a shell suggests, and its description. */
export interface Suggestion {
  readonly word: string;
  readonly about: string;
}

/** Description of all commands, from which completions, man pages and `commands` are generated. */
export interface CommandTree {
  readonly about: string;
  /** The options that every command has. */
  readonly options: readonly TreeOption[];
  readonly commands: readonly TreeCommand[];
}

/** A command. A group of commands has no arguments, options, fields and examples of its own. */
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
  /** True when the argument takes all remaining words. */
  readonly repeats: boolean;
  readonly about: string;
  readonly values?: CompletionSource;
}

export interface TreeOption {
  /** `--amount`; `-h` before `--help`. */
  readonly names: readonly string[];
  readonly about: string;
  /** Name of its value; undefined when the option takes none. */
  readonly value?: string;
  /** True when the value can be left out. */
  readonly valueOptional: boolean;
  readonly repeats: boolean;
  readonly values?: CompletionSource;
}

/** Formats an option for help: `-h, --help`, `--amount <amount>`. */
export function formatOption({ names, value, valueOptional }: TreeOption): string {
  const shown = value === undefined ? '' : valueOptional ? ` [${value}]` : ` <${value}>`;
  return names.join(', ') + shown;
}

/** Formats an argument for help: `<payment-id>`, `[code]`. */
export function formatArgument({ name, required, repeats }: TreeArgument): string {
  const words = repeats ? `${name}...` : name;
  return required ? `<${words}>` : `[${words}]`;
}

/** Returns every command that can be run. A group of commands cannot, and has no examples. */
export const runnable = (commands: readonly TreeCommand[]): readonly TreeCommand[] =>
  commands.flatMap((command) => [...(command.examples.length > 0 ? [command] : []), ...runnable(command.commands)]);
