import { expect } from 'vitest';
import { isOpen } from '../../src/domain/intent.ts';
import type { Chance } from './chance.ts';
import { intentsOf, type Killed, kill } from './kill.ts';
import type { KillStage } from './stage.ts';
import { prepareVictim, type Victim } from './victims.ts';

/**
 * Kills some writes of one merchant at once, then does what a person would do, and fails unless ledger and
 * books agree at every step.
 */
export async function killBatch(
  paymentIds: readonly string[],
  lifeMilliseconds: number,
  chance: Chance,
  stage: KillStage,
): Promise<readonly Killed[]> {
  const victims = await Promise.all(paymentIds.map((paymentId) => prepareVictim(paymentId, chance, stage)));
  const killed = await Promise.all(victims.map((victim) => kill(victim, lifeMilliseconds, chance, stage)));
  for (const one of killed) await expectNothingLost(one, stage);
  await expectWhole(stage);
  for (const { victim } of killed) await settled(victim, stage);
  await resumeAll(stage);
  for (const one of killed) await expectRightVerdict(one, stage);
  await Promise.all(victims.map((victim) => runAgain(victim, stage)));
  return killed;
}

/** The platform has come to a result, so there is one right verdict. */
async function settled({ paymentId }: Victim, stage: KillStage): Promise<void> {
  if ((await stage.book(paymentId)) === undefined) return;
  await stage.booked(paymentId, ({ operations }) => operations.every(({ status }) => status !== 'processing'));
}

/** At most one request has left, and none without its intent on disk. */
async function expectNothingLost({ victim, sent, intentsWhenSent, intents }: Killed, stage: KillStage): Promise<void> {
  const { paymentId, timesIn } = victim;
  const times = timesIn(await stage.book(paymentId));
  expect(sent, `${paymentId}: requests that left`).toBeLessThanOrEqual(1);
  expect(times, `${paymentId}: times in the books`).toBeLessThanOrEqual(sent);
  for (const count of intentsWhenSent) expect(count, `${paymentId}: intents on disk`).toBeGreaterThanOrEqual(1);
  if (sent > 0) expect(intents, `${paymentId}: intents`).not.toEqual([]);
}

export async function expectWhole({ start }: KillStage): Promise<void> {
  expect(await start(['audit', 'verify']).finished).toMatchObject({ exit: 0, err: '' });
}

async function resumeAll({ start }: KillStage): Promise<void> {
  const { exit, out, err } = await start(['resume', '--all', '--wait', '--deadline', '20s', '--json']).finished;
  const { resumed = [], open }: Answer = JSON.parse(out || '{}');
  // Of a code that was handed in within a second of the ask a status cannot tell: a person has to look.
  const left = resumed.filter(({ finding }) => finding === 'undecidable');
  expect({ exit, open }, out + err).toEqual({ exit: left.length === 0 ? 0 : 6, open: left.length });
  expect(left.filter(({ kind }) => kind !== 'otp')).toEqual([]);
}

interface Answer {
  readonly resumed?: readonly { readonly finding: string; readonly kind: string }[];
  readonly open?: number;
}

/** Each intent that was open ends as the books say; those that were closed before stay as they were. */
async function expectRightVerdict({ victim, intents: before }: Killed, stage: KillStage): Promise<void> {
  const payment = await stage.book(victim.paymentId);
  const isIn = payment !== undefined && victim.timesIn(payment) > 0;
  const after = intentsOf(victim, stage);
  expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  const open = before.filter(isOpen).map(({ id }) => id);
  const verdicts = after.filter(({ id }) => open.includes(id)).map(({ state }) => state);
  const undecided = victim.kind === 'otp' ? ['sending', 'unknown'] : [];
  const wanted = [...undecided, ...(isIn ? victim.statesOf(payment) : ['never_arrived'])];
  for (const state of verdicts) expect(wanted, `${victim.args.join(' ')}: ${JSON.stringify(payment)}`).toContain(state);
  if (isIn && open.length === 0) {
    const claims = after.filter(({ state }) => ['accepted', 'done', 'declined'].includes(state));
    expect(claims, victim.args.join(' ')).toHaveLength(1);
  }
}

/** What was done is not done twice, what never arrived can be done. */
async function runAgain(victim: Victim, stage: KillStage): Promise<void> {
  const { paymentId, args, exitAgain, timesIn } = victim;
  const times = timesIn(await stage.book(paymentId));
  stage.watch(paymentId, { passage: () => undefined, onSent: () => {}, onAnswered: () => {} });
  const { exit, err } = await stage.start([...args, '--json']).finished;
  expect(times > 0 ? exitAgain.afterIn : exitAgain.afterOut, `${args.join(' ')}: ${err}`).toContain(exit);
  const more = timesIn(await stage.book(paymentId)) - times;
  expect(more, `${args.join(' ')}: ${err}`).toBe(exit === 0 ? 1 : 0);
}
