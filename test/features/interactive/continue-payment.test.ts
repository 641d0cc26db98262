import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { credentialsFailure } from '#domain/errors/failure';
import type { OtpQuestion } from '#domain/terminal/terminal';
import { rejectionOf } from '../../support/failures.ts';
import { openWalkPlace, STATUS_DELAY, type WalkPlace } from './wizard-support.ts';
import {
  AFTER_WRONG,
  atCode,
  codeAge,
  FIRST_ASK,
  interruptInFlight,
  noRefund,
  order,
  peopleAt,
} from './wizard-users.ts';

const ANY_ASK = /code/i;

/** Leaves at the first question for the code, after a while. */
async function leftAtCode(place: WalkPlace, milliseconds: number, phone?: string): Promise<string> {
  await place.left([...order(phone), atCode(FIRST_ASK, peopleAt(place).leaves(milliseconds))]);
  return place.paymentId();
}

/** Fails when the clocks at a question are more than a second off. */
async function expectRight({ clocks }: OtpQuestion, place: WalkPlace): Promise<void> {
  const age = await codeAge(place);
  expect(Math.abs(Math.max(0, 80_000 - age) - clocks().codeLeft)).toBeLessThanOrEqual(1000);
}

describe('a person who goes on with a payment', () => {
  it.each([5000, 40_000])('left %i ms after the ask finds the clocks as they are', async (milliseconds) => {
    const place = await openWalkPlace();
    const { clock } = place;
    const continueId = await leftAtCode(place, milliseconds);
    await clock.advance(13_000);
    const script = [
      atCode(FIRST_ASK, async (question) => {
        await expectRight(question, place);
        expect(question.clocks().resendsLeft).toBe(3);
        return peopleAt(place).typesRight(3000)();
      }),
      noRefund,
    ];
    expect(await place.walk(script, { continueId })).toBe('success');
    expect(place.count('sale')).toBe(1);
  });

  it('finds the platform’s 30 minutes as they are', async () => {
    const place = await openWalkPlace();
    const continueId = await leftAtCode(place, 600_000);
    const script = [
      atCode(FIRST_ASK, ({ clocks }) => {
        expect(Math.abs(clocks().platformLeft - 1_200_000)).toBeLessThanOrEqual(11_000);
        return peopleAt(place).leaves()();
      }),
    ];
    expect((await place.left(script, { continueId })).exit).toBe(EXIT.interrupted);
  });

  it('finds the new codes that were used, and the clocks of the last one', async () => {
    const place = await openWalkPlace();
    const { resends, leaves, typesRight } = peopleAt(place);
    await place.left([...order(), atCode(FIRST_ASK, resends()), atCode(FIRST_ASK, leaves(30_000))]);
    const script = [
      atCode(FIRST_ASK, async (question) => {
        await expectRight(question, place);
        expect(question.clocks().resendsLeft).toBe(2);
        return typesRight()();
      }),
      noRefund,
    ];
    expect(await place.walk(script, { continueId: await place.paymentId() })).toBe('success');
  });

  it('finds no new code left where three were used', async () => {
    const place = await openWalkPlace();
    const { resends, leaves } = peopleAt(place);
    const asks = [1, 2, 3].map(() => atCode(FIRST_ASK, resends()));
    await place.left([...order(), ...asks, atCode(FIRST_ASK, leaves())]);
    const more = [atCode(FIRST_ASK, resends()), atCode(FIRST_ASK, leaves())];
    await place.left(more, { continueId: await place.paymentId() });
    expect(place.count('resend')).toBe(3);
  });

  it('finds a code that was wrong once as old as it is', async () => {
    const place = await openWalkPlace();
    const { typesWrong, leaves } = peopleAt(place);
    // Each step takes 20 s: a status is read in the middle of it.
    await place.left([
      ...order('77000000003'),
      atCode(FIRST_ASK, typesWrong(15_000)),
      atCode(AFTER_WRONG, leaves(15_000)),
    ]);
    const script = [
      atCode(ANY_ASK, async (question) => {
        await expectRight(question, place);
        return leaves()();
      }),
    ];
    expect((await place.left(script, { continueId: await place.paymentId() })).exit).toBe(EXIT.interrupted);
  });

  it('finds a new code as old as it is, though the payment was left while a code was checked', async () => {
    const place = await openWalkPlace();
    const { typesWrong, resends, leaves } = peopleAt(place);
    place.line.when('otp', () => void place.clock.sleep(500).then(place.interrupt));
    await place.left([...order('77000000003'), atCode(FIRST_ASK, resends()), atCode(FIRST_ASK, typesWrong(20_000))]);
    const script = [
      atCode(ANY_ASK, async (question) => {
        await expectRight(question, place);
        expect(question.clocks().resendsLeft).toBe(2);
        return leaves()();
      }),
    ];
    expect((await place.left(script, { continueId: await place.paymentId() })).exit).toBe(EXIT.interrupted);
  });

  it.each([3_600_000, -3_600_000])(
    'finds the clocks as they are, though the time of day was set by %i ms',
    async (milliseconds) => {
      const place = await openWalkPlace();
      const continueId = await leftAtCode(place, 15_000);
      place.jump(milliseconds);
      const script = [
        atCode(FIRST_ASK, async (question) => {
          await expectRight(question, place);
          return peopleAt(place).typesRight()();
        }),
        noRefund,
      ];
      expect(await place.walk(script, { continueId })).toBe('success');
    },
  );

  it('soon after the sale waits until the platform may be asked', async () => {
    const place = await openWalkPlace();
    place.line.when('sale', () => void place.clock.sleep(500).then(place.interrupt));
    await place.left(order());
    const script = [atCode(FIRST_ASK, peopleAt(place).typesRight()), noRefund];
    expect(await place.walk(script, { continueId: await place.paymentId() })).toBe('success');
    const [sale, status] = ['sale', 'status'].map((kind) => place.sent.find((request) => request.kind === kind)?.at);
    expect((status ?? 0) - (sale ?? 0)).toBeGreaterThanOrEqual(STATUS_DELAY * 1000);
  });

  it('that has been paid meanwhile is asked for no code', async () => {
    const place = await openWalkPlace();
    const continueId = await leftAtCode(place, 5000);
    await place.platform.sendCode(place.platform.lastCode(), continueId);
    await place.clock.advance(60_000);
    expect(await place.walk([noRefund], { continueId })).toBe('success');
  });

  it('that has ended meanwhile sees the end', async () => {
    const place = await openWalkPlace();
    const continueId = await leftAtCode(place, 5000);
    await place.clock.advance(1_900_000);
    expect(await place.walk([], { continueId })).toBe('decline');
  });

  it('that nobody knows is told so', async () => {
    const place = await openWalkPlace();
    const failure = await place.left([], { continueId: 'order-9' });
    expect(failure).toMatchObject({ exit: EXIT.unavailable, paymentId: 'order-9' });
  });

  it('goes on with the profile that it was begun with', async () => {
    const place = await openWalkPlace();
    const continueId = await leftAtCode(place, 5000);
    place.change({
      profile: () => Promise.reject(credentialsFailure('no_profile', 'No profile is chosen.')),
      storedGate: (name) => place.storedGate({ ...place.profile, name }),
    });
    const script = [atCode(FIRST_ASK, peopleAt(place).typesRight(15_000)), noRefund];
    expect(await place.walk(script, { continueId })).toBe('success');
  });
});

describe('a person who goes on after a write of which nobody knows', () => {
  it('finds a sale that arrived, and sells no second time', async () => {
    const place = await openWalkPlace();
    interruptInFlight(place, 'sale', '/sale');
    await place.left(order());
    const script = [atCode(FIRST_ASK, peopleAt(place).typesRight()), noRefund];
    expect(await place.walk(script, { continueId: await place.paymentId() })).toBe('success');
    expect(place.terminal.notes.join()).toContain('Asking the platform first');
    expect([place.count('sale'), await place.ledger.openIntents()]).toEqual([1, []]);
    const [sale, status] = ['sale', 'status'].map((kind) => place.sent.find((request) => request.kind === kind)?.at);
    expect((status ?? 0) - (sale ?? 0)).toBeGreaterThanOrEqual(STATUS_DELAY * 1000);
  });

  it('finds a code that arrived, and hands it in no second time', async () => {
    const place = await openWalkPlace();
    interruptInFlight(place, 'otp', '/clarification');
    await place.left([...order(), atCode(FIRST_ASK, peopleAt(place).typesRight(20_000))]);
    await place.clock.advance(10_000);
    expect(await place.walk([noRefund], { continueId: await place.paymentId() })).toBe('success');
    expect([place.count('otp'), await place.ledger.openIntents()]).toEqual([1, []]);
  });

  it('finds that a code never arrived before it is asked for again', async () => {
    const place = await openWalkPlace();
    const { typesRight } = peopleAt(place);
    place.line.spoil('otp', 'reset-before');
    place.line.when('otp', () => void place.clock.sleep(20_000).then(place.interrupt));
    await rejectionOf(place.walk([...order(), atCode(FIRST_ASK, typesRight(5000))]));
    const script = [
      atCode(FIRST_ASK, async () => {
        expect(await place.ledger.openIntents()).toEqual([]);
        return typesRight(1000)();
      }),
      noRefund,
    ];
    expect(await place.walk(script, { continueId: await place.paymentId() })).toBe('success');
  });

  it('finds a new code that was sent, and counts it once', async () => {
    const place = await openWalkPlace();
    interruptInFlight(place, 'resend', '/resend');
    await place.left([...order(), atCode(FIRST_ASK, peopleAt(place).resends())]);
    await place.clock.advance(15_000);
    const script = [
      atCode(FIRST_ASK, async (question) => {
        await expectRight(question, place);
        expect(question.clocks().resendsLeft).toBe(2);
        return peopleAt(place).typesRight()();
      }),
      noRefund,
    ];
    expect(await place.walk(script, { continueId: await place.paymentId() })).toBe('success');
    expect(place.count('resend')).toBe(1);
  });
});
