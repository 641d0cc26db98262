import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Settings } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, usageError } from '#domain/errors/failure';
import { parseJson } from '#domain/json/exact-json';
import type { Terminal, View } from '#domain/terminal/terminal';
import { failureOf } from '../../support/failures.ts';
import { DESK, type Screens, terminalOn } from './streams.ts';

const DATA = { payment: { id: 'a', status: 'success', sum: { amount: 100_000, currency: 'KZT' } }, id: 2n ** 60n };
const view: View<typeof DATA> = ({ payment }, style) => [
  `${style.bold('Payment')} ${payment.id}`,
  style.good(payment.status),
];

/** Long words between spaces, and a word that is wider than the screen. */
const LONG = `${'a long word or two '.repeat(20)}${'x'.repeat(40)}`;

const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

describe('a result', () => {
  it('is lines for a person', () => {
    const { terminal, stdout, stderr } = terminalOn();
    terminal.report(DATA, view);
    expect(stdout.written).toBe('Payment a\nsuccess\n');
    expect(stderr.written).toBe('');
  });

  it('is nothing at all when its view has no lines', () => {
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

  it('is JSON over several lines when a person looks at it', () => {
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

  it.each([{}, { quiet: true }])('without the field that was asked for is a failure (%j)', (settings) => {
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

  it('gives a script its value as it came, and a person what is safe to show', () => {
    const data = { message: 'a\u001b[2Jb' };
    const piped = terminalOn({ field: ['message'] });
    piped.terminal.report(data, () => []);
    expect(piped.stdout.written).toBe('a\u001b[2Jb\n');
    const seen = terminalOn({ field: ['message'] }, DESK);
    seen.terminal.report(data, () => []);
    expect(seen.stdout.written).toBe('a\\u001b[2Jb\n');
  });
});

describe('the items of a stream', () => {
  it.each<[what: string, settings: Partial<Settings>, screens: Screens]>([
    ['with --json', { json: true }, {}],
    ['with --json, on a screen too', { json: true }, DESK],
  ])('are a JSON object a line %s', (_what, settings, screens) => {
    const { terminal, stdout } = terminalOn(settings, screens);
    terminal.emit(DATA, view);
    terminal.emit({ second: true }, () => ['second']);
    const [first, second, rest] = stdout.written.split('\n');
    expect(parseJson(first ?? '')).toEqual(DATA);
    expect([second, rest]).toEqual(['{"second":true}', '']);
  });

  it('end when nobody reads them any more', () => {
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

describe('what is said while a program reads', () => {
  const said = (settings: Partial<Settings> = {}, screens: Screens = {}) => {
    const made = terminalOn({ json: true, ...settings }, screens);
    made.terminal.note('note');
    made.terminal.warn('care');
    return made;
  };

  it('is in the document of a failure', () => {
    const { terminal, stderr } = said();
    terminal.fail(usageError('wrong'));
    expect(JSON.parse(stderr.written)).toMatchObject({ error: { message: 'wrong', notes: ['note', 'care'] } });
  });

  it('is in it without the notes with --quiet', () => {
    const { terminal, stderr } = said({ quiet: true });
    terminal.fail(usageError('wrong'));
    expect(JSON.parse(stderr.written).error.notes).toEqual(['care']);
  });

  it('is only what has to be acted on after a success', () => {
    const { terminal, stderr } = said();
    expect(stderr.written).toBe('');
    terminal.report(DATA, view);
    expect(stderr.written).toBe('warning: care\n');
  });

  it('is said at once from the first item of a stream on', () => {
    const { terminal, stderr } = said();
    terminal.emit(DATA, view);
    expect(stderr.written).toBe('warning: care\n');
    terminal.warn('more');
    expect(stderr.written).toBe('warning: care\nwarning: more\n');
  });

  it('is said at once where a person can be asked', () => {
    const { stderr } = said({}, DESK);
    expect(stderr.written).toContain('note\n');
  });
});

describe('what is said beside the result', () => {
  it.each<[what: string, settings: Partial<Settings>, said: string]>([
    ['by default', {}, 'note\nwarning: care\n'],
    ['with --json', { json: true }, ''],
    ['with --verbose', { verbose: true }, 'note\nwarning: care\ndetail\n'],
    ['with --debug', { debug: true }, 'note\nwarning: care\ndetail\ndebug\n'],
    ['with --quiet', { quiet: true }, 'warning: care\n'],
  ])('%s', (_what, settings, said) => {
    const { terminal, stdout, stderr } = terminalOn(settings);
    terminal.note('note');
    terminal.warn('care');
    terminal.detail('detail');
    terminal.debug('debug');
    expect(stderr.written).toBe(said);
    expect(stdout.written).toBe('');
  });

  const sayings: [kind: string, say: (terminal: Terminal) => void][] = [
    ['a note', (terminal) => terminal.note(LONG)],
    ['a warning', (terminal) => terminal.warn(LONG)],
    ['a failure', (terminal) => terminal.fail(new Failure(EXIT.refused, 'refused', LONG, { hint: LONG }))],
  ];

  it.each(sayings)('is no wider than the screen, and never than 80 columns: %s', (_kind, say) => {
    for (const columns of [undefined, 80, 60, 200]) {
      for (const color of [false, true]) {
        const { terminal, stderr } = terminalOn({ color }, { ...DESK, ...(columns === undefined ? {} : { columns }) });
        say(terminal);
        expect(widest(stripVTControlCharacters(stderr.written))).toBeLessThanOrEqual(Math.min(columns ?? 80, 80));
      }
    }
  });

  it.each(sayings)('is the same words, however they are broken: %s', (_kind, say) => {
    const { terminal, stderr } = terminalOn();
    say(terminal);
    expect(stderr.written.replace(/\s+/g, ' ')).toContain(LONG);
  });

  it('is readable on a terminal that does not know its size', () => {
    const { terminal, stderr } = terminalOn({}, { ...DESK, columns: 0 });
    terminal.note('several words in one line');
    expect(stderr.written).toBe('several words in one line\n');
  });
});

describe('a failure', () => {
  const failure = new Failure(EXIT.blocked, 'too_early', 'Too early.', {
    hint: 'Wait.',
    requestId: 'r-1',
    paymentId: 'p-1',
    platformCode: '42',
  });

  it.each([{}, { quiet: true }])('is told in words on stderr (%j)', (settings) => {
    const { terminal, stdout, stderr } = terminalOn(settings);
    terminal.fail(failure);
    expect(stdout.written).toBe('');
    expect(stderr.written).toBe('error: Too early.\nnext:  Wait.\nmore:  rocketpay explain 42\nrequest id: r-1\n');
  });

  it.each<[what: string, settings: Partial<Settings>, screens: Screens]>([
    ['piped', { json: true }, {}],
    ['on a screen', { json: true, color: true }, DESK],
    ['with --quiet', { json: true, quiet: true }, {}],
  ])('is one JSON document on stderr with --json, %s', (_what, settings, screens) => {
    const { terminal, stdout, stderr } = terminalOn(settings, screens);
    terminal.fail(failure);
    expect(stdout.written).toBe('');
    expect(stderr.written).toMatch(/^\{.*\}\n$/);
    expect(JSON.parse(stderr.written)).toEqual({
      error: {
        code: 'too_early',
        message: 'Too early.',
        hint: 'Wait.',
        exit: 7,
        requestId: 'r-1',
        paymentId: 'p-1',
        platformCode: '42',
      },
    });
  });

  it('leaves out of its document what is not known', () => {
    const { terminal, stderr } = terminalOn({ json: true });
    terminal.fail(new Failure(EXIT.usage, 'usage', 'Wrong.'));
    expect(stderr.written).toBe('{"error":{"code":"usage","message":"Wrong.","exit":2}}\n');
  });

  it('keeps a command that is wider than the screen in one piece, to be copied', () => {
    const { terminal, stderr } = terminalOn();
    terminal.fail(new Failure(EXIT.blocked, 'x', 'x', { hint: 'y'.repeat(100) }));
    expect(stderr.written).toContain('y'.repeat(100));
  });
});

describe('a person is asked', () => {
  it.each<[asked: boolean, settings: Partial<Settings>, screens: Screens]>([
    [true, {}, DESK],
    [true, { json: true }, DESK],
    [false, { input: false }, DESK],
    [false, {}, { ...DESK, stdin: false }],
    [false, {}, { ...DESK, stdout: false }],
    [false, {}, { ...DESK, stderr: false }],
    [false, {}, {}],
  ])('%s: %j, %j', (asked, settings, screens) => {
    expect(terminalOn(settings, screens).terminal.interactive).toBe(asked);
  });
});

describe('a question', () => {
  it.each<[string, Screens]>([
    ['input', { stdin: false }],
    ['output', { stdout: false }],
    ['messages', { stderr: false }],
  ])('is never put where one of the streams is a pipe: %s', async (_, pipe) => {
    const { terminal, stderr } = terminalOn({}, { ...DESK, ...pipe });
    const questions = [
      terminal.confirm('Refund?'),
      terminal.ask('Amount:'),
      terminal.choose('Which?', [{ name: 'a', value: 1 }]),
      terminal.askHidden('Secret:'),
    ];
    for (const question of questions) await expect(question).rejects.toMatchObject({ exit: EXIT.usage });
    expect(stderr.written).toBe('');
  });
});
