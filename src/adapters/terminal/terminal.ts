import type { ReadStream, WriteStream } from 'node:tty';
import type { Clock } from '#async/clock';
import type { Settings } from '#context';
import { neutralLines } from '#domain/encoding/invisible-characters';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, usageError } from '#domain/errors/failure';
import { message, type Text } from '#domain/language/message';
import type { Translator } from '#domain/language/translator';
import { PLAIN } from '#domain/terminal/plain-style';
import type { Style, Terminal, View } from '#domain/terminal/terminal';
import { watchKeys } from './key-listener.ts';
import { printList } from './list-result.ts';
import { createMessages } from './messages.ts';
import { createResults } from './results.ts';
import { plainDocument, sanitizeText } from './sanitize.ts';
import { getColumns } from './screen-size.ts';
import type { Spinner } from './spinner.ts';
import type { Output, Streams } from './streams.ts';
import { wrapStyled } from './wrap-text.ts';

/** Minimum time between two progress messages, in milliseconds: on one animated line, and on lines of their own. */
const [ANIMATED_MS, LINE_MS] = [100, 5000];

/**
 * Creates the terminal: see {@link Terminal}.
 *
 * @param style colours for a terminal; any other output has none
 * @param translator the language of messages; documents are in English in any case
 */
export function createTerminal(
  streams: Streams,
  settings: Settings,
  signal: AbortSignal,
  clock: Clock,
  style: Style,
  translator: Translator,
): Terminal {
  // Standard input opens when it is first read.
  const { stdout, stderr } = streams;
  let spinner: Spinner | undefined;
  const say = (text: string) => {
    spinner?.clear();
    stderr.write(`${text}\n`);
  };
  const { show } = translator;
  const styleOf = ({ isTTY }: Output): Style => ({ ...(isTTY === true ? style : PLAIN), say: translator.say, show });
  const errStyle = styleOf(stderr);
  const isInteractive = () =>
    settings.input && stdout.isTTY === true && stderr.isTTY === true && streams.stdin.isTTY === true;
  const isAnimated = settings.color && stderr.isTTY === true;
  const results = createResults(stdout, styleOf(stdout), settings);
  const messages = createMessages({ stderr, print: say, style: errStyle }, settings, isInteractive);
  const { forProgram, printDeferred, startStream, ...saying } = messages;

  const promptStreams = () => {
    if (!isInteractive()) throw usageError(message('A value is missing, and there is no terminal to ask for it.'));
    return { input: streams.stdin as ReadStream, output: stderr.stream as WriteStream, signal, clock, translator };
  };
  const prompts = async (): Promise<typeof import('./line-prompts.ts')> =>
    settings.dumb ? import('./line-prompts.ts') : import('./prompts.ts');
  const emit = (format: () => string) => {
    if (stdout.gone === true) throw new Failure(EXIT.done, 'output_closed', 'The reader of the output has closed it.');
    startStream();
    results.print(format());
  };
  const withSpinner = async <T>(text: string, work: (show: (text: Text) => void) => Promise<T>): Promise<T> => {
    const { startSpinner } = await import('./spinner.ts');
    const own = startSpinner(text, stderr.stream);
    spinner = own;
    try {
      return await work((words) => own.setText(sanitizeText(show(words))));
    } finally {
      spinner = undefined;
      own.stop();
    }
  };

  return {
    ...saying,
    language: translator.language,
    get columns() {
      return stdout.isTTY === true ? getColumns(stdout) : undefined;
    },
    get interactive() {
      return isInteractive();
    },
    printsDocuments: settings.json || settings.field !== undefined,
    report(data, view) {
      results.print(results.format(data, view, stdout.isTTY === true ? 2 : 0), data);
      printDeferred();
    },
    async reportList(list) {
      const print = (text: string) => {
        spinner?.clear();
        results.print(text);
      };
      const failure = await printList(list, { ...results, print }, settings, stdout.isTTY === true ? 2 : 0);
      printDeferred();
      return failure;
    },
    emit: (data, view) => emit(() => results.format(data, view, 0)),
    emitAll: (items, view) => emit(() => items.map((item) => results.format(item, view, 0)).join('')),
    print: (text) => results.print(stdout.isTTY === true ? neutralLines(text) : text),
    tell(data, view) {
      // A question needs its context, also with --quiet.
      if (!isInteractive() && (settings.quiet || settings.json)) return;
      const lines = view(plainDocument(data), errStyle, data);
      say(lines.flatMap((line) => wrapStyled(line, getColumns(stderr))).join('\n'));
    },
    confirm: async (question) => (await prompts()).askConfirm(show(question), promptStreams()),
    ask: async (question, options = {}) => (await prompts()).askText(show(question), options, promptStreams()),
    choose: async (question, choices) => (await prompts()).askChoice(show(question), choices, promptStreams()),
    async askCode(question, moved) {
      const own = { signal: AbortSignal.any([signal, moved]), style: errStyle, columns: () => getColumns(stderr) };
      const asked = { ...promptStreams(), ...own };
      const news = () => {
        const latest = question.news();
        return latest === undefined ? undefined : show(latest);
      };
      const shown = { ...question, message: show(question.message), news, clock };
      if (settings.dumb) return (await import('#adapters/terminal/otp/line-otp-prompt')).askOtpByLine(shown, asked);
      return (await import('#adapters/terminal/otp/otp-prompt')).askOtp(shown, asked);
    },
    askHidden: async (question) => (await import('./prompts.ts')).askHidden(show(question), promptStreams()),
    watchKeys(onKey, until) {
      if (!isInteractive() || settings.json || settings.dumb) return false;
      watchKeys(streams, onKey, until);
      return true;
    },
    async showProgress(view, work, { stream } = { stream: false }) {
      if (settings.quiet || (settings.json && !stream)) return work(() => {});
      const format = <T extends object>(data: T, lines: View<T>) =>
        lines(plainDocument(data), errStyle, data).join('\n');
      const line = (data: Parameters<typeof view>[0]) =>
        settings.json ? results.print(results.format(data, undefined, 0)) : say(format(data, view));
      if (settings.json || !isAnimated) return work(throttle(line, LINE_MS, clock));
      return withSpinner('', (redraw) => work(throttle((data) => redraw(format(data, view)), ANIMATED_MS, clock)));
    },
    async withSpinner(text, work) {
      if (settings.quiet || (forProgram() && !isAnimated)) return work(() => {});
      if (isAnimated) return withSpinner(show(text), work);
      let last = String(text);
      if (stderr.isTTY === true) saying.note(text);
      return work((words) => {
        if (String(words) !== last) saying.note(words);
        last = String(words);
      });
    },
  };
}

/** Returns a function that drops each call within `milliseconds` after the last effective one, or after the start. */
function throttle<T>(show: (data: T) => void, milliseconds: number, clock: Clock): (data: T) => void {
  let shownAt = clock.elapsed();
  return (data) => {
    if (clock.elapsed() - shownAt < milliseconds) return;
    shownAt = clock.elapsed();
    show(data);
  };
}
