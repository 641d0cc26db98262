import type { Readable, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { askOtp } from '#adapters/terminal/otp/otp-prompt';
import { ENGLISH } from '#domain/language/translator';
import type { OtpClocks } from '#domain/otp/otp-state';
import { PLAIN } from '#domain/terminal/plain-style';
import { FakeClock, settle } from '../../../support/fake-clock.ts';
import { ask, CTRL_C, CTRL_N } from './ask-otp.ts';
import { shownScreen } from './shown-screen.ts';

describe('the OTP prompt', () => {
  it('shows how long the code is valid, and when a new one is possible', async () => {
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

  it('allows to correct the typed text', async () => {
    const { answer, type, press } = await ask();
    await type('0429');
    await press('backspace');
    await type('0');
    await press('left', 'left');
    await type('7');
    await press('return');
    expect(await answer).toEqual({ kind: 'code', code: '04720' });
  });

  it('shows the earlier typed text', async () => {
    const { answer, lines, press, type } = await ask({ typed: '04' });
    expect(lines()[0]).toBe('? Code from the SMS: 04');
    await type('20');
    await press('return');
    expect(await answer).toEqual({ kind: 'code', code: '0420' });
  });

  it.each(['12', 'abcd', '12345678901'])(
    'warns about the unusual code %s, and still sends it on request',
    async (code) => {
      const { answer, type, press, getScreen } = await ask();
      await type(code);
      await press('return');
      expect(getScreen()).toContain(code);
      expect(getScreen()).toContain('a code has ');
      expect(getScreen()).toContain('Enter again');
      await press('return');
      expect(await answer).toEqual({ kind: 'code', code });
    },
  );

  it('warns about an unusual code again when it was changed', async () => {
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

  it('warns about an unusual code even when two line ends arrive together', async () => {
    const { type, press, events, getScreen } = await ask();
    await type('12');
    events.keypress('return');
    events.keypress('enter');
    await settle();
    expect(getScreen()).toContain('Enter again');
    await press(CTRL_C);
  });
});

describe('the OTP prompt for a new code', () => {
  it.each<[how: string, typed: string, key: Parameters<Awaited<ReturnType<typeof ask>>['press']>[0]]>([
    ['with Enter on an empty line', '', 'return'],
    ['with Enter on blanks', '  ', 'return'],
    ['with Ctrl-N', '', CTRL_N],
    ['with Ctrl-N, whatever is typed', '042', CTRL_N],
  ])('requests it %s', async (_how, typed, key) => {
    const { answer, type, press, getScreen } = await ask({ left: 0 });
    await type(typed);
    await press(key);
    expect(await answer).toEqual({ kind: 'resend', typed });
    expect(getScreen()).toBe('Code from the SMS: (a new code, please)');
  });

  it('shows when it is possible, and follows the clock', async () => {
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

  it('shows that none is left', async () => {
    const { press, lines } = await ask({ left: 0, resendsLeft: 0 });
    await press('return');
    expect(lines()).toContain('  no new code is left for this payment');
    await press(CTRL_C);
  });
});

describe('the OTP prompt ends', () => {
  it.each<[how: string, typed: string, left: string]>([
    ['with something typed', '042', '042 (not sent)'],
    ['with nothing typed', '', '(not answered)'],
  ])('with Ctrl-C, %s', async (_how, typed, left) => {
    const { answer, type, press, getScreen, getFullOutput } = await ask();
    await type(typed);
    await press(CTRL_C);
    expect(await answer).toEqual({ kind: 'leave', typed });
    expect(getScreen()).toBe(`Code from the SMS: ${left}`);
    const output = await getFullOutput({ raw: true });
    expect(output).toMatch(/\n\u001b\[G\u001b\[\?25h$/);
    expect(await shownScreen(output)).toBe(`Code from the SMS: ${left}`);
  });

  it('with Ctrl-D on an empty line', async () => {
    const { answer, press } = await ask();
    await press({ name: 'd', ctrl: true });
    expect(await answer).toEqual({ kind: 'leave', typed: '' });
  });
});

describe('an OTP prompt that is cancelled', () => {
  it('rejects with the reason, and clears its lines', async () => {
    const { answer, type, platform, clock, getFullOutput } = await ask();
    await type('042');
    const reason = new Error('the platform has moved on');
    platform.abort(reason);
    await expect(answer).rejects.toBe(reason);
    expect(await shownScreen(await getFullOutput({ raw: true }))).toBe('');
    expect(clock.sleeping).toBe(0);
  });

  it('before it starts prints nothing', async () => {
    const signal = AbortSignal.abort(new Error('too late'));
    const streams = {
      input: {} as Readable,
      output: {} as Writable,
      signal,
      style: PLAIN,
      columns: () => 80,
      translator: ENGLISH,
    };
    const question = { message: '', clocks: () => ({}) as OtpClocks, news: () => undefined, clock: new FakeClock() };
    await expect(askOtp(question, streams)).rejects.toThrow('too late');
  });
});
