import { describe, expect, it } from 'vitest';
import { answeredLine, formatTimeLeft, linesUnder } from '#adapters/terminal/otp/otp-screen';
import { CATALOGUE } from '#domain/language/catalogue/catalogue';
import { createTranslator } from '#domain/language/translator';
import { PLAIN } from '#domain/terminal/plain-style';
import { listEnglishWords } from '../../../support/language/english-words.ts';
import { clocksOf, screenOf } from './otp-screens.ts';

describe.each(['ru', 'kk'] as const)('the OTP screen in %s', (language) => {
  const { say, show } = createTranslator(language, CATALOGUE);
  const style = { ...PLAIN, say, show };
  const times = [80_000, 15_000, 1, 0].flatMap((left) => [0, 1, 3].map((resends) => clocksOf(left, left, resends)));

  it.each([24, 40, 80])('shows the whole time in a terminal of %i columns, without an English word', (columns) => {
    for (const clocks of times) {
      const [code = '', resend = '', ...rest] = linesUnder(screenOf(clocks), style, columns);
      const time = formatTimeLeft(clocks.codeLeft);
      if (clocks.codeLeft > 0) expect(code).toContain(time);
      if (clocks.codeLeft > 0 && clocks.resendsLeft > 0) expect(resend).toContain(time);
      const lines = [code, resend, ...rest, answeredLine('SMS:', say('(not answered)'), style, columns)];
      expect(listEnglishWords(lines.join('\n'), ['Enter', 'Ctrl-C', 'Ctrl-N'])).toEqual([]);
      expect(lines.filter((line) => line.length >= columns)).toEqual([]);
    }
  });

  it('has the bar and the hurry in 80 columns', () => {
    const [code = '', resend = ''] = linesUnder(screenOf(clocksOf(15_000)), style, 80);
    expect(code).toContain(`[####----------------] ${say('hurry, it expires soon')}`);
    expect(resend).toContain(say('({left} of {resends} left)', { left: 2, resends: 3 }));
  });
});
