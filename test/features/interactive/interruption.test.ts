import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { type Failure, interruptedFailure } from '#domain/errors/failure';
import { formatJson } from '#domain/json/exact-json';
import { temporaryFolder } from '../../adapters/profiles/folders.ts';
import { openIntents } from '../../support/stored-intents.ts';
import { openWizardSetup, type WizardSetup } from './wizard-support.ts';
import { AFTER_WRONG, atCode, FIRST_ASK, interruptInFlight, order, userAt } from './wizard-users.ts';

/** What a user reads who has left a payment. */
async function expectStatusHint(failure: Failure, status: string | undefined, setup: WizardSetup): Promise<void> {
  const id = await setup.paymentId();
  expect(failure.exit).toBe(EXIT.interrupted);
  expect(failure.hint).toContain(id);
  const unread = `The status of payment ${id} is not known yet.`;
  expect(failure.hint).toContain(status === undefined ? unread : `had status "${status}" when it was last read`);
  expect(failure.hint).toContain(`rocketpay interactive --continue ${id} --profile sandbox`);
}

/** What a user reads who has left while the outcome of a write is unknown. */
async function expectUnknownOutcome(failure: Failure, setup: WizardSetup): Promise<void> {
  const id = await setup.paymentId();
  expect(failure).toMatchObject({ exit: EXIT.unknown, code: 'outcome_unknown', paymentId: id });
  expect(failure.hint).toContain(`rocketpay resume ${failure.intentId}`);
  expect(failure.hint).toContain(`rocketpay interactive --continue ${id}`);
  expect(failure.intentId).toMatch(/^in-/);
  expect(await openIntents(setup.ledger)).toHaveLength(1);
}

const ctrlC = interruptedFailure('Nothing was sent.');

describe('Ctrl-C in the wizard', () => {
  it.each([0, 1, 2])('at question %i before the sale reports that nothing was sent', async (index) => {
    const setup = await openWizardSetup();
    const script = order().slice(0, index + 1);
    const [asked] = script.splice(index, 1);
    const failure = await setup.runToFailure([...script, { kind: asked?.kind ?? 'ask', answer: ctrlC }]);
    expect(failure).toMatchObject({ exit: EXIT.interrupted, hint: 'Nothing was sent.' });
    expect(setup.count('sale')).toBe(0);
  });

  it('keeps the script of the sent requests, readable by this user only', async () => {
    const setup = await openWizardSetup();
    const file = join(await temporaryFolder(), 'pay.sh');
    await setup.runToFailure([...order(), atCode(FIRST_ASK, userAt(setup).leaves(1000))], { saveScript: file });
    expect(readFileSync(file, 'utf8')).toContain('run sale --phone 77071234567');
    expect(statSync(file).mode & 0o777).toBe(0o700);
    expect(setup.terminal.notes).toContain(`Script saved: ${file}`);
  });

  it('before the platform asks for the code prints how to continue', async () => {
    const setup = await openWizardSetup();
    setup.line.when('sale', () => void setup.clock.sleep(500).then(setup.interrupt));
    await expectStatusHint(await setup.runToFailure(order()), undefined, setup);
  });

  it('at the question for the code after a callback prints how to continue', async () => {
    const setup = await openWizardSetup();
    const failure = await setup.runToFailure([...order(), atCode(FIRST_ASK, userAt(setup).leaves(1000))]);
    await expectStatusHint(failure, 'awaiting clarification', setup);
  });

  it('at the question for the code after a status prints how to continue', async () => {
    const setup = await openWizardSetup();
    const failure = await setup.runToFailure([...order(), atCode(FIRST_ASK, userAt(setup).leaves(15_000))]);
    await expectStatusHint(failure, 'awaiting clarification', setup);
  });

  it('as a signal during the question for the code prints how to continue', async () => {
    const setup = await openWizardSetup();
    const { clock } = setup;
    setup.line.when('sale', () => void clock.sleep(15_000).then(setup.interrupt));
    const failure = await setup.runToFailure([...order(), atCode(FIRST_ASK, userAt(setup).waits())]);
    await expectStatusHint(failure, 'awaiting clarification', setup);
  });

  it('while the platform checks the code prints how to continue', async () => {
    const setup = await openWizardSetup();
    setup.line.when('otp', () => void setup.clock.sleep(500).then(setup.interrupt));
    const failure = await setup.runToFailure([...order(), atCode(FIRST_ASK, userAt(setup).typesRight(15_000))]);
    expect(failure.exit).toBe(EXIT.interrupted);
    expect(failure.hint).toMatch(/when it was last read|is not known yet/);
    expect(failure.hint).toContain(`--continue ${await setup.paymentId()}`);
  });

  it('at the question for a refund ends the wizard', async () => {
    const setup = await openWizardSetup();
    const refund = { kind: 'choose', question: /^Refund it/, answer: ctrlC } as const;
    const failure = await setup.runToFailure([...order(), atCode(FIRST_ASK, userAt(setup).typesRight()), refund]);
    await expectStatusHint(failure, 'success', setup);
  });
});

describe('the wizard that ends after a refund without a result', () => {
  it('reports that refund first', async () => {
    const setup = await openWizardSetup();
    setup.line.rewrite((outcome) => {
      if (outcome.kind !== 'accepted') return outcome;
      const answer = JSON.parse(formatJson(outcome.answer));
      for (const one of answer.operations ?? []) if (one.type === 'refund') one.status = 'processing';
      return { ...outcome, answer: { ...answer, payment: { ...answer.payment, status: 'success' } } };
    });
    const failure = await setup.runToFailure([
      ...order('77000000001'),
      { kind: 'choose', question: /^Refund it/, answer: 'A part' },
      { kind: 'ask', question: /^How much/, answer: '400' },
      { kind: 'confirm', answer: true },
      { kind: 'choose', question: /^Refund it/, answer: ctrlC },
    ]);
    expect(failure.hint).toMatch(/^Accepted: the result of the refund of 400\.00 KZT is not known yet\. Payment /);
  });
});

describe('Ctrl-C during a write reports the unknown outcome', () => {
  it('of a sale', async () => {
    const setup = await openWizardSetup();
    interruptInFlight(setup, 'sale', '/sale');
    await expectUnknownOutcome(await setup.runToFailure(order()), setup);
  });

  it('of a code', async () => {
    const setup = await openWizardSetup();
    interruptInFlight(setup, 'otp', '/clarification');
    await expectUnknownOutcome(
      await setup.runToFailure([...order(), atCode(FIRST_ASK, userAt(setup).typesRight())]),
      setup,
    );
  });

  it('of a request for a new code', async () => {
    const setup = await openWizardSetup();
    interruptInFlight(setup, 'resend', '/resend');
    await expectUnknownOutcome(
      await setup.runToFailure([...order(), atCode(FIRST_ASK, userAt(setup).resends())]),
      setup,
    );
  });

  it('of a refund', async () => {
    const setup = await openWizardSetup();
    interruptInFlight(setup, 'refund', '/refund');
    const failure = await setup.runToFailure([
      ...order('77000000001'),
      { kind: 'choose', question: /^Refund it/, answer: 'All' },
      { kind: 'confirm', answer: true },
    ]);
    await expectUnknownOutcome(failure, setup);
  });
});

describe('Ctrl-C during the request for an outcome reports the unknown outcome', () => {
  const afterwards = (setup: WizardSetup, milliseconds: number) => () =>
    void setup.clock.sleep(milliseconds).then(setup.interrupt);

  it('of a sale', async () => {
    const setup = await openWizardSetup();
    setup.line.spoil('sale', 'reset-before');
    setup.line.when('sale', afterwards(setup, 20_000));
    await expectUnknownOutcome(await setup.runToFailure(order()), setup);
  });

  it('of a code', async () => {
    const setup = await openWizardSetup();
    setup.line.spoil('otp', 'reset-before');
    setup.line.when('otp', afterwards(setup, 20_000));
    await expectUnknownOutcome(
      await setup.runToFailure([...order(), atCode(FIRST_ASK, userAt(setup).typesRight())]),
      setup,
    );
  });

  it('of a request for a new code', async () => {
    const setup = await openWizardSetup();
    setup.line.spoil('resend', 'reset-before');
    setup.line.when('resend', afterwards(setup, 20_000));
    await expectUnknownOutcome(
      await setup.runToFailure([...order(), atCode(FIRST_ASK, userAt(setup).resends())]),
      setup,
    );
  });
});

describe('a wrong code in a continued payment', () => {
  it('is reported as wrong after the wizard was left while it was checked', async () => {
    const setup = await openWizardSetup({ faults: [{ kind: 'no-callbacks', rate: 1 }] });
    const { typesWrong, leaves } = userAt(setup);
    setup.line.when('otp', () => void setup.clock.sleep(500).then(setup.interrupt));
    await setup.runToFailure([...order(), atCode(FIRST_ASK, typesWrong(20_000))]);
    const continueId = await setup.paymentId();
    expect((await setup.runToFailure([atCode(AFTER_WRONG, leaves())], { continueId })).exit).toBe(EXIT.interrupted);
  });
});
