import type { Context } from '#context';
import type { ExitCode } from '#domain/errors/exit-codes';
import type { CompletionSource } from '#domain/help/command-manifest';
import type { ListReport, View } from '#domain/terminal/terminal';

/** A positional argument: `<payment-id>` is required, `[code]` is not. */
export interface ArgumentSpec {
  readonly words: string;
  readonly about: string;
  readonly parse?: (text: string) => unknown;
  /** Values for shell completion. */
  readonly completes?: CompletionSource;
}

/** An option, in commander's notation: `--amount <amount>`. */
export interface OptionSpec {
  readonly flags: string;
  readonly about: string;
  readonly parse?: (text: string) => unknown;
  readonly choices?: readonly string[];
  /** Values for shell completion (default: its choices). */
  readonly completes?: CompletionSource;
  /** True if it can be repeated. Its value is then a list. */
  readonly repeats?: boolean;
  /** Adds the position among all such options to the value, for an option that belongs to the option before it. */
  readonly placed?: boolean;
  /** Value of the option without a value, for `--wait [until]`. */
  readonly bare?: string;
  readonly hidden?: boolean;
}

/**
 * A command. `run` gets the options and the context and returns data; it never prints. `view` formats this data as lines; it never
 * fetches. Help, completions and documentation are generated from all other properties.
 */
export interface CommandSpec<Options, Data extends object = object> {
  /** Description for `--help` (default: the summary). */
  readonly about?: string;
  readonly arguments?: readonly ArgumentSpec[];
  readonly options?: readonly OptionSpec[];
  /** Exit codes besides 0, 1, 2, 11 and 130. */
  readonly exits: readonly ExitCode[];
  /** Two or more command lines. A test runs each of them. */
  readonly examples: readonly string[];
  readonly run: (options: Options, context: Context) => Promise<Data | Streamed | Listed>;
  readonly view: View<Data>;
  /** Returns the exit code for the data (default 0). */
  readonly exit?: (data: Data) => ExitCode;
  /** Subcommands of a command that also runs by itself: `checkout verify`. */
  readonly commands?: CommandGroup['commands'];
}

// biome-ignore lint/suspicious/noExplicitAny: a list of commands contains commands of every type
export type AnyCommand = CommandSpec<any, any>;

/** A command that only has subcommands: `profiles add`, `profiles list`. */
export interface CommandGroup {
  readonly commands: readonly { readonly name: string; readonly summary: string; readonly spec: AnyCommand }[];
}

/** An entry in the list of commands. The command itself loads when it is used. */
export interface CommandEntry {
  readonly name: string;
  readonly alias?: string;
  readonly summary: string;
  /** Its arguments in the list: `<payment-id> [code]`. */
  readonly usage?: string;
  /** True for a command for programs, which no list shows. */
  readonly hidden?: boolean;
  readonly load: () => Promise<AnyCommand | CommandGroup>;
}

/** Result of a command that has already printed its results as a stream. */
export class Streamed {
  readonly exit: ExitCode;

  constructor(exit: ExitCode) {
    this.exit = exit;
  }
}

/** Result of a command with a list that can be long. It is read while it is printed. */
export class Listed {
  // biome-ignore lint/suspicious/noExplicitAny: items and fields of every type
  readonly report: ListReport<any, any>;
  /** Returns the exit code, when the list was read. */
  readonly exit: () => ExitCode;

  constructor(report: Listed['report'], exit: Listed['exit'] = () => 0) {
    this.report = report;
    this.exit = exit;
  }
}
