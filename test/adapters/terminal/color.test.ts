import { describe, expect, it } from 'vitest';
import type { Settings } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, interruptedFailure } from '#domain/errors/failure';
import { PLAIN } from '#domain/terminal/plain-style';
import { rejectionOf } from '../../support/failures.ts';
import { type Screens, TERMINALS, terminalOn } from './streams.ts';

const ESCAPE = '\u001b';

function sayAll(settings: Partial<Settings>, screens: Screens): { out: string; err: string } {
  const { terminal, stdout, stderr } = terminalOn({ verbose: true, debug: true, ...settings }, screens);
  terminal.report({}, (_data, style) => Object.values(style).map((paint: (text: string) => string) => paint('x')));
  terminal.note('x');
  terminal.warn('x');
  terminal.detail('x');
  terminal.debug('x');
  terminal.fail(new Failure(EXIT.refused, 'refused', 'x', { hint: 'x', requestId: 'x' }));
  return { out: stdout.written, err: stderr.written };
}

describe('colour', () => {
  it.each<[what: string, settings: Partial<Settings>, screens: Screens, out: boolean, err: boolean]>([
    ['on a terminal', { color: true }, TERMINALS, true, true],
    ['when it is switched off', { color: false }, TERMINALS, false, false],
    ['when the result goes to a file', { color: true }, { ...TERMINALS, stdout: false }, false, true],
    ['when messages go to a file', { color: true }, { ...TERMINALS, stderr: false }, true, false],
    ['without any terminal', { color: true }, {}, false, false],
  ])('%s', (_what, settings, screens, out, err) => {
    const said = sayAll(settings, screens);
    expect([said.out.includes(ESCAPE), said.err.includes(ESCAPE)]).toEqual([out, err]);
  });

  it('never gets into JSON', () => {
    const { terminal, stdout, stderr } = terminalOn({ color: true, json: true }, TERMINALS);
    terminal.report({ a: 'b' }, (_data, style) => [style.bad('x')]);
    terminal.fail(new Failure(EXIT.refused, 'refused', 'x'));
    expect(stdout.written + stderr.written).not.toContain(ESCAPE);
  });

  it('changes no text when it is switched off', () => {
    for (const paint of Object.values(PLAIN)) expect(paint('текст')).toBe('текст');
  });
});

describe('progress', () => {
  it('without animation is one line for each change of its text', async () => {
    const { terminal, stdout, stderr } = terminalOn();
    const result = await terminal.withSpinner('waiting', async (say) => {
      for (const words of ['waiting', 'one', 'one', 'two', 'one']) say(words);
      return 42;
    });
    expect(result).toBe(42);
    expect(stderr.written).toBe('one\ntwo\none\n');
    expect(stdout.written).toBe('');
  });

  it.each<[what: string, settings: Partial<Settings>, screens: Screens, shown: string]>([
    ['with --no-color on a terminal', { color: false }, TERMINALS, 'waiting\none\n'],
    ['with colour in a pipe', { color: true }, {}, 'one\n'],
  ])('has no animation %s', async (_what, settings, screens, shown) => {
    const { terminal, stderr } = terminalOn(settings, screens);
    await terminal.withSpinner('waiting', async (say) => say('one'));
    expect(stderr.written).toBe(shown);
  });

  it.each([TERMINALS, {}])('is not printed with --quiet (%j)', async (screens) => {
    const { terminal, stderr } = terminalOn({ quiet: true, color: true }, screens);
    expect(await terminal.withSpinner('waiting', async (say) => say('one'))).toBeUndefined();
    expect(stderr.written).toBe('');
  });

  it('is not printed on stdout, and its line is cleared at the end', async () => {
    const { terminal, stdout, stderr } = terminalOn({ color: true }, TERMINALS);
    expect(await terminal.withSpinner('waiting', async () => 42)).toBe(42);
    const after = stderr.written.length;
    terminal.note('done');
    expect(stderr.written.slice(after)).toBe('done\n');
    expect(stdout.written).toBe('');
  });

  it.each([TERMINALS, {}])('rejects with the error of the work (%j)', async (screens) => {
    const { terminal } = terminalOn({ color: true }, screens);
    const work = terminal.withSpinner('waiting', async () => {
      throw interruptedFailure();
    });
    expect((await rejectionOf(work)).exit).toBe(EXIT.interrupted);
  });
});
