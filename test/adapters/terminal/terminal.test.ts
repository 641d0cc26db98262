import { describe, expect, it } from 'vitest';
import type { Settings } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { type Screens, TERMINALS, terminalOn } from './streams.ts';

describe('a user is asked', () => {
  it.each<[asked: boolean, settings: Partial<Settings>, screens: Screens]>([
    [true, {}, TERMINALS],
    [true, { json: true }, TERMINALS],
    [false, { input: false }, TERMINALS],
    [false, {}, { ...TERMINALS, stdin: false }],
    [false, {}, { ...TERMINALS, stdout: false }],
    [false, {}, { ...TERMINALS, stderr: false }],
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
  ])('is never asked when one of the streams is a pipe: %s', async (_, pipe) => {
    const { terminal, stderr } = terminalOn({}, { ...TERMINALS, ...pipe });
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
