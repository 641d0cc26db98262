import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { askOtpByLine } from '#adapters/terminal/otp/line-otp-prompt';
import type { OtpQuestion } from '#adapters/terminal/otp/otp-input';
import { CATALOGUE } from '#domain/language/catalogue/catalogue';
import { createTranslator, ENGLISH, type Translator } from '#domain/language/translator';
import { FakeClock, settle } from '../../../support/fake-clock.ts';
import { listEnglishWords } from '../../../support/language/english-words.ts';

interface Asking extends Partial<OtpQuestion> {
  readonly left?: number;
  readonly resendsLeft?: number;
  readonly translator?: Translator;
}

async function ask({ left = 57_000, resendsLeft = 2, translator = ENGLISH, ...question }: Asking = {}) {
  const clock = new FakeClock();
  const end = clock.elapsed() + left;
  const input = new PassThrough();
  const output = new PassThrough();
  const platform = new AbortController();
  let written = '';
  output.on('data', (chunk) => {
    written += chunk;
  });
  const clocks = () => {
    const now = Math.max(0, end - clock.elapsed());
    return { codeLeft: now, resendIn: now, resendsLeft, resends: 3, lifetime: 80_000, platformLeft: 1_000_000 };
  };
  const answer = askOtpByLine(
    { message: 'Code from the SMS:', clocks, news: () => undefined, clock, ...question },
    { input, output, signal: platform.signal, translator },
  );
  await settle();
  return {
    answer,
    clock,
    input,
    platform,
    written: () => written,
    type: async (text: string) => {
      input.write(text);
      await settle();
    },
  };
}

describe('the OTP prompt of a terminal without cursor control', () => {
  it('prints a line for each change, and no escape codes', async () => {
    const { clock, written, type, answer } = await ask({ left: 20_000 });
    await clock.advance(120_000);
    expect(written()).toBe(
      [
        'code valid for 0:20',
        'new code possible in 0:20 (2 of 3 left)',
        'Code from the SMS: ',
        'code valid for 0:15: hurry, it expires soon',
        'Code from the SMS: ',
        'code valid for 0:00: it has probably expired',
        'new code possible now (2 of 3 left): press Enter on an empty line',
        'Code from the SMS: ',
      ].join('\n'),
    );
    await type('04 20\n');
    expect(await answer).toEqual({ kind: 'code', code: '0420' });
    expect(written()).not.toMatch(/[\u001b\r]/);
    expect(clock.sleeping).toBe(0);
  });

  it('warns about an unusual code, and accepts it when it is repeated', async () => {
    const { written, type, answer } = await ask();
    await type('12\n');
    expect(written()).toContain('this one has 2; type it again to send it anyway\nCode from the SMS: ');
    await type('12\n');
    expect(await answer).toEqual({ kind: 'code', code: '12' });
  });

  it('requests a new code after an empty line, when it is possible', async () => {
    const { written, type, answer, clock } = await ask({ left: 20_000 });
    await type('\n');
    expect(written()).toContain('not yet: a new code is possible in 0:20');
    await clock.advance(20_000);
    await type('\n');
    expect(await answer).toEqual({ kind: 'resend', typed: '' });
  });

  it.each(['ru', 'kk'] as const)('has no English word in %s', async (language) => {
    const translator = createTranslator(language, CATALOGUE);
    const message = translator.say('The code from the SMS:');
    const { written, clock, type, answer } = await ask({ message, typed: '042', left: 20_000, translator });
    for (const text of ['12', 'ab', '']) await type(`${text}\n`);
    await clock.advance(20_000);
    await type('12\n12\n');
    expect(await answer).toEqual({ kind: 'code', code: '12' });
    expect(written()).toContain(translator.say('typed before: {typed}', { typed: '042' }));
    expect(written()).toContain(translator.say('it has probably expired'));
    expect(listEnglishWords(written(), ['Enter'])).toEqual([]);
  });

  it('shows the latest event and the earlier typed text once', async () => {
    let news: string | undefined = 'no connection';
    const { written, clock, type, answer } = await ask({ typed: '042', news: () => news });
    expect(written()).toContain('typed before: 042\nno connection\nCode');
    news = 'connected again';
    await clock.advance(3000);
    expect(written().split('connected again')).toHaveLength(2);
    await type('0420\n');
    await answer;
  });

  it('ends with the end of the input', async () => {
    const { input, answer } = await ask();
    input.end();
    expect(await answer).toEqual({ kind: 'leave', typed: '' });
  });

  it('ends when the platform no longer waits for the code', async () => {
    const { platform, answer, clock, written } = await ask();
    const reason = new Error('the platform has moved on');
    platform.abort(reason);
    await expect(answer).rejects.toBe(reason);
    expect(clock.sleeping).toBe(0);
    expect(written()).toMatch(/\n$/);
  });

  it('returns one answer, whatever else was pasted', async () => {
    const { type, answer, written } = await ask();
    await type('0420\n1\n2\n\n');
    expect(await answer).toEqual({ kind: 'code', code: '0420' });
    expect(written()).not.toContain('digits');
  });
});
