import { describe, expect, it } from 'vitest';
import { listEnglishWords } from '../../support/language/english-words.ts';
import { openShop } from '../../support/shop.ts';

const RESEND = ['resend', 'order-1', '--ip', '198.51.100.47'] as const;

/** Words of the platform, and the name of an argument: `[code]`. */
const KNOWN = ['sale', 'customer', 'action', 'success', 'code', 'awaiting', 'clarification'];

describe.each(['ru', 'kk'])('otp and resend in %s', (language) => {
  async function open() {
    const shop = await openShop();
    await shop.done(...shop.sale('77071234567', '--wait', 'otp'));
    /** Runs a command, and expects an exit code and texts without English words, in 80 columns. */
    const expectTranslated = async (exit: number, ...argv: readonly string[]) => {
      const finished = await shop.run(...argv, '--language', language);
      const text = finished.out + finished.err;
      expect({ exit: finished.exit, english: listEnglishWords(text, KNOWN) }).toEqual({ exit, english: [] });
      expect(text.split('\n').filter((line) => line.length > 80 && !line.includes('rocketpay '))).toEqual([]);
    };
    return { ...shop, expectTranslated };
  }

  it('have no English word about a new code that is too early, accepted, or used up', async () => {
    const { expectTranslated, platform } = await open();
    await expectTranslated(7, ...RESEND);
    await expectTranslated(2, 'resend', 'order-1');
    for (const _ of [1, 2, 3]) {
      await platform.clock.advance(81_000);
      await expectTranslated(0, ...RESEND);
    }
    await platform.clock.advance(81_000);
    await expectTranslated(7, ...RESEND);
  });

  it('have no English word about an invalid, a wrong and the right code', async () => {
    const { expectTranslated, platform } = await open();
    for (const code of [[''], ['12'], ['12a4'], []]) await expectTranslated(2, 'otp', 'order-1', ...code);
    await expectTranslated(3, 'otp', 'order-1', platform.wrongCode(), '--wait');
    await expectTranslated(0, 'otp', 'order-1', platform.lastCode());
    await platform.clock.advance(20_000);
    await expectTranslated(7, ...RESEND);
  });
});
