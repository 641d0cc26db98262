import type { Failure } from '#domain/errors/failure';
import type { Language } from '#domain/language/languages';
import type { Text } from '#domain/language/message';
import type { Translator } from '#domain/language/translator';
import type { OtpClocks } from '#domain/otp/otp-state';

/**
 * Formats data as lines. It never fetches. Control characters in `data` are replaced; `exact` is the unchanged data, for
 * `formatJson`, which escapes them.
 */
export type View<T> = (data: T, style: Style, exact: T) => readonly string[];

/** How a view shows its data: in colours, and in the language of the user. Without colours they return a text unchanged. */
export interface Style extends Pick<Translator, 'say' | 'show'> {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly accent: (text: string) => string;
  /** White on black in every colour theme. */
  readonly whiteOnBlack: (text: string) => string;
}

/** The only writer to the screen. Results go to stdout, messages to stderr. */
export interface Terminal {
  /** Language of messages. */
  readonly language: Language;
  /** Width of the terminal on stdout in columns; undefined for any other output. */
  readonly columns: number | undefined;
  /** True if questions can be asked: input and outputs are terminals, and questions are not switched off. */
  readonly interactive: boolean;
  /** True if results are printed as JSON documents, or as fields of them. */
  readonly printsDocuments: boolean;
  /** Prints the result of a command: a JSON document, fields of it, or the lines of the view. */
  report<T extends object>(data: T, view: View<T>): void;
  /**
   * Prints the result of a command with a list that can be long, in parts: the same text as {@link report}, in little memory.
   *
   * @returns the failure of the output; the list is read to its end all the same
   * @throws the failure of reading the list
   */
  reportList<Item extends object, Rest extends object>(report: ListReport<Item, Rest>): Promise<Failure | undefined>;
  /** Prints one item of a stream: the lines of the view, or with `--json` or without a view one line of JSON. */
  emit<T extends object>(data: T, view?: View<T>): void;
  /** Prints several items of a stream. */
  emitAll<T extends object>(items: readonly T[], view: View<T>): void;
  /** Prints a text on stdout, for help. */
  print(text: string): void;
  /** Prints the failure of the command on stderr: lines, or one JSON document. */
  fail(failure: Failure): void;
  /** Prints lines about data on stderr. Without questions it is silent with `--quiet` and `--json`. */
  tell<T extends object>(data: T, view: View<T>): void;
  /** Prints an information; silent with `--quiet`. */
  note(text: Text): void;
  /** Prints a warning. */
  warn(text: Text): void;
  /** Prints a detail with `--verbose` and `--debug`. */
  detail(text: Text): void;
  /** Prints a text with `--debug`. */
  debug(text: string): void;
  /** Asks yes or no; Enter means no. */
  confirm(question: Text): Promise<boolean>;
  /** Asks for a line of text. */
  ask(
    question: Text,
    options?: {
      readonly initial?: string;
      readonly check?: (text: string) => Text | true;
      /** Returns a hint that is shown beside the typed text. */
      readonly hint?: (text: string) => Text;
    },
  ): Promise<string>;
  /** Asks for one of several choices. */
  choose<T>(question: Text, choices: readonly Choice<T>[]): Promise<T>;
  /** Asks for the OTP and shows its clocks. Rejects with the reason of the signal when it is aborted. */
  askCode(question: OtpQuestion, signal: AbortSignal): Promise<OtpAnswer>;
  /** Asks for a line of text that is not shown. */
  askHidden(question: Text): Promise<string>;
  /** Calls `onKey` for each pressed key until the signal is aborted. Returns false if there is no interactive terminal. */
  watchKeys(onKey: (key: string) => void, signal: AbortSignal): boolean;
  /** Shows that work is in progress until it has settled. `show` changes the text. */
  withSpinner<T>(text: Text, work: (show: (text: Text) => void) => Promise<T>): Promise<T>;
  /**
   * Shows the progress of long work: one animated line in a terminal, else a line every few seconds. With `--json` it prints an
   * object if the result is a `stream`, and nothing if the result is one document.
   */
  showProgress<T extends object, R>(
    view: View<T>,
    work: (show: (data: T) => void) => Promise<R>,
    options?: { readonly stream: boolean },
  ): Promise<R>;
}

/** A result with a list that can be long. */
export interface ListReport<Item, Rest> {
  /** Fields of the document before the list. */
  readonly first: object;
  /** Name of the list in the document. */
  readonly name: string;
  /** Reads the list. It calls `show` for each part of it, and returns the fields after the list: one or more. */
  readonly read: (show: (items: readonly Item[]) => void) => Promise<Rest>;
  /** Shows a part of the list. */
  readonly items: View<readonly Item[]>;
  /** Shows what follows the list. It gets all other fields of the document. */
  readonly end: View<Rest>;
}

/** A choice of a question. */
export interface Choice<T> {
  readonly name: Text;
  readonly value: T;
}

/** The question for an OTP. */
export interface OtpQuestion {
  readonly message: Text;
  /** Returns the clocks for a redraw. */
  readonly clocks: () => OtpClocks;
  /** Returns the latest event of the payment in one line, for a redraw. */
  readonly news: () => Text | undefined;
  /** Text that was typed before. */
  readonly typed?: string;
}

/** Answer to the question for an OTP. */
export type OtpAnswer =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'resend'; readonly typed: string }
  | { readonly kind: 'leave'; readonly typed: string };
