import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { type Failure, interruptedFailure } from '#domain/errors/failure';
import { formatJson } from '#domain/json/exact-json';
import { temporaryFolder } from '../../adapters/profiles/folders.ts';
import { openWalkPlace, type WalkPlace } from './wizard-support.ts';
import { AFTER_WRONG, atCode, FIRST_ASK, interruptInFlight, order, peopleAt } from './wizard-users.ts';

/** What a person reads who has left a payment. */
async function expectStanding(failure: Failure, status: string | undefined, place: WalkPlace): Promise<void> {
  const id = await place.paymentId();
  expect(failure.exit).toBe(EXIT.interrupted);
  expect(failure.hint).toContain(id);
  const unread = `The status of payment ${id} is not known yet.`;
  expect(failure.hint).toContain(status === undefined ? unread : `had status "${status}" when it was last read`);
  expect(failure.hint).toContain(`rocketpay interactive --continue ${id} --profile sandbox`);
}

/** What a person reads who has left while nobody knows what became of a write. */
async function expectDoubt(failure: Failure, place: WalkPlace): Promise<void> {
  const id = await place.paymentId();
  expect(failure).toMatchObject({ exit: EXIT.unknown, code: 'outcome_unknown', paymentId: id });
  expect(failure.hint).toContain(`rocketpay resume ${failure.intentId}`);
  expect(failure.hint).toContain(`rocketpay interactive --continue ${id}`);
  expect(failure.intentId).toMatch(/^in-/);
  expect(await place.ledger.openIntents()).toHaveLength(1);
}

const ctrlC = interruptedFailure('Nothing was sent.');

describe('a person who leaves with Ctrl-C', () => {
  it.each([0, 1, 2])('at question %i before the sale: nothing was sent', async (index) => {
    const place = await openWalkPlace();
    const script = order().slice(0, index + 1);
    const [asked] = script.splice(index, 1);
    const failure = await place.left([...script, { kind: asked?.kind ?? 'ask', answer: ctrlC }]);
    expect(failure).toMatchObject({ exit: EXIT.interrupted, hint: 'Nothing was sent.' });
    expect(place.count('sale')).toBe(0);
  });

  it('has the script of what was sent until then, for this user alone', async () => {
    const place = await openWalkPlace();
    const file = join(await temporaryFolder(), 'pay.sh');
    await place.left([...order(), atCode(FIRST_ASK, peopleAt(place).leaves(1000))], { saveScript: file });
    expect(readFileSync(file, 'utf8')).toContain('run sale --phone 77071234567');
    expect(statSync(file).mode & 0o777).toBe(0o700);
    expect(place.terminal.notes).toContain(`Script saved: ${file}`);
  });

  it('while the platform has not asked for the code yet', async () => {
    const place = await openWalkPlace();
    place.line.when('sale', () => void place.clock.sleep(500).then(place.interrupt));
    await expectStanding(await place.left(order()), undefined, place);
  });

  it('at the question for the code, which a callback has brought', async () => {
    const place = await openWalkPlace();
    const failure = await place.left([...order(), atCode(FIRST_ASK, peopleAt(place).leaves(1000))]);
    await expectStanding(failure, 'awaiting clarification', place);
  });

  it('at the question for the code, after the status was read', async () => {
    const place = await openWalkPlace();
    const failure = await place.left([...order(), atCode(FIRST_ASK, peopleAt(place).leaves(15_000))]);
    await expectStanding(failure, 'awaiting clarification', place);
  });

  it('by a signal while the question for the code stands', async () => {
    const place = await openWalkPlace();
    const { clock } = place;
    place.line.when('sale', () => void clock.sleep(15_000).then(place.interrupt));
    const failure = await place.left([...order(), atCode(FIRST_ASK, peopleAt(place).waits())]);
    await expectStanding(failure, 'awaiting clarification', place);
  });

  it('while the platform checks the code', async () => {
    const place = await openWalkPlace();
    place.line.when('otp', () => void place.clock.sleep(500).then(place.interrupt));
    const failure = await place.left([...order(), atCode(FIRST_ASK, peopleAt(place).typesRight(15_000))]);
    expect(failure.exit).toBe(EXIT.interrupted);
    expect(failure.hint).toMatch(/when it was last read|is not known yet/);
    expect(failure.hint).toContain(`--continue ${await place.paymentId()}`);
  });

  it('at the question for money back', async () => {
    const place = await openWalkPlace();
    const refund = { kind: 'choose', question: /^Refund it/, answer: ctrlC } as const;
    const failure = await place.left([...order(), atCode(FIRST_ASK, peopleAt(place).typesRight()), refund]);
    await expectStanding(failure, 'success', place);
  });
});

describe('a person who leaves after a refund that has no result', () => {
  it('is told of that refund first', async () => {
    const place = await openWalkPlace();
    place.line.rewrite((outcome) => {
      if (outcome.kind !== 'accepted') return outcome;
      const answer = JSON.parse(formatJson(outcome.answer));
      for (const one of answer.operations ?? []) if (one.type === 'refund') one.status = 'processing';
      return { ...outcome, answer: { ...answer, payment: { ...answer.payment, status: 'success' } } };
    });
    const failure = await place.left([
      ...order('77000000001'),
      { kind: 'choose', question: /^Refund it/, answer: 'A part' },
      { kind: 'ask', question: /^How much/, answer: '400' },
      { kind: 'confirm', answer: true },
      { kind: 'choose', question: /^Refund it/, answer: ctrlC },
    ]);
    expect(failure.hint).toMatch(/^Accepted: the result of the refund of 400\.00 KZT is not known yet\. Payment /);
  });
});

describe('a person who leaves with Ctrl-C while a write is in progress', () => {
  it('of a sale', async () => {
    const place = await openWalkPlace();
    interruptInFlight(place, 'sale', '/sale');
    await expectDoubt(await place.left(order()), place);
  });

  it('of a code', async () => {
    const place = await openWalkPlace();
    interruptInFlight(place, 'otp', '/clarification');
    await expectDoubt(await place.left([...order(), atCode(FIRST_ASK, peopleAt(place).typesRight())]), place);
  });

  it('of a wish for a new code', async () => {
    const place = await openWalkPlace();
    interruptInFlight(place, 'resend', '/resend');
    await expectDoubt(await place.left([...order(), atCode(FIRST_ASK, peopleAt(place).resends())]), place);
  });

  it('of a refund', async () => {
    const place = await openWalkPlace();
    interruptInFlight(place, 'refund', '/refund');
    const failure = await place.left([
      ...order('77000000001'),
      { kind: 'choose', question: /^Refund it/, answer: 'All' },
      { kind: 'confirm', answer: true },
    ]);
    await expectDoubt(failure, place);
  });
});

describe('a person who leaves with Ctrl-C while it is asked what became of a write', () => {
  const afterwards = (place: WalkPlace, milliseconds: number) => () =>
    void place.clock.sleep(milliseconds).then(place.interrupt);

  it('of a sale', async () => {
    const place = await openWalkPlace();
    place.line.spoil('sale', 'reset-before');
    place.line.when('sale', afterwards(place, 20_000));
    await expectDoubt(await place.left(order()), place);
  });

  it('of a code', async () => {
    const place = await openWalkPlace();
    place.line.spoil('otp', 'reset-before');
    place.line.when('otp', afterwards(place, 20_000));
    await expectDoubt(await place.left([...order(), atCode(FIRST_ASK, peopleAt(place).typesRight())]), place);
  });

  it('of a wish for a new code', async () => {
    const place = await openWalkPlace();
    place.line.spoil('resend', 'reset-before');
    place.line.when('resend', afterwards(place, 20_000));
    await expectDoubt(await place.left([...order(), atCode(FIRST_ASK, peopleAt(place).resends())]), place);
  });
});

describe('a wrong code in a walk that goes on', () => {
  it('is told as wrong, though the person left while it was checked', async () => {
    const place = await openWalkPlace({ faults: [{ kind: 'no-callbacks', rate: 1 }] });
    const { typesWrong, leaves } = peopleAt(place);
    place.line.when('otp', () => void place.clock.sleep(500).then(place.interrupt));
    await place.left([...order(), atCode(FIRST_ASK, typesWrong(20_000))]);
    const continueId = await place.paymentId();
    expect((await place.left([atCode(AFTER_WRONG, leaves())], { continueId })).exit).toBe(EXIT.interrupted);
  });
});
