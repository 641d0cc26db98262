import type { Readable, Writable } from 'node:stream';
import { render } from '@inquirer/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OtpQuestion } from '#adapters/terminal/otp-input';
import { askOtp } from '#adapters/terminal/otp-prompt';
import { PLAIN } from '#adapters/terminal/style';
import type { OtpClocks } from '#domain/otp/otp-state';
import { FakeClock, settle } from '../../support/fake-clock.ts';

// Line editing must not depend on the terminal that the tests run in.
beforeEach(() => void vi.stubEnv('TERM', 'xterm'));
afterEach(() => void vi.unstubAllEnvs());

interface Asking extends Partial<OtpQuestion> {
  readonly left?: number;
  readonly resendsLeft?: number;
}

/** Asks for a code that is valid for a while on a clock that a test moves. */
async function ask({ left = 57_000, resendsLeft = 2, ...question }: Asking = {}) {
  const clock = new FakeClock();
  const end = clock.elapsed() + left;
  const screen = { columns: 80 };
  const platform = new AbortController();
  const clocks = (): OtpClocks => {
    const now = Math.max(0, end - clock.elapsed());
    return { codeLeft: now, resendIn: now, resendsLeft, resends: 3, lifetime: 80_000, platformLeft: 1_000_000 };
  };
  let output: Writable | undefined;
  const shown = await render((_config: object, context) => {
    output = context?.output as Writable;
    const streams = { input: context?.input as Readable, output, signal: platform.signal, style: PLAIN };
    const asked = { message: 'Code from the SMS:', clocks, news: () => undefined, clock, ...question };
    return askOtp(asked, { ...streams, columns: () => screen.columns });
  }, {});
  await settle();
  return {
    ...shown,
    clock,
    platform,
    screen,
    resize: (columns: number) => {
      screen.columns = columns;
      output?.emit('resize');
    },
    type: async (text: string) => {
      shown.events.type(text);
      await settle();
    },
    press: async (...keys: Parameters<typeof shown.events.keypress>[0][]) => {
      for (const key of keys) {
        shown.events.keypress(key);
        await settle();
      }
    },
    lines: () => shown.getScreen().split('\n'),
  };
}

const CTRL_N = { name: 'n', ctrl: true };
const CTRL_C = { name: 'c', ctrl: true };

describe('a person who is asked for a code', () => {
  it('sees how long it is valid, and when a new one is possible', async () => {
    const { lines, press } = await ask();
    expect(lines()).toEqual([
      '? Code from the SMS:',
      '  code valid for 0:57 [###############-----]',
      '  new code possible in 0:57 (2 of 3 left)',
      '  Enter sends the code, Ctrl-C leaves',
    ]);
    await press(CTRL_C);
  });

  it.each<[typed: string, code: string]>([
    ['0420', '0420'],
    ['000', '000'],
    [' 04 20-17 ', '042017'],
    ['12–34', '1234'],
    ['\u200b04\u206020', '0420'],
  ])('sends %j as %s with Enter', async (typed, code) => {
    const { answer, type, press, getScreen } = await ask();
    await type(typed);
    await press('return');
    expect(await answer).toEqual({ kind: 'code', code });
    expect(getScreen()).toBe(`Code from the SMS: ${code}`);
  });

  it('corrects what was typed', async () => {
    const { answer, type, press } = await ask();
    await type('0429');
    await press('backspace');
    await type('0');
    await press('left', 'left');
    await type('7');
    await press('return');
    expect(await answer).toEqual({ kind: 'code', code: '04720' });
  });

  it('finds what was typed before', async () => {
    const { answer, lines, press, type } = await ask({ typed: '04' });
    expect(lines()[0]).toBe('? Code from the SMS: 04');
    await type('20');
    await press('return');
    expect(await answer).toEqual({ kind: 'code', code: '0420' });
  });

  it.each(['12', 'abcd', '12345678901'])('is told what is odd about %s, and may send it all the same', async (code) => {
    const { answer, type, press, getScreen } = await ask();
    await type(code);
    await press('return');
    expect(getScreen()).toContain(code);
    expect(getScreen()).toContain('a code has ');
    expect(getScreen()).toContain('Enter again');
    await press('return');
    expect(await answer).toEqual({ kind: 'code', code });
  });

  it('is asked about an odd code again when it was changed', async () => {
    const { type, press, answer, getScreen } = await ask();
    await type('1');
    await press('return');
    await type('2');
    expect(getScreen()).not.toContain('digits');
    await press('return');
    expect(getScreen()).toContain('this one has 2');
    await type('3');
    await press('return');
    expect(await answer).toEqual({ kind: 'code', code: '123' });
  });

  it('has not seen the doubt yet when two line ends come at once', async () => {
    const { type, press, events, getScreen } = await ask();
    await type('12');
    events.keypress('return');
    events.keypress('enter');
    await settle();
    expect(getScreen()).toContain('Enter again');
    await press(CTRL_C);
  });
});

describe('a person who wants a new code', () => {
  it.each<[how: string, typed: string, key: Parameters<Awaited<ReturnType<typeof ask>>['press']>[0]]>([
    ['with Enter on an empty line', '', 'return'],
    ['with Enter on blanks', '  ', 'return'],
    ['with Ctrl-N', '', CTRL_N],
    ['with Ctrl-N, whatever is typed', '042', CTRL_N],
  ])('asks for it %s', async (_how, typed, key) => {
    const { answer, type, press, getScreen } = await ask({ left: 0 });
    await type(typed);
    await press(key);
    expect(await answer).toEqual({ kind: 'resend', typed });
    expect(getScreen()).toBe('Code from the SMS: (a new code, please)');
  });

  it('is told when it is possible, and the words follow the clock', async () => {
    const { type, press, clock, lines } = await ask({ left: 20_000 });
    await press('return');
    expect(lines()).toContain('  not yet: a new code is possible in 0:20');
    await clock.advance(1000);
    expect(lines()).toContain('  not yet: a new code is possible in 0:19');
    await type('0');
    expect(lines().join()).not.toContain('not yet');
    await press(CTRL_N);
    expect(lines()).toContain('  not yet: a new code is possible in 0:19');
    expect(lines()[0]).toBe('? Code from the SMS: 0');
    await press(CTRL_C);
  });

  it('is told that none is left', async () => {
    const { press, lines } = await ask({ left: 0, resendsLeft: 0 });
    await press('return');
    expect(lines()).toContain('  no new code is left for this payment');
    await press(CTRL_C);
  });
});

describe('the clocks of a code', () => {
  it('change when the second changes', async () => {
    const { clock, lines, press } = await ask({ left: 20_400 });
    const shown = () => /\d:\d\d/.exec(lines()[1] ?? '')?.[0];
    expect(shown()).toBe('0:21');
    await clock.advance(399);
    expect(shown()).toBe('0:21');
    await clock.advance(1);
    expect(shown()).toBe('0:20');
    await clock.advance(999);
    expect(shown()).toBe('0:20');
    await clock.advance(1);
    expect(shown()).toBe('0:19');
    await press(CTRL_C);
  });

  it('do not care for a jump of the system clock', async () => {
    const { clock, lines, press } = await ask({ left: 20_000 });
    clock.jump(-3_600_000);
    await clock.advance(1000);
    expect(lines()[1]).toContain('0:19');
    clock.jump(7_200_000);
    await clock.advance(1000);
    expect(lines()[1]).toContain('0:18');
    await press(CTRL_C);
  });

  it('leave what was typed, and the question, when they are at zero', async () => {
    const { clock, answer, type, press, lines } = await ask({ left: 16_000 });
    await type('042');
    await clock.advance(1000);
    expect(lines()[1]).toContain('hurry');
    await clock.advance(600_000);
    expect(lines()).toEqual([
      '? Code from the SMS: 042',
      '  code valid for 0:00 [--------------------] it has probably expired',
      '  new code possible now (2 of 3 left): press Enter on an empty line',
      '  Enter sends it anyway, an empty line or Ctrl-N: a new code, Ctrl-C leaves',
    ]);
    await type('0');
    await press('return');
    expect(await answer).toEqual({ kind: 'code', code: '0420' });
  });

  it('show news within a second, and take them back', async () => {
    let news: string | undefined;
    const { clock, lines, press } = await ask({ left: 0, news: () => news });
    news = 'no connection, trying again';
    await clock.advance(1000);
    expect(lines()[3]).toBe('  no connection, trying again');
    news = undefined;
    await clock.advance(1000);
    expect(lines().join()).not.toContain('connection');
    await press(CTRL_C);
  });

  it('stop with the question', async () => {
    const { clock, press, answer, getFullOutput } = await ask();
    await press(CTRL_C);
    await answer;
    expect(clock.sleeping).toBe(0);
    const before = await getFullOutput({ raw: true });
    await clock.advance(60_000);
    expect(await getFullOutput({ raw: true })).toBe(before);
  });
});

describe('a person who leaves', () => {
  it.each<[how: string, typed: string, left: string]>([
    ['with something typed', '042', '042 (not sent)'],
    ['with nothing typed', '', '(not answered)'],
  ])('with Ctrl-C, %s', async (_how, typed, left) => {
    const { answer, type, press, getScreen, getFullOutput } = await ask();
    await type(typed);
    await press(CTRL_C);
    expect(await answer).toEqual({ kind: 'leave', typed });
    expect(getScreen()).toBe(`Code from the SMS: ${left}`);
    expect(await getFullOutput({ raw: true })).toMatch(/\n\u001b\[G\u001b\[\?25h$/);
    expect(await getFullOutput()).not.toContain('code valid');
  });

  it('with Ctrl-D on an empty line', async () => {
    const { answer, press } = await ask();
    await press({ name: 'd', ctrl: true });
    expect(await answer).toEqual({ kind: 'leave', typed: '' });
  });
});

describe('a question that is taken back', () => {
  it('rejects with the reason, and nothing of it stays on the screen', async () => {
    const { answer, type, platform, clock, getFullOutput } = await ask();
    await type('042');
    const reason = new Error('the platform has moved on');
    platform.abort(reason);
    await expect(answer).rejects.toBe(reason);
    expect((await getFullOutput()).trim()).toBe('');
    expect(clock.sleeping).toBe(0);
  });

  it('is not even asked when it was taken back before', async () => {
    const signal = AbortSignal.abort(new Error('too late'));
    const streams = { input: {} as Readable, output: {} as Writable, signal, style: PLAIN, columns: () => 80 };
    const question = { message: '', clocks: () => ({}) as OtpClocks, news: () => undefined, clock: new FakeClock() };
    await expect(askOtp(question, streams)).rejects.toThrow('too late');
  });
});

describe('a terminal', () => {
  it('of another size gets other lines, on a cleared place', async () => {
    const { resize, lines, getFullOutput, press } = await ask({ left: 0 });
    resize(40);
    await settle();
    expect(lines()[1]).toBe('  0:00: the code has probably expired');
    expect(await getFullOutput({ raw: true })).toContain('\r\u001b[2K\n\u001b[J\n\n\u001b[3A');
    await press(CTRL_C);
  });

  it('gives a long paste, of which the beginning is kept', async () => {
    const { type, lines, press, getFullOutput } = await ask();
    await type('0420 17 '.repeat(1280));
    expect(lines()[0]).toBe('? Code from the SMS: 0420 17 0420 17 0420');
    expect(lines()).toContain('  too long for a code: its first 20 characters are kept, Ctrl-U clears the line');
    expect((await getFullOutput({ raw: true })).length).toBeLessThan(20_000);
    await press({ name: 'u', ctrl: true });
    expect(lines()[0]).toBe('? Code from the SMS:');
    await press(CTRL_C);
  });

  it('that marks pastes never sends their line ends', async () => {
    const { type, press, answer, getFullOutput } = await ask({ left: 0 });
    await press('paste-start', 'return', 'enter');
    await type('04');
    await press('return');
    await type('20');
    await press('return', 'paste-end', 'return');
    expect(await answer).toEqual({ kind: 'code', code: '0420' });
    const output = await getFullOutput({ raw: true });
    expect(output.indexOf('\u001b[?2004h')).toBeGreaterThanOrEqual(0);
    expect(output.lastIndexOf('\u001b[?2004l')).toBeGreaterThan(output.lastIndexOf('\u001b[?2004h'));
  });

  it('that loses the end of a paste does not make Enter deaf', async () => {
    const { clock, type, press, answer } = await ask();
    await press('paste-start');
    await type('0420');
    await clock.advance(2000);
    await press('return');
    expect(await answer).toEqual({ kind: 'code', code: '0420' });
  });

  it('whose keys are hammered answers once', async () => {
    const { answer, events, type } = await ask();
    await type('0420');
    for (let time = 0; time < 50; time++) events.keypress('return');
    expect(await answer).toEqual({ kind: 'code', code: '0420' });
  });
});
