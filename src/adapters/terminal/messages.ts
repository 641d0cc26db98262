import type { Settings } from '#context';
import type { Failure } from '#domain/errors/failure';
import { formatJson, type Json } from '#domain/json/exact-json';
import { omitUndefined } from '#domain/json/omit-undefined';
import type { Text } from '#domain/language/message';
import { adviceWithProfile } from '#domain/terminal/advice-profile';
import type { Style, Terminal } from '#domain/terminal/terminal';
import { sanitizeText } from './sanitize.ts';
import { DEFAULT_COLUMNS, getColumns } from './screen-size.ts';
import type { Output } from './streams.ts';
import { wrap } from './wrap-text.ts';

/** The messages of a command, on stderr. */
export interface Messages extends Pick<Terminal, 'fail' | 'note' | 'warn' | 'detail' | 'debug'> {
  /** True when a program reads the output: stderr is then empty, or has one document. */
  readonly forProgram: () => boolean;
  /** Prints the deferred warnings, and drops the deferred notes, which only a failure shows. */
  printDeferred(): void;
  /** Ends the deferral of warnings: a stream of results can last for hours. */
  startStream(): void;
}

/**
 * Creates the messages of a command. For a program they are deferred until the result is known: the document of a failure
 * contains them.
 *
 * @param print prints lines on stderr
 */
export function createMessages(
  { stderr, print, style }: { readonly stderr: Output; readonly print: (text: string) => void; readonly style: Style },
  settings: Settings,
  isInteractive: () => boolean,
): Messages {
  const width = Math.min(getColumns(stderr), DEFAULT_COLUMNS);
  const deferred: { readonly text: string; readonly isWarning: boolean }[] = [];
  let streaming = false;
  const forProgram = () => settings.json && !isInteractive();
  const toLine = (text: Text) =>
    sanitizeText(adviceWithProfile(forProgram() ? String(text) : style.show(text), settings.profile));
  const printWarning = (line: string) => {
    const label = style.say('warning:');
    print(`${style.warn(label)} ${wrap(line, width - label.length - 1, '  ')}`);
  };
  const printDeferred = () => {
    for (const { text, isWarning } of deferred.splice(0)) if (isWarning) printWarning(text);
  };

  return {
    forProgram,
    printDeferred,
    startStream() {
      if (!streaming) printDeferred();
      streaming = true;
    },
    note(text) {
      if (settings.quiet) return;
      if (forProgram()) deferred.push({ text: toLine(text), isWarning: false });
      else print(wrap(toLine(text), width, '  '));
    },
    warn(text) {
      if (forProgram() && !streaming) deferred.push({ text: toLine(text), isWarning: true });
      else printWarning(toLine(text));
    },
    detail(text) {
      if (!settings.verbose && !settings.debug) return;
      if (forProgram() && !settings.debug) deferred.push({ text: sanitizeText(String(text)), isWarning: false });
      else print(style.dim(sanitizeText(style.show(text))));
    },
    debug(text) {
      if (settings.debug) print(style.dim(sanitizeText(text)));
    },
    fail(failure) {
      const notes = deferred.splice(0).map(({ text }) => text);
      const withProfile = (text: string | undefined) =>
        text === undefined ? undefined : adviceWithProfile(text, settings.profile);
      if (settings.json) return print(formatJson(failureDocument(failure, withProfile(failure.hint), notes)));
      const hint = failure.nextStep === undefined ? undefined : withProfile(style.show(failure.nextStep));
      print(failureLines(failure, hint, style, width).join('\n'));
    },
  };
}

/** Returns the JSON document of a failure, with the deferred notes and warnings. */
function failureDocument(failure: Failure, hint: string | undefined, deferred: readonly string[]): Json {
  const { code, message, exit, requestId, paymentId, intentId: intent, platformCode, retryAfter } = failure;
  const notes = deferred.length === 0 ? undefined : deferred;
  const parts = { code, message, hint, exit, requestId, paymentId, intent, platformCode, retryAfter, notes };
  return { error: omitUndefined(parts) } as Json;
}

function failureLines(
  { text, requestId, platformCode = '', about }: Failure,
  hint: string | undefined,
  style: Style,
  width: number,
): string[] {
  const hasCode = /^\d{1,9}$/.test(platformCode);
  const [error, next, more] = [style.say('error:'), style.say('next:'), style.say('more:')];
  const indent = Math.max(error.length, next.length, hasCode ? more.length : 0) + 1;
  const line = (label: string, color: (text: string) => string, value: string) =>
    color(label) + ' '.repeat(indent - label.length) + wrap(sanitizeText(value), width - indent, ' '.repeat(indent));
  const lines = [line(error, style.bad, style.show(text))];
  if (hint !== undefined) lines.push(line(next, style.dim, hint));
  if (hasCode) {
    const code = about === undefined ? platformCode : `${platformCode} --refund`;
    lines.push(style.dim(line(more, (label) => label, `rocketpay explain ${code}`)));
  }
  if (requestId !== undefined) lines.push(style.dim(style.say('request id: {id}', { id: sanitizeText(requestId) })));
  return lines;
}
