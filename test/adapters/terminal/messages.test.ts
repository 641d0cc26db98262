import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Settings } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, usageError } from '#domain/errors/failure';
import type { Terminal, View } from '#domain/terminal/terminal';
import { type Screens, TERMINALS, terminalOn } from './streams.ts';

const DATA = { payment: { id: 'a', status: 'success', sum: { amount: 100_000, currency: 'KZT' } }, id: 2n ** 60n };
const view: View<typeof DATA> = ({ payment }, style) => [
  `${style.bold('Payment')} ${payment.id}`,
  style.good(payment.status),
];

/** Long words between spaces, and a word that is wider than the screen. */
const LONG = `${'a long word or two '.repeat(20)}${'x'.repeat(40)}`;

const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

describe('a message for a program', () => {
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

  it('is printed after a success only if it is a warning', () => {
    const { terminal, stderr } = said();
    expect(stderr.written).toBe('');
    terminal.report(DATA, view);
    expect(stderr.written).toBe('warning: care\n');
  });

  it('is printed immediately after the first item of a stream', () => {
    const { terminal, stderr } = said();
    terminal.emit(DATA, view);
    expect(stderr.written).toBe('warning: care\n');
    terminal.warn('more');
    expect(stderr.written).toBe('warning: care\nwarning: more\n');
  });

  it('is printed immediately in an interactive terminal', () => {
    const { stderr } = said({}, TERMINALS);
    expect(stderr.written).toContain('note\n');
  });
});

describe('a message beside the result', () => {
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

  it.each(sayings)('is never wider than the screen or 80 columns: %s', (_kind, say) => {
    for (const columns of [undefined, 80, 60, 200]) {
      for (const color of [false, true]) {
        const { terminal, stderr } = terminalOn(
          { color },
          { ...TERMINALS, ...(columns === undefined ? {} : { columns }) },
        );
        say(terminal);
        expect(widest(stripVTControlCharacters(stderr.written))).toBeLessThanOrEqual(Math.min(columns ?? 80, 80));
      }
    }
  });

  it.each(sayings)('keeps its words when its lines are broken: %s', (_kind, say) => {
    const { terminal, stderr } = terminalOn();
    say(terminal);
    expect(stderr.written.replace(/\s+/g, ' ')).toContain(LONG);
  });

  it('is readable on a terminal without a known size', () => {
    const { terminal, stderr } = terminalOn({}, { ...TERMINALS, columns: 0 });
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

  it.each([{}, { quiet: true }])('is printed as text on stderr (%j)', (settings) => {
    const { terminal, stdout, stderr } = terminalOn(settings);
    terminal.fail(failure);
    expect(stdout.written).toBe('');
    expect(stderr.written).toBe('error: Too early.\nnext:  Wait.\nmore:  rocketpay explain 42\nrequest id: r-1\n');
  });

  it('is printed in colours without an escaped control character', () => {
    const { terminal, stderr } = terminalOn({ color: true }, TERMINALS);
    terminal.fail(failure);
    expect(stderr.written).not.toContain('\\u001b');
    expect(stripVTControlCharacters(stderr.written)).toContain('more:  rocketpay explain 42\n');
  });

  it.each<[what: string, settings: Partial<Settings>, screens: Screens]>([
    ['piped', { json: true }, {}],
    ['on a screen', { json: true, color: true }, TERMINALS],
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

  it('has no field for an unknown value in its document', () => {
    const { terminal, stderr } = terminalOn({ json: true });
    terminal.fail(new Failure(EXIT.usage, 'usage', 'Wrong.'));
    expect(stderr.written).toBe('{"error":{"code":"usage","message":"Wrong.","exit":2}}\n');
  });

  it('does not break a command that is wider than the screen', () => {
    const { terminal, stderr } = terminalOn();
    terminal.fail(new Failure(EXIT.blocked, 'x', 'x', { hint: 'y'.repeat(100) }));
    expect(stderr.written).toContain('y'.repeat(100));
  });
});
