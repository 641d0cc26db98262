import type { ReadStream, WriteStream } from 'node:tty';
import type { Clock } from '../clock.ts';
import type { Settings } from '../context.ts';
import { Failure } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';
import { formatJson, type Json } from '../domain/json.ts';
import { getPath } from '../domain/json-path.ts';
import { neutralLines } from '../domain/neutral-text.ts';
import type { Style, Terminal, View } from '../domain/terminal.ts';
import { watchKeys } from './keys.ts';
import { narrowed, plainDocument, plainText, wrap } from './plain-text.ts';
import type { Spinner } from './spinner.ts';
import { PLAIN } from './style.ts';

/** Somewhere to write text to. */
export interface Output {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  /** True when nobody reads any more: what is written is dropped. */
  readonly gone?: boolean;
  /** The stream itself, for prompts and animations. */
  readonly stream: NodeJS.WritableStream;
  write(text: string): void;
}

/** The three streams of a process, or their stand-ins in a test. */
export interface Streams {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };
  /** Does what Ctrl-C does, where it comes as a key. */
  readonly interrupt?: () => void;
  /** What stands in standard input already, and whether that is all; for streams that can tell. */
  readonly readNow?: () => { readonly bytes: Buffer; readonly ended: boolean };
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
  const prompts = () => ({ input: streams.stdin as ReadStream, output: stderr.stream as WriteStream, signal, clock });
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
      return await work((words) => own.say(plainText(words)));
    } finally {
      spinner = undefined;
      own.stop();
    }
  };
  const outStyle = stdout.isTTY === true ? style : PLAIN;
  const errStyle = stderr.isTTY === true ? style : PLAIN;
  const interactive = () =>
    settings.input && stdout.isTTY === true && stderr.isTTY === true && streams.stdin.isTTY === true;
  const columns = () => stderr.columns || 80;
  const width = Math.min(stderr.columns || 80, 80);

  // A document is made of plain data: bigints, strings, arrays and objects.
  const documentText = (data: object, indent: number) => `${formatJson(data as Json, indent)}\n`;
  const viewText = <T extends object>(data: T, view: View<T>, style: Style) => {
    const lines = view(plainDocument(data), style, data);
    return lines.length > 0 ? `${lines.join('\n')}\n` : '';
  };
  const fieldText = (data: object, path: string) => {
    const value = getPath(data as Json, path);
    if (value === undefined) say(`warning: the result has no field ${JSON.stringify(path)}`);
    else if (typeof value !== 'string') return `${formatJson(value)}\n`;
    else return `${stdout.isTTY === true ? plainText(value) : value}\n`;
    return '';
  };
  const textOf = <T extends object>(data: T, view: View<T> | undefined, indent: number): string => {
    if (settings.field !== undefined) return fieldText(data, settings.field);
    if (settings.json || view === undefined) return documentText(data, indent);
    return viewText(data, view, outStyle);
  };
  const print = (text: string) => {
    if (text !== '') stdout.write(text);
  };
  const checkReader = () => {
    if (stdout.gone === true) throw new Failure(EXIT.done, 'output_closed', 'Nobody reads the output any more.');
  };

  const note = (text: string) => {
    if (!settings.quiet) say(wrap(plainText(text), width, '  '));
  };

  return {
    get interactive() {
      return interactive();
    },
    report: (data, view) => print(textOf(data, view, stdout.isTTY === true ? 2 : 0)),
    emit(data, view) {
      checkReader();
      print(textOf(data, view, 0));
    },
    emitAll(items, view) {
      checkReader();
      print(items.map((item) => textOf(item, view, 0)).join(''));
    },
    print: (text) => {
      stdout.write(stdout.isTTY === true ? neutralLines(text) : text);
    },
    fail: (failure) =>
      say(settings.json ? formatJson(failureDocument(failure)) : failureWords(failure, errStyle, width)),
    tell(data, view) {
      // Whoever is asked has to see what for.
      const asked = interactive();
      if (!asked && (settings.quiet || settings.json)) return;
      const lines = view(plainDocument(data), errStyle, data);
      say(lines.flatMap((line) => narrowed(line, columns())).join('\n'));
    },
    note,
    warn: (text) => say(`${errStyle.warn('warning:')} ${wrap(plainText(text), width - 9, '  ')}`),
    detail: (text) => {
      if (settings.verbose || settings.debug) say(errStyle.dim(plainText(text)));
    },
    debug: (text) => {
      if (settings.debug) say(errStyle.dim(plainText(text)));
    },
    async confirm(question) {
      if (settings.dumb) return (await import('./plain-prompts.ts')).askConfirmPlainly(question, prompts());
      return (await import('./prompts.ts')).askConfirm(question, prompts());
    },
    async ask(question, options = {}) {
      if (settings.dumb) return (await import('./plain-prompts.ts')).askTextPlainly(question, options, prompts());
      return (await import('./prompts.ts')).askText(question, options, prompts());
    },
    async choose(question, choices) {
      if (settings.dumb) return (await import('./plain-prompts.ts')).askChoicePlainly(question, choices, prompts());
      return (await import('./prompts.ts')).askChoice(question, choices, prompts());
    },
    async askCode(question, moved) {
      const streams = { ...prompts(), signal: AbortSignal.any([signal, moved]), style: errStyle, columns };
      if (settings.dumb) return (await import('./plain-otp-prompt.ts')).askOtpPlainly({ ...question, clock }, streams);
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
    async during(text, work) {
      if (settings.quiet) return work(() => {});
      if (animated()) return withSpinner(text, work);
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

/** The error contract of `--json`: one document on stderr. */
function failureDocument(failure: Failure): Json {
  const { code, message, hint, exit, requestId, paymentId, intentId: intent, platformCode, retryAfter } = failure;
  const parts = { code, message, hint, exit, requestId, paymentId, intent, platformCode, retryAfter };
  return { error: Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) } as Json;
}

function failureWords({ message, hint, requestId, platformCode = '' }: Failure, style: Style, width: number): string {
  const lines = [`${style.bad('error:')} ${wrap(plainText(message), width - 7, '       ')}`];
  if (hint !== undefined) lines.push(`${style.dim('next: ')} ${wrap(plainText(hint), width - 7, '       ')}`);
  if (/^\d{1,9}$/.test(platformCode)) lines.push(style.dim(`more:  rocketpay explain ${platformCode}`));
  if (requestId !== undefined) lines.push(style.dim(`request id: ${plainText(requestId)}`));
  return lines.join('\n');
}
