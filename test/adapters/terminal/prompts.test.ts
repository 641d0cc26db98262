import type { Readable, Writable } from 'node:stream';
import { render } from '@inquirer/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PromptStreams } from '#adapters/terminal/prompt-texts';
import { askConfirm, askHidden, askText } from '#adapters/terminal/prompts';
import { EXIT } from '#domain/errors/exit-codes';
import { interruptedFailure } from '#domain/errors/failure';
import { ENGLISH } from '#domain/language/translator';
import { rejectionOf } from '../../support/failures.ts';
import { settle } from '../../support/fake-clock.ts';

// Line editing must not depend on the terminal that the tests run in.
beforeEach(() => void vi.stubEnv('TERM', 'xterm'));
afterEach(() => void vi.unstubAllEnvs());

/** Puts one of our questions on the screen of a test. */
function show<T>(ask: (streams: PromptStreams) => Promise<T>, signal = new AbortController().signal) {
  return render(
    (_config: object, context) =>
      ask({ input: context?.input as Readable, output: context?.output as Writable, signal, translator: ENGLISH }),
    {},
  );
}

describe('a yes-or-no question', () => {
  const ask = (streams: PromptStreams) => askConfirm('Refund 10.00 KZT?', streams);

  it('shows that no is the default', async () => {
    const { getScreen, events, answer } = await show(ask);
    expect(getScreen()).toContain('Refund 10.00 KZT? Enter means no. (y/N)');
    events.keypress('enter');
    await answer;
  });

  it.each<[typed: string, answer: boolean]>([
    ['', false],
    ['n', false],
    ['no', false],
    ['y', true],
    ['yes', true],
    ['Y', true],
  ])('takes %j as %s', async (typed, said) => {
    const { answer, events } = await show(ask);
    if (typed !== '') events.type(typed);
    events.keypress('enter');
    expect(await answer).toBe(said);
  });
});

it.each(['1', 'х', '+', 'ok'])('an unclear answer (%s) to a yes-or-no question is not a yes', async (typed) => {
  const { answer, events } = await show((streams) => askConfirm('Refund 10.00 KZT?', streams));
  events.type(typed);
  events.keypress('enter');
  const said = await Promise.race([answer, settle().then(() => 'nothing yet')]);
  expect(said).not.toBe(true);
  events.keypress({ name: 'c', ctrl: true });
  await answer.catch(() => {});
});

describe('a question for a line', () => {
  it('returns the line unchanged', async () => {
    const { answer, events } = await show((streams) => askText('Project id:', {}, streams));
    events.type('42');
    events.keypress('enter');
    expect(await answer).toBe('42');
  });

  it('returns the first suggestion after Enter', async () => {
    const { answer, events, getScreen } = await show((streams) => askText('Currency:', { initial: 'KZT' }, streams));
    expect(getScreen()).toContain('KZT');
    events.keypress('enter');
    expect(await answer).toBe('KZT');
  });

  it('explains an invalid answer, and asks again', async () => {
    const check = (text: string) => /^\d+$/.test(text) || 'A whole number';
    const { answer, events, getScreen, nextRender } = await show((streams) =>
      askText('Project id:', { check }, streams),
    );
    events.type('x');
    events.keypress('enter');
    await nextRender();
    await vi.waitFor(() => expect(getScreen()).toContain('A whole number'), 30_000);
    events.keypress('backspace');
    events.type('42');
    events.keypress('enter');
    expect(await answer).toBe('42');
  });
});

describe('a question for a secret', () => {
  const ask = (streams: PromptStreams) => askHidden('Secret key (not shown):', streams);

  it('never shows the secret or its length', async () => {
    const { answer, events, getFullOutput } = await show(ask);
    events.type('hunter22');
    events.keypress('enter');
    expect(await answer).toBe('hunter22');
    const output = await getFullOutput({ raw: true });
    // The cursor stays where it was: between the keys the same line is drawn again.
    expect(output).not.toMatch(/hunter22|hunter|\*/);
  });

  it('shows the secret after no key', async () => {
    const { answer, events, getScreen, getFullOutput } = await show(ask);
    events.type('hunter22');
    events.keypress({ name: 't', ctrl: true });
    await new Promise((resolve) => setImmediate(resolve));
    expect(getScreen()).not.toContain('toggle visibility');
    events.keypress('enter');
    await answer;
    expect(await getFullOutput({ raw: true })).not.toContain('hunter22');
  });

  it('returns the secret as it was typed, with the space at its end', async () => {
    const { answer, events } = await show(ask);
    events.type(' a b ');
    events.keypress('enter');
    expect(await answer).toBe(' a b ');
  });
});

describe('Ctrl-C at a question', () => {
  it.each<[kind: string, ask: (streams: PromptStreams) => Promise<unknown>]>([
    ['yes or no', (streams) => askConfirm('Sure?', streams)],
    ['a line', (streams) => askText('Name:', {}, streams)],
    ['a secret', (streams) => askHidden('Key:', streams)],
  ])('exits with 130, and nothing was sent: %s', async (_kind, ask) => {
    const pressed = await show(ask);
    const failing = rejectionOf(pressed.answer);
    pressed.events.keypress({ name: 'c', ctrl: true });
    expect(await failing).toMatchObject({ exit: EXIT.interrupted, hint: 'Nothing was sent.' });

    const interrupt = new AbortController();
    const signalled = await show(ask, interrupt.signal);
    const ending = rejectionOf(signalled.answer);
    interrupt.abort(interruptedFailure());
    expect((await ending).exit).toBe(EXIT.interrupted);
  });
});

it('the message about an invalid answer is broken between words', async () => {
  const words = 'The amount is not valid because a decimal comma could be misread, so write only the number';
  const { answer, events, getScreen, nextRender } = await show((streams) =>
    askText('Amount:', { check: (text) => text === '1' || words }, streams),
  );
  events.keypress('enter');
  await nextRender();
  await vi.waitFor(() => expect(getScreen()).toContain('only the number'), 30_000);
  expect(getScreen().replace(/\s+/g, ' ')).toContain(words);
  events.type('1');
  events.keypress('enter');
  await answer;
});
