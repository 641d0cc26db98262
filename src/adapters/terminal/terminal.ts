import type { ReadStream, WriteStream } from 'node:tty';
import type { Clock } from '#async/clock';
import type { Settings } from '#context';
import { neutralLines } from '#domain/encoding/neutral-text';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, usageError } from '#domain/errors/failure';
import { formatJson, type Json } from '#domain/json/exact-json';
import { getPath } from '#domain/json/json-path';
import { adviceWithProfile } from '#domain/terminal/advice-profile';
import type { Style, Terminal, View } from '#domain/terminal/terminal';
import { watchKeys } from './key-listener.ts';
import { plainDocument, sanitizeText, wrap, wrapStyled } from './sanitize.ts';
import type { Spinner } from './spinner.ts';
import { PLAIN } from './style.ts';

/** Somewhere to write text to. */
export interface Output {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  /** True when nobody reads any more: what is written is dropped. */
  readonly gone?: boolean;
  /** Why it could not be written, in words, where that is known at once. */
  readonly problem?: string | undefined;
  /** The stream itself, for prompts and animations. */
  readonly stream: NodeJS.WritableStream;
  write(text: string): void;
}

/** The three streams of a process, or their stand-ins in a test. */
export interface Streams {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };
  /** Does what Ctrl-C does, where it comes as a key. */
  readonly interrupt?: () => void;
  readonly stdout: Output;
  readonly stderr: Output;
}

/** How often progress is shown: where a line changes in its place, and where each line stays. */
const [LIVE_MS, LINE_MS] = [100, 5000];

/**
 * The only writer to the screen: see {@link Terminal}.
 *
 * @param style what a terminal is written with; a stream that is no terminal is always written plainly
 */
export function createTerminal(
  streams: Streams,
  settings: Settings,
  signal: AbortSignal,
  clock: Clock,
  style: Style = PLAIN,
): Terminal {
  const { stdout, stderr } = streams;
  let spinner: Spinner | undefined;
  const say = (text: string) => {
    spinner?.clear();
    stderr.write(`${text}\n`);
  };
  const animated = () => settings.color && stderr.isTTY === true;
  const withSpinner = async <T>(text: string, work: (say: (text: string) => void) => Promise<T>): Promise<T> => {
    const { startSpinner } = await import('./spinner.ts');
    const own = startSpinner(text, stderr.stream);
    spinner = own;
    try {
      return await work((words) => own.say(sanitizeText(words)));
    } finally {
      spinner = undefined;
      own.stop();
    }
  };
  const outStyle = stdout.isTTY === true ? style : PLAIN;
  const errStyle = stderr.isTTY === true ? style : PLAIN;
  const interactive = () =>
    settings.input && stdout.isTTY === true && stderr.isTTY === true && streams.stdin.isTTY === true;
  const prompts = () => {
    if (!interactive()) throw usageError('A value is missing, and there is no terminal to ask for it.');
    return { input: streams.stdin as ReadStream, output: stderr.stream as WriteStream, signal, clock };
  };
  const advised = (text: string) => adviceWithProfile(text, settings.profile);
  const columns = () => stderr.columns || 80;
  const width = Math.min(stderr.columns || 80, 80);

  // A document is made of plain data: bigints, strings, arrays and objects.
  const documentText = (data: object, indent: number) => `${formatJson(data as Json, indent)}\n`;
  const viewText = <T extends object>(data: T, view: View<T>, style: Style) => {
    const lines = view(plainDocument(data), style, data).map(advised);
    return lines.length > 0 ? `${lines.join('\n')}\n` : '';
  };
  const fieldText = (data: object, path: string) => {
    const value = getPath(data as Json, path);
    if (value === undefined) throw missingField(path, data);
    if (typeof value !== 'string') return `${formatJson(value)}\n`;
    return `${stdout.isTTY === true ? sanitizeText(value) : value}\n`;
  };
  const textOf = <T extends object>(data: T, view: View<T> | undefined, indent: number): string => {
    if (settings.field !== undefined) return settings.field.map((path) => fieldText(data, path)).join('');
    if (settings.json || view === undefined) return documentText(data, indent);
    return viewText(data, view, outStyle);
  };
  const print = (text: string, data?: object) => {
    if (text !== '') stdout.write(text);
    if (stdout.problem !== undefined) throw outputFailure(stdout.problem, data);
  };
  const checkReader = () => {
    if (stdout.gone === true) throw new Failure(EXIT.done, 'output_closed', 'Nobody reads the output any more.');
  };

  // Of a program's run stderr holds one document or nothing: what people would be told meanwhile waits for it. A
  // stream may go on for hours, so from its first item on a warning is said at once.
  const notes: { readonly text: string; readonly isWarning: boolean }[] = [];
  let streaming = false;
  const forProgram = () => settings.json && !interactive();
  const sayWarning = (text: string) => say(`${errStyle.warn('warning:')} ${wrap(text, width - 9, '  ')}`);
  const note = (said: string) => {
    if (settings.quiet) return;
    const text = advised(said);
    if (forProgram()) notes.push({ text: sanitizeText(text), isWarning: false });
    else say(wrap(sanitizeText(text), width, '  '));
  };
  const warn = (said: string) => {
    const text = advised(said);
    if (forProgram() && !streaming) notes.push({ text: sanitizeText(text), isWarning: true });
    else sayWarning(sanitizeText(text));
  };
  /** The command was done: a warning is not lost with it, and other notes are for failures. */
  const endNotes = () => {
    for (const { text, isWarning } of notes.splice(0)) if (isWarning) sayWarning(text);
  };
  const emitted = () => {
    checkReader();
    if (!streaming) endNotes();
    streaming = true;
  };

  return {
    get columns() {
      return stdout.isTTY === true ? stdout.columns || 80 : undefined;
    },
    get interactive() {
      return interactive();
    },
    report(data, view) {
      print(textOf(data, view, stdout.isTTY === true ? 2 : 0), data);
      endNotes();
    },
    emit(data, view) {
      emitted();
      print(textOf(data, view, 0));
    },
    emitAll(items, view) {
      emitted();
      print(items.map((item) => textOf(item, view, 0)).join(''));
    },
    print: (text) => print(stdout.isTTY === true ? neutralLines(text) : text),
    fail(failure) {
      const said = notes.splice(0).map(({ text }) => text);
      const hint = failure.hint === undefined ? undefined : advised(failure.hint);
      say(
        settings.json ? formatJson(failureDocument(failure, hint, said)) : failureText(failure, hint, errStyle, width),
      );
    },
    tell(data, view) {
      // Anyone who is asked has to see what for.
      const asked = interactive();
      if (!asked && (settings.quiet || settings.json)) return;
      const lines = view(plainDocument(data), errStyle, data);
      say(lines.flatMap((line) => wrapStyled(line, columns())).join('\n'));
    },
    note,
    warn,
    detail: (text) => {
      if (!settings.verbose && !settings.debug) return;
      if (forProgram() && !settings.debug) notes.push({ text: sanitizeText(text), isWarning: false });
      else say(errStyle.dim(sanitizeText(text)));
    },
    debug: (text) => {
      if (settings.debug) say(errStyle.dim(sanitizeText(text)));
    },
    async confirm(question) {
      if (settings.dumb) return (await import('./line-prompts.ts')).askConfirmPlainly(question, prompts());
      return (await import('./prompts.ts')).askConfirm(question, prompts());
    },
    async ask(question, options = {}) {
      if (settings.dumb) return (await import('./line-prompts.ts')).askTextPlainly(question, options, prompts());
      return (await import('./prompts.ts')).askText(question, options, prompts());
    },
    async choose(question, choices) {
      if (settings.dumb) return (await import('./line-prompts.ts')).askChoicePlainly(question, choices, prompts());
      return (await import('./prompts.ts')).askChoice(question, choices, prompts());
    },
    async askCode(question, moved) {
      const streams = { ...prompts(), signal: AbortSignal.any([signal, moved]), style: errStyle, columns };
      if (settings.dumb) return (await import('./line-otp-prompt.ts')).askOtpByLine({ ...question, clock }, streams);
      return (await import('./otp-prompt.ts')).askOtp({ ...question, clock }, streams);
    },
    watchKeys(onKey, over) {
      if (!interactive() || settings.json || settings.dumb) return false;
      watchKeys(streams, onKey, over);
      return true;
    },
    askHidden: async (question) => (await import('./prompts.ts')).askHidden(question, prompts()),
    async showProgress(view, work, { stream } = { stream: false }) {
      if (settings.quiet || (settings.json && !stream)) return work(() => {});
      const show = <T extends object>(data: T, view: View<T>) => view(plainDocument(data), errStyle, data).join('\n');
      if (settings.json) return work(everySoOften((data) => print(textOf(data, undefined, 0)), LINE_MS, clock));
      if (!animated()) return work(everySoOften((data) => say(show(data, view)), LINE_MS, clock));
      return withSpinner('', (spin) => work(everySoOften((data) => spin(show(data, view)), LIVE_MS, clock)));
    },
    async withSpinner(text, work) {
      if (settings.quiet) return work(() => {});
      if (animated()) return withSpinner(text, work);
      if (forProgram()) return work(() => {});
      let last = text;
      if (stderr.isTTY === true) note(text);
      return work((words) => {
        if (words !== last) note(words);
        last = words;
      });
    },
  };
}

/** Drops what comes too soon after what was shown last. */
function everySoOften<T>(show: (data: T) => void, milliseconds: number, clock: Clock): (data: T) => void {
  let shownAt = clock.elapsed();
  return (data) => {
    if (clock.elapsed() - shownAt < milliseconds) return;
    shownAt = clock.elapsed();
    show(data);
  };
}

/**
 * An asked-for value that the result does not have. Where something was accepted it must not look as if nothing had
 * happened, so then the exit code is another one.
 */
function missingField(path: string, data: object): Failure {
  const message = `The result has no value at ${JSON.stringify(path)}.`;
  const { intentId, paymentId } = subjectOf(data);
  if (intentId === undefined) {
    return new Failure(EXIT.unavailable, 'field_missing', message, {
      hint: 'See the whole result: the same with --json.',
      paymentId,
    });
  }
  return new Failure(EXIT.output, 'field_missing', `${message} The request was accepted all the same.`, {
    hint: `Do not repeat it. What it was: rocketpay receipt ${intentId}`,
    intentId,
    paymentId,
  });
}

/** What was done is done, whether it can be printed or not. */
function outputFailure(problem: string, data: object | undefined): Failure {
  const { intentId, paymentId } = subjectOf(data ?? {});
  const message = `The output could not be written: ${problem}.`;
  if (intentId === undefined) {
    return new Failure(EXIT.output, 'output_failed', message, { hint: 'The command itself was done.', paymentId });
  }
  return new Failure(EXIT.output, 'output_failed', `${message} The request was accepted all the same.`, {
    hint: `Do not repeat it. What it was: rocketpay receipt ${intentId}`,
    intentId,
    paymentId,
  });
}

/** The intent and the payment that a result is about. */
function subjectOf(data: object): { readonly intentId: string | undefined; readonly paymentId: string | undefined } {
  const { intent, paymentId } = data as { readonly intent?: unknown; readonly paymentId?: unknown };
  return {
    intentId: typeof intent === 'string' ? intent : undefined,
    paymentId: typeof paymentId === 'string' ? paymentId : undefined,
  };
}

/** The error contract of `--json`: one document on stderr, with what people would have been told beside it. */
function failureDocument(failure: Failure, hint: string | undefined, said: readonly string[]): Json {
  const { code, message, exit, requestId, paymentId, intentId: intent, platformCode, retryAfter } = failure;
  const notes = said.length === 0 ? undefined : said;
  const parts = { code, message, hint, exit, requestId, paymentId, intent, platformCode, retryAfter, notes };
  return { error: Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) } as Json;
}

function failureText(
  { message, requestId, platformCode = '', about }: Failure,
  hint: string | undefined,
  style: Style,
  width: number,
): string {
  const lines = [`${style.bad('error:')} ${wrap(sanitizeText(message), width - 7, '       ')}`];
  if (hint !== undefined) lines.push(`${style.dim('next: ')} ${wrap(sanitizeText(hint), width - 7, '       ')}`);
  if (/^\d{1,9}$/.test(platformCode)) {
    const code = about === undefined ? platformCode : `${platformCode} --refund`;
    lines.push(style.dim(`more:  rocketpay explain ${code}`));
  }
  if (requestId !== undefined) lines.push(style.dim(`request id: ${sanitizeText(requestId)}`));
  return lines.join('\n');
}
