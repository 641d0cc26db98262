import type { Failure } from '#domain/errors/failure';
import type { OtpClocks } from '#domain/otp/otp-state';

/**
 * Lines for a person, made from data. It never fetches. Control characters have been taken out of `data`;
 * `exact` is the same untouched, for `formatJson`, which escapes them.
 */
export type View<T> = (data: T, style: Style, exact: T) => readonly string[];

/** How text can stand out; each gives the text back unchanged where no colour is wanted. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly accent: (text: string) => string;
  /** White on black whatever colours the terminal is set to. */
  readonly whiteOnBlack: (text: string) => string;
}

/** The only writer to the screen. Data goes to stdout, everything said to a person to stderr. */
export interface Terminal {
  /** Columns of the screen that stdout is; undefined when it is no terminal. */
  readonly columns: number | undefined;
  /** True when a person can be asked: both ends are terminals, and asking is not switched off. */
  readonly interactive: boolean;
  /** The one result of a command: a JSON document, one field of it, or lines for a person. */
  report<T extends object>(data: T, view: View<T>): void;
  /** One item of a stream: lines for a person; a JSON object a line with `--json`, and always without a view. */
  emit<T extends object>(data: T, view?: View<T>): void;
  /** Several items of a stream at once. */
  emitAll<T extends object>(items: readonly T[], view: View<T>): void;
  /** Text as it is, to stdout: help. */
  print(text: string): void;
  /** Why the command ended without success: words, or one JSON document, on stderr. */
  fail(failure: Failure): void;
  /** Lines about data, for a person only: on stderr; where nobody is asked, silent with `--quiet` and `--json`. */
  tell<T extends object>(data: T, view: View<T>): void;
  /** Something to know; silent with `--quiet`. */
  note(text: string): void;
  /** Something to act on. */
  warn(text: string): void;
  /** Detail for `--verbose`, and for `--debug`. */
  detail(text: string): void;
  debug(text: string): void;
  /** Asks yes or no; Enter means no. */
  confirm(question: string): Promise<boolean>;
  /** Asks for a line of text. */
  ask(
    question: string,
    options?: {
      readonly initial?: string;
      readonly check?: (text: string) => string | true;
      /** Said beside the text while it is typed. */
      readonly hint?: (text: string) => string;
    },
  ): Promise<string>;
  /** Asks for one of several. */
  choose<T>(question: string, choices: readonly Choice<T>[]): Promise<T>;
  /** Asks for the OTP, with its clocks running. Rejects with the reason of a signal that is aborted meanwhile. */
  askCode(question: OtpQuestion, signal: AbortSignal): Promise<OtpAnswer>;
  /** Asks for a line that is not shown. */
  askHidden(question: string): Promise<string>;
  /** Tells of each key that a person presses until `over`; false where nobody can, or nobody is to be asked. */
  watchKeys(onKey: (key: string) => void, over: AbortSignal): boolean;
  /** Shows that something takes time, until it has settled. `say` changes the words. */
  withSpinner<T>(text: string, work: (say: (text: string) => void) => Promise<T>): Promise<T>;
  /**
   * Shows how far something long has come: in a terminal a line that changes, else a line every few seconds;
   * with `--json` an object in its place where the result is a `stream`, and nothing where it is one document.
   */
  showProgress<T extends object, R>(
    view: View<T>,
    work: (show: (data: T) => void) => Promise<R>,
    options?: { readonly stream: boolean },
  ): Promise<R>;
}

/** One of several answers. */
export interface Choice<T> {
  readonly name: string;
  readonly value: T;
}

/** The question for an OTP. */
export interface OtpQuestion {
  readonly message: string;
  /** Read again at each redraw. */
  readonly clocks: () => OtpClocks;
  /** What goes on elsewhere, in a line; read again at each redraw. */
  readonly news: () => string | undefined;
  /** What was typed before. */
  readonly typed?: string;
}

/** What a person does at the question for an OTP. */
export type OtpAnswer =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'resend'; readonly typed: string }
  | { readonly kind: 'leave'; readonly typed: string };
