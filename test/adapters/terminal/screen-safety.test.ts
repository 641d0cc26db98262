import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Settings } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { formatJson, type Json, type JsonObject, parseJson } from '#domain/json/exact-json';
import type { View } from '#domain/terminal/terminal';
import { objectsOf } from '../../domain/json/arbitraries.ts';
import { type Screens, TERMINALS, terminalOn, UNSAFE } from './streams.ts';

/** What a hostile platform could put into a field. */
const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '\u001b[2J',
      '\u001b]0;title\u0007',
      '\u001b[31m',
      '\u009b5n',
      '\u0008',
      '\r',
      '\n',
      '\t',
      '\u0000',
      '\u007f',
    ),
    fc.constantFrom('\u202e', '\u2066', '\u2069', '\u200f', '\u2028', '\u2029', '\u0085'),
    fc.string({ unit: 'binary', maxLength: 2 }),
    fc.constantFrom('ж', 'а', 'ң', '1', ' ', '😀'),
  ),
  maxLength: 8,
});
const document = objectsOf(
  fc.oneof(hostile, fc.constantFrom('a', '__proto__')),
  fc.oneof(hostile, fc.bigInt(), fc.boolean()),
);

/** Every key and every value, as they are: the most careless view there could be. */
const careless: View<JsonObject> = (data) => {
  const lines: string[] = [];
  const visit = (value: Json): void => {
    if (typeof value !== 'object' || value === null) lines.push(String(value));
    else
      for (const [key, item] of Object.entries(value)) {
        lines.push(key);
        visit(item as Json);
      }
  };
  visit(data);
  return lines;
};

const EVERYWHERE: [what: string, settings: Partial<Settings>, screens: Screens][] = [
  ['on a terminal', {}, TERMINALS],
  ['in a pipe', {}, {}],
  ['with --json on a terminal', { json: true }, TERMINALS],
  ['with --json in a pipe', { json: true }, {}],
  ['with --debug', { debug: true, verbose: true }, TERMINALS],
];

describe('text from outside cannot control the terminal', () => {
  it.each(EVERYWHERE)('%s', (_what, settings, screens) => {
    fc.assert(
      fc.property(document, hostile, (data, words) => {
        const { terminal, stdout, stderr } = terminalOn(settings, screens);
        terminal.report(data, careless);
        terminal.emit(data, careless);
        terminal.note(words);
        terminal.warn(words);
        terminal.detail(words);
        terminal.debug(words);
        terminal.fail(new Failure(EXIT.refused, 'refused', words, { hint: words, requestId: words, paymentId: words }));
        expect(stdout.written).not.toMatch(UNSAFE);
        expect(stderr.written).not.toMatch(UNSAFE);
      }),
    );
  });

  it('and cannot start a new line', () => {
    fc.assert(
      fc.property(hostile, (words) => {
        const { terminal, stdout, stderr } = terminalOn();
        terminal.report({ words }, ({ words }) => [words]);
        terminal.debug(words);
        expect(stdout.written.split('\n')).toHaveLength(2);
        expect(stderr.written).toBe('');
      }),
    );
  });

  it('in a progress message', async () => {
    const { terminal, stderr } = terminalOn();
    await terminal.withSpinner('waiting', async (say) => say('a\u001b[2Jb\u202ec\nd'));
    expect(stderr.written).toBe('a\\u001b[2Jb\\u202ec d\n');
  });

  it.each(['confirm', 'ask', 'askHidden'] as const)('in a question (%s)', async (kind) => {
    const { terminal, stderr, interrupt } = terminalOn({}, TERMINALS);
    const asked = terminal[kind]('Refund 1.00 \u202eKZT\u0007?\u001b]0;title\u0007').catch((error) => error);
    while (!stderr.written.includes('Refund')) await new Promise((resolve) => setImmediate(resolve));
    interrupt.abort();
    await asked;
    expect(stderr.written).not.toContain('\u202e');
    expect(stderr.written).not.toContain('\u0007');
  });
});

describe('printed data is unchanged', () => {
  it.each([
    [{ json: true }, {}],
    [{ json: true }, TERMINALS],
  ] as const)('in JSON, to the last character: %j, %j', (settings, screens) => {
    fc.assert(
      fc.property(document, (data) => {
        const { terminal, stdout } = terminalOn(settings, screens);
        terminal.report(data, careless);
        expect(formatJson(parseJson(stdout.written))).toBe(formatJson(data));
      }),
    );
  });

  it('in what a view prints as JSON', () => {
    const data = { id: 'a\u001b[2J\u202eb' };
    const { terminal, stdout } = terminalOn();
    terminal.report(data, (safe, _style, exact) => [safe.id, formatJson(exact)]);
    const [shown, json] = stdout.written.split('\n');
    expect(shown).toBe('a\\u001b[2J\\u202eb');
    expect(JSON.parse(json ?? '')).toEqual(data);
    expect(json).not.toMatch(UNSAFE);
  });
});
