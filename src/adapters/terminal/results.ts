import type { Settings } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { formatJson, type Json } from '#domain/json/exact-json';
import { getPath } from '#domain/json/json-path';
import { joinTexts, Message, message, type Text } from '#domain/language/message';
import { adviceWithProfile } from '#domain/terminal/advice-profile';
import type { Style, View } from '#domain/terminal/terminal';
import { plainDocument, sanitizeText } from './sanitize.ts';
import type { Output } from './streams.ts';

/** The results of a command, on stdout. */
export interface Results {
  /**
   * Formats a result: as a JSON document with `--json` or without a view, as requested fields, else as lines.
   *
   * @throws {Failure} when the result has no value for a requested field.
   */
  format<T extends object>(data: T, view: View<T> | undefined, indent: number): string;
  /**
   * Prints a text.
   *
   * @param data the result that the text is made of, for the failure
   * @throws {Failure} (output) when it cannot be written.
   */
  print(text: string, data?: object): void;
}

/** Creates the results of a command. */
export function createResults(stdout: Output, style: Style, settings: Settings): Results {
  const formatField = (data: object, path: string) => {
    // A document is made of plain data: bigints, strings, arrays and objects.
    const found = getPath(data as Json, path) as Json | Message | undefined;
    const value = found instanceof Message ? String(found) : found;
    if (value === undefined) throw missingField(path, data);
    if (typeof value !== 'string') return `${formatJson(value)}\n`;
    return `${stdout.isTTY === true ? sanitizeText(value) : value}\n`;
  };
  return {
    format(data, view, indent) {
      if (settings.field !== undefined) return settings.field.map((path) => formatField(data, path)).join('');
      if (settings.json || view === undefined) return `${formatJson(data as Json, indent)}\n`;
      const lines = view(plainDocument(data), style, data);
      return lines.map((line) => `${adviceWithProfile(line, settings.profile)}\n`).join('');
    },
    print(text, data = {}) {
      if (text !== '') stdout.write(text);
      if (stdout.problem === undefined) return;
      const why = message('The output could not be written: {problem}.', { problem: stdout.problem });
      throw resultFailure(why, data, [EXIT.output, 'output_failed', message('The command itself was done.')]);
    },
  };
}

const missingField = (path: string, data: object): Failure =>
  resultFailure(message('The result has no value at {path}.', { path: JSON.stringify(path) }), data, [
    EXIT.unavailable,
    'field_missing',
    message('See the whole result: the same with --json.'),
  ]);

/** Returns the failure of a result that cannot be printed. For an accepted write it warns of a repetition, with exit code 11. */
function resultFailure(
  text: Text,
  data: object,
  [exit, code, hint]: readonly [exit: typeof EXIT.output | typeof EXIT.unavailable, code: string, hint: Text],
): Failure {
  const { intent, paymentId, state } = data as Readonly<Record<string, unknown>>;
  const subject = { paymentId: typeof paymentId === 'string' ? paymentId : undefined };
  // A document with a state is a record of the ledger, which can be that of a refused request.
  if (typeof intent !== 'string' || state !== undefined) return new Failure(exit, code, text, { ...subject, hint });
  return new Failure(EXIT.output, code, joinTexts([text, message('The request itself was accepted.')], ' '), {
    ...subject,
    hint: message('Do not repeat it. To see it: rocketpay receipt {intent}', { intent }),
    intentId: intent,
  });
}
