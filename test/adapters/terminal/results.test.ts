import { describe, expect, it } from 'vitest';
import type { Settings } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { parseJson } from '#domain/json/exact-json';
import type { View } from '#domain/terminal/terminal';
import { failureOf } from '../../support/failures.ts';
import { type Screens, TERMINALS, terminalOn } from './streams.ts';

const DATA = { payment: { id: 'a', status: 'success', sum: { amount: 100_000, currency: 'KZT' } }, id: 2n ** 60n };
const view: View<typeof DATA> = ({ payment }, style) => [
  `${style.bold('Payment')} ${payment.id}`,
  style.good(payment.status),
];

describe('a result', () => {
  it('is printed as the lines of its view', () => {
    const { terminal, stdout, stderr } = terminalOn();
    terminal.report(DATA, view);
    expect(stdout.written).toBe('Payment a\nsuccess\n');
    expect(stderr.written).toBe('');
  });

  it('prints nothing when its view has no lines', () => {
    const { terminal, stdout } = terminalOn();
    terminal.report(DATA, () => []);
    expect(stdout.written).toBe('');
  });

  it('is exactly one line of JSON on stdout with --json, and nothing else', () => {
    const { terminal, stdout, stderr } = terminalOn({ json: true });
    terminal.report(DATA, view);
    expect(stdout.written).toMatch(/^\{.*\}\n$/);
    expect(parseJson(stdout.written)).toEqual(DATA);
    expect(stderr.written).toBe('');
  });

  it('is JSON over several lines in a terminal', () => {
    const { terminal, stdout } = terminalOn({ json: true }, { stdout: true });
    terminal.report(DATA, view);
    expect(stdout.written).toContain('{\n  "payment": {\n    "id": "a"');
    expect(parseJson(stdout.written)).toEqual(DATA);
  });

  it.each<[path: string, printed: string]>([
    ['payment.status', 'success\n'],
    ['payment.sum.amount', '100000\n'],
    ['payment.sum', '{"amount":100000,"currency":"KZT"}\n'],
    ['id', '1152921504606846976\n'],
  ])('is one raw value with --field %s', (field, printed) => {
    const { terminal, stdout, stderr } = terminalOn({ field: [field], json: true });
    terminal.report(DATA, view);
    expect(stdout.written).toBe(printed);
    expect(stderr.written).toBe('');
  });

  it.each([{}, { quiet: true }])('without the field of --field is a failure (%j)', (settings) => {
    const { terminal, stdout, stderr } = terminalOn({ field: ['payment.colour'], ...settings });
    const failure = failureOf(() => terminal.report(DATA, view));
    expect(failure).toMatchObject({
      exit: 5,
      code: 'field_missing',
      message: expect.stringContaining('"payment.colour"'),
    });
    expect([stdout.written, stderr.written]).toEqual(['', '']);
  });

  it.each(['refused', 'unknown', 'sending'])(
    'of a ledger record with state "%s" is not called accepted when a field is missing or the disk is full',
    (state) => {
      const record = { intent: 'in-1', paymentId: 'a', state };
      const { terminal } = terminalOn({ field: ['requestId'] });
      const missing = failureOf(() => terminal.report(record, () => []));
      expect(missing).toMatchObject({ exit: 5, paymentId: 'a', message: 'The result has no value at "requestId".' });
      const full = terminalOn({ json: true });
      full.stdout.problem = 'the disk is full';
      const unwritten = failureOf(() => full.terminal.report(record, () => []));
      expect(unwritten).toMatchObject({ exit: 11, message: 'The output could not be written: the disk is full.' });
    },
  );

  it('that cannot be written is a failure that names what was accepted', () => {
    const { terminal, stdout } = terminalOn({ json: true });
    stdout.problem = 'the disk is full';
    const sold = { status: 'accepted', paymentId: 'a', intent: 'in-1' };
    expect(failureOf(() => terminal.report(DATA, view))).toMatchObject({ exit: 11, code: 'output_failed' });
    const failure = failureOf(() => terminal.report(sold, () => []));
    expect(failure).toMatchObject({ exit: 11, code: 'output_failed', intentId: 'in-1', paymentId: 'a' });
    expect(failure.message).toMatch(/the disk is full.*was accepted/);
  });

  it('is unchanged for a script, and sanitized for a terminal', () => {
    const data = { message: 'a\u001b[2Jb' };
    const piped = terminalOn({ field: ['message'] });
    piped.terminal.report(data, () => []);
    expect(piped.stdout.written).toBe('a\u001b[2Jb\n');
    const seen = terminalOn({ field: ['message'] }, TERMINALS);
    seen.terminal.report(data, () => []);
    expect(seen.stdout.written).toBe('a\\u001b[2Jb\n');
  });
});

describe('the items of a stream', () => {
  it.each<[what: string, settings: Partial<Settings>, screens: Screens]>([
    ['with --json', { json: true }, {}],
    ['with --json, on a screen too', { json: true }, TERMINALS],
  ])('are a JSON object a line %s', (_what, settings, screens) => {
    const { terminal, stdout } = terminalOn(settings, screens);
    terminal.emit(DATA, view);
    terminal.emit({ second: true }, () => ['second']);
    const [first, second, rest] = stdout.written.split('\n');
    expect(parseJson(first ?? '')).toEqual(DATA);
    expect([second, rest]).toEqual(['{"second":true}', '']);
  });

  it('end after the reader has closed the output', () => {
    const { terminal, stdout } = terminalOn();
    terminal.emit(DATA, view);
    stdout.gone = true;
    expect(failureOf(() => terminal.emit(DATA, view)).exit).toBe(EXIT.done);
  });

  it('without a view are JSON always', () => {
    const { terminal, stdout } = terminalOn();
    terminal.emit({ valid: true });
    expect(stdout.written).toBe('{"valid":true}\n');
  });
});
