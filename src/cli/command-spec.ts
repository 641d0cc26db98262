import type { Context } from '#context';
import type { ExitCode } from '#domain/errors/exit-codes';
import type { CompletionSource } from '#domain/help/command-manifest';
import type { View } from '#domain/terminal/terminal';

/** A positional argument: `<payment-id>` is required, `[code]` is not. */
export interface ArgumentSpec {
  readonly words: string;
  readonly about: string;
  readonly parse?: (text: string) => unknown;
  /** What a shell offers there. */
  readonly completes?: CompletionSource;
}

/** An option, in commander's notation: `--amount <amount>`. */
export interface OptionSpec {
  readonly flags: string;
  readonly about: string;
  readonly parse?: (text: string) => unknown;
  readonly choices?: readonly string[];
  /** What a shell offers as its value; its choices when left out. */
  readonly completes?: CompletionSource;
  /** May stand more than once: its value is a list. */
  readonly repeats?: boolean;
  /** Its value is told with its place among the options that are placed, for those that belong to the one before them. */
  readonly placed?: boolean;
  /** Value when the option stands without one, for `--wait [until]`. */
  readonly bare?: string;
  readonly hidden?: boolean;
}

/**
 * A command: its words, what it promises to scripts, and two functions. `run` takes the options and a
 * context and returns data; it never prints. `view` makes lines for a person from that data; it never
 * fetches. Everything beside `run` and `view` is what help, completions and documentation are made of.
 */
export interface CommandSpec<Options, Data extends object = object> {
  /** What it does, for its `--help`; the summary when left out. */
  readonly about?: string;
  readonly arguments?: readonly ArgumentSpec[];
  readonly options?: readonly OptionSpec[];
  /** Exit codes it can end with, beside 0, 1, 2, 11 and 130. */
  readonly exits: readonly ExitCode[];
  /** Two or more; each is run by a test. */
  readonly examples: readonly string[];
  readonly run: (options: Options, context: Context) => Promise<Data | Streamed>;
  readonly view: View<Data>;
  /** The exit code that the data stands for; 0 when left out. */
  readonly exit?: (data: Data) => ExitCode;
  /** Commands that stand below it, where it is one by itself: `checkout verify`. */
  readonly commands?: CommandGroup['commands'];
}

// biome-ignore lint/suspicious/noExplicitAny: a list of commands holds commands of every type
export type AnyCommand = CommandSpec<any, any>;

/** A command that only holds others: `profiles add`, `profiles list`. */
export interface CommandGroup {
  readonly commands: readonly { readonly name: string; readonly summary: string; readonly spec: AnyCommand }[];
}

/** A line in the list of commands. The command itself loads when it is named. */
export interface CommandEntry {
  readonly name: string;
  readonly alias?: string;
  readonly summary: string;
  /** Its arguments, as the list shows them: `<payment-id> [code]`. */
  readonly usage?: string;
  /** For programs: no list shows it. */
  readonly hidden?: boolean;
  readonly load: () => Promise<AnyCommand | CommandGroup>;
}

/** The end of a command that has printed its results one by one. */
export class Streamed {
  readonly exit: ExitCode;

  constructor(exit: ExitCode) {
    this.exit = exit;
  }
}
