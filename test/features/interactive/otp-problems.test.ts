import { describe, expect, it } from 'vitest';
import { openWalkPlace, STATUS_DELAY } from './wizard-support.ts';
import { AFTER_WRONG, atCode, codeAge, FIRST_ASK, noRefund, onceBooked, order, peopleAt } from './wizard-users.ts';

/** Faults that lose an answer: those of a request that never arrived, and of one that did. */
const BEFORE = ['reset-before'] as const;
const AFTER = ['reset-after', '502', 'half', 'bad-json'] as const;

describe('a code whose answer is lost', () => {
  it.each(BEFORE)('and never arrived (%s): it stays typed, and is not sent again by itself', async (fault) => {
    const place = await openWalkPlace();
    const { typesRight, types } = peopleAt(place);
    const typed: (string | undefined)[] = [];
    place.line.spoil('otp', fault);
    const status = await place.walk([
      ...order(),
      atCode(FIRST_ASK, types('0123')),
      atCode(FIRST_ASK, (question) => {
        typed.push(question.typed);
        expect(place.count('otp')).toBe(1);
        return typesRight(1000)();
      }),
      noRefund,
    ]);
    expect(status).toBe('success');
    expect(typed).toEqual(['0123']);
    expect(place.count('otp')).toBe(2);
    expect((await place.intents('otp')).map(({ state }) => state)[1]).toBe('never_arrived');
  });

  it.each(AFTER)('and arrived (%s): it is not sent again', async (fault) => {
    const place = await openWalkPlace();
    place.line.spoil('otp', fault);
    expect(await place.walk([...order(), atCode(FIRST_ASK, peopleAt(place).typesRight(20_000)), noRefund])).toBe(
      'success',
    );
    expect(place.count('otp')).toBe(1);
  });

  it('and arrived, but was wrong: it is said so, and asked for again', async () => {
    const place = await openWalkPlace();
    const { typesWrong, typesRight } = peopleAt(place);
    place.line.spoil('otp', 'reset-after');
    const script = [...order(), atCode(FIRST_ASK, typesWrong(20_000)), atCode(AFTER_WRONG, typesRight()), noRefund];
    expect(await place.walk(script)).toBe('success');
    expect(place.count('otp')).toBe(2);
  });

  it('and was never sent: it stays typed', async () => {
    const place = await openWalkPlace();
    const { typesRight, types } = peopleAt(place);
    place.line.instead('otp', { kind: 'not_sent', reason: 'nothing listens there' });
    const status = await place.walk([
      ...order(),
      atCode(FIRST_ASK, types('0123')),
      atCode(FIRST_ASK, (question) => {
        expect(question.typed).toBe('0123');
        return typesRight()();
      }),
      noRefund,
    ]);
    expect(status).toBe('success');
    expect(place.terminal.warnings.join()).toContain('Nothing was sent');
  });
});

describe('a code that is not taken', () => {
  it('because the platform refuses it: it is said why, and asked for again', async () => {
    const place = await openWalkPlace();
    const { typesRight } = peopleAt(place);
    const refusal = { httpStatus: 400, code: '2147', message: 'busy', requestId: undefined };
    place.line.instead('otp', { kind: 'refused', ...refusal });
    const script = [...order(), atCode(FIRST_ASK, typesRight()), atCode(FIRST_ASK, typesRight()), noRefund];
    expect(await place.walk(script)).toBe('success');
    expect(place.terminal.warnings.join()).toContain('2147 busy');
  });

  it('because somebody else has handed it in meanwhile: the end is seen all the same', async () => {
    const place = await openWalkPlace({ faults: [{ kind: 'no-callbacks', rate: 1 }] });
    place.line.when(
      'otp',
      async () => void (await place.platform.sendCode(place.platform.lastCode(), await place.paymentId())),
    );
    const { typesRight, waits } = peopleAt(place);
    const script = [...order(), atCode(FIRST_ASK, typesRight()), atCode(FIRST_ASK, waits()), noRefund];
    expect(await place.walk(script)).toBe('success');
    expect(place.count('otp')).toBe(1);
  });

  it.each(['12', 'abc', 'x'.repeat(300)])(
    'because it is none (%#): it is warned of, and the walk goes on',
    async (code) => {
      const place = await openWalkPlace();
      const { types, typesRight } = peopleAt(place);
      const again = /^(Wrong code|The code from the SMS:)/;
      const script = [...order(), atCode(FIRST_ASK, types(code)), atCode(again, typesRight()), noRefund];
      expect(await place.walk(script)).toBe('success');
      expect(place.terminal.warnings.join()).toContain('a code has ');
    },
  );
});

describe('a wish for a new code whose answer is lost', () => {
  it('and never arrived: nothing was used up, and it can be wished for again', async () => {
    const place = await openWalkPlace();
    const { resends, typesRight } = peopleAt(place);
    place.line.spoil('resend', 'reset-before');
    const status = await place.walk([
      ...order(),
      atCode(FIRST_ASK, resends()),
      atCode(FIRST_ASK, (question) => {
        expect(question.clocks()).toMatchObject({ resendsLeft: 3, codeLeft: 0 });
        return resends()(question);
      }),
      atCode(FIRST_ASK, typesRight()),
      noRefund,
    ]);
    expect(status).toBe('success');
    expect((await place.books())[0]?.operations.filter(({ type }) => type === 'customer action')).toHaveLength(1);
  });

  it.each(AFTER)('and arrived (%s): it counts once, and the clocks of the new code are right', async (fault) => {
    const place = await openWalkPlace();
    const { resends, typesRight } = peopleAt(place);
    place.line.spoil('resend', fault);
    const status = await place.walk([
      ...order(),
      atCode(FIRST_ASK, resends()),
      atCode(FIRST_ASK, async ({ clocks }) => {
        expect(clocks().resendsLeft).toBe(2);
        expect(Math.abs((await codeAge(place)) + clocks().codeLeft - 80_000)).toBeLessThanOrEqual(1000);
        return typesRight()();
      }),
      noRefund,
    ]);
    expect(status).toBe('success');
    expect(place.count('resend')).toBe(1);
  });

  it('and arrived, while the platform could not be asked for a while: the clocks know how old the code is', async () => {
    const place = await openWalkPlace();
    const { resends, typesRight } = peopleAt(place);
    place.line.spoil('resend', 'reset-after');
    place.line.when('resend', () => {
      onceBooked(place, '/resend', place.line.cut);
      void place.clock.sleep(40_000).then(place.line.mend);
    });
    const status = await place.walk([
      ...order(),
      atCode(FIRST_ASK, resends()),
      atCode(FIRST_ASK, async ({ clocks }) => {
        expect(await codeAge(place)).toBeGreaterThan(30_000);
        expect(Math.abs((await codeAge(place)) + clocks().codeLeft - 80_000)).toBeLessThanOrEqual(1000);
        return typesRight()();
      }),
      noRefund,
    ]);
    expect(status).toBe('success');
  });
});

describe('a sale whose answer is lost', () => {
  it('and never arrived: the same is offered again, as another payment', async () => {
    const place = await openWalkPlace();
    place.line.spoil('sale', 'reset-before');
    const code = atCode(FIRST_ASK, peopleAt(place).typesRight());
    expect(await place.walk([...order(), ...order(), code, noRefund])).toBe('success');
    const [second, first] = await place.intents('sale');
    expect(first).toMatchObject({ state: 'never_arrived' });
    expect(place.terminal.notes).toContain(
      'Not sent again: the platform has not shown the sale. It may still process it.',
    );
    expect(second?.paymentId).not.toBe(first?.paymentId);
    expect(await place.books()).toHaveLength(1);
  });

  it.each(AFTER)('and arrived (%s): the walk goes on with it', async (fault) => {
    const place = await openWalkPlace();
    place.line.spoil('sale', fault);
    expect(await place.walk([...order(), atCode(FIRST_ASK, peopleAt(place).typesRight()), noRefund])).toBe('success');
    expect(place.count('sale')).toBe(1);
  });

  it('is not asked after sooner than the platform allows', async () => {
    const place = await openWalkPlace();
    place.line.spoil('sale', 'reset-after');
    await place.walk([...order(), atCode(FIRST_ASK, peopleAt(place).typesRight()), noRefund]);
    const [sale, status] = ['sale', 'status'].map((kind) => place.sent.find((request) => request.kind === kind)?.at);
    expect((status ?? 0) - (sale ?? 0)).toBeGreaterThanOrEqual(STATUS_DELAY * 1000);
  });
});

describe('a line that is cut in the middle', () => {
  it('while a code is asked for: it is said, the clocks run on, and it is said when the line is back', async () => {
    const place = await openWalkPlace();
    const { clock, line } = place;
    const news: (string | undefined)[] = [];
    const status = await place.walk([
      ...order(),
      atCode(FIRST_ASK, async (question) => {
        line.cut();
        await clock.sleep(15_000);
        news.push(question.news());
        expect(question.clocks().codeLeft).toBe(65_000);
        line.mend();
        await clock.sleep(20_000);
        news.push(question.news());
        return { kind: 'code', code: place.platform.lastCode() };
      }),
      noRefund,
    ]);
    expect(status).toBe('success');
    expect(news[0]).toMatch(/^No usable answer.*The time limits continue; asking again\.$/);
    expect(news[1] ?? '').not.toContain('No usable answer');
  });

  it('while nothing is asked: it is said for as long as it lasts', async () => {
    const place = await openWalkPlace({ faults: [{ kind: 'no-callbacks', rate: 1 }] });
    const { clock, line } = place;
    let shown: string | undefined;
    line.when('sale', () => {
      void clock.sleep(5000).then(() => line.cut());
      void clock.sleep(18_000).then(() => {
        shown = place.terminal.progress.at(-1);
      });
      void clock.sleep(40_000).then(() => line.mend());
    });
    await place.walk([...order(), atCode(FIRST_ASK, peopleAt(place).typesRight()), noRefund]);
    expect(shown).toContain('No usable answer');
  });

  it('just when the payment has ended: the end is told, and not lost', async () => {
    const place = await openWalkPlace();
    const { clock, line } = place;
    const { typesRight } = peopleAt(place);
    line.when('otp', () => {
      void clock.sleep(1000).then(() => line.cut());
      void clock.sleep(30_000).then(() => line.mend());
    });
    expect(await place.walk([...order(), atCode(FIRST_ASK, typesRight(20_000)), noRefund])).toBe('success');
  });
});
