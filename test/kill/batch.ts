import { expect } from 'vitest';
import { isOpen } from '#domain/ledger/intent';
import type { Chance } from './chance.ts';
import { intentsOf, type Killed, kill } from './kill.ts';
import type { KillSetup } from './kill-setup.ts';
import { prepareVictim, type Victim } from './killed-commands.ts';

/**
 * Kills some concurrent writes of one merchant, then recovers as a user would, and fails unless the ledger and the
 * platform agree at every step.
 */
export async function killBatch(
  paymentIds: readonly string[],
  lifeMilliseconds: number,
  chance: Chance,
  platform: KillSetup,
): Promise<readonly Killed[]> {
  const victims = await Promise.all(paymentIds.map((paymentId) => prepareVictim(paymentId, chance, platform)));
  const killed = await Promise.all(victims.map((victim) => kill(victim, lifeMilliseconds, chance, platform)));
  for (const one of killed) await expectNothingLost(one, platform);
  await expectWhole(platform);
  for (const { victim } of killed) await settled(victim, platform);
  await resumeAll(platform);
  for (const one of killed) await expectRightState(one, platform);
  await Promise.all(victims.map((victim) => runAgain(victim, platform)));
  return killed;
}

/** The platform has a result, so exactly one state is right. */
async function settled({ paymentId }: Victim, platform: KillSetup): Promise<void> {
  if ((await platform.book(paymentId)) === undefined) return;
  await platform.booked(paymentId, ({ operations }) => operations.every(({ status }) => status !== 'processing'));
}

/** At most one request has left, and none without its intent on disk. */
async function expectNothingLost(
  { victim, sent, intentsWhenSent, intents }: Killed,
  platform: KillSetup,
): Promise<void> {
  const { paymentId, timesIn } = victim;
  const times = timesIn(await platform.book(paymentId));
  expect(sent, `${paymentId}: requests that left`).toBeLessThanOrEqual(1);
  expect(times, `${paymentId}: times at the platform`).toBeLessThanOrEqual(sent);
  for (const count of intentsWhenSent) expect(count, `${paymentId}: intents on disk`).toBeGreaterThanOrEqual(1);
  if (sent > 0) expect(intents, `${paymentId}: intents`).not.toEqual([]);
}

export async function expectWhole({ start }: KillSetup): Promise<void> {
  expect(await start(['audit', 'verify']).finished).toMatchObject({ exit: 0, err: '' });
}

async function resumeAll({ start }: Pick<KillSetup, 'start'>): Promise<void> {
  const { exit, out, err } = await start(['resume', '--all', '--json']).finished;
  const { resumed = [], open, accepted = 0 }: Answer = JSON.parse(out || '{}');
  // `--wait` would wait for sales, too, that have no result before the customer has given a code.
  if (resumed.some(({ finding }) => finding === 'not_yet' || finding === 'in_flight')) return resumeAll({ start });
  // Whether a code arrived that was submitted within a second of the ask, a status cannot tell: the user has to check.
  // Nor does amount and time alone prove that a declined refund is ours.
  const left = resumed.filter(({ finding }) => finding === 'undecidable' || finding === 'ambiguous');
  const ends = accepted > 0 ? 8 : 0;
  expect({ exit, open }, out + err).toEqual({ exit: left.length > 0 ? 6 : ends, open: left.length });
  const isDeclined = ({ kind, candidates = [] }: Left): boolean =>
    kind === 'refund' && candidates.length > 0 && candidates.every(({ status }) => status === 'decline');
  expect(left.filter((one) => one.kind !== 'otp' && !isDeclined(one))).toEqual([]);
}

interface Left {
  readonly finding: string;
  readonly kind: string;
  readonly candidates?: readonly { readonly status: string }[];
}

interface Answer {
  readonly resumed?: readonly Left[];
  readonly open?: number;
  readonly accepted?: number;
}

/** Each intent that was open ends as the platform says; those that were closed before stay as they were. */
async function expectRightState({ victim, intents: before }: Killed, platform: KillSetup): Promise<void> {
  const payment = await platform.book(victim.paymentId);
  const isIn = payment !== undefined && victim.timesIn(payment) > 0;
  const after = intentsOf(victim, platform);
  expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  const open = before.filter(isOpen).map(({ id }) => id);
  const states = after.filter(({ id }) => open.includes(id)).map(({ state }) => state);
  const isDeclined = victim.kind === 'refund' && isIn && victim.statesOf(payment).includes('declined');
  const undecided = victim.kind === 'otp' || isDeclined ? ['sending', 'unknown'] : [];
  const wanted = [...undecided, ...(isIn ? victim.statesOf(payment) : ['never_arrived'])];
  for (const state of states) expect(wanted, `${victim.args.join(' ')}: ${JSON.stringify(payment)}`).toContain(state);
  if (isIn && open.length === 0) {
    const claims = after.filter(({ state }) => ['accepted', 'done', 'declined'].includes(state));
    expect(claims, victim.args.join(' ')).toHaveLength(1);
  }
}

/** What was done is not done twice, what never arrived can be done. */
async function runAgain(victim: Victim, platform: KillSetup): Promise<void> {
  const { paymentId, exitAgain, timesIn } = victim;
  let { args } = victim;
  const times = timesIn(await platform.book(paymentId));
  platform.watch(paymentId, { passage: () => undefined, onSent: () => {}, onAnswered: () => {} });
  const isUnseen = times === 0 && intentsOf(victim, platform).some(({ state }) => state === 'never_arrived');
  if (victim.kind === 'refund' && isUnseen) {
    // Not seen is no proof: the same refund needs a word of its own.
    expect(await platform.start([...args, '--json']).finished).toMatchObject({ exit: 7 });
    args = [...args, '--again', '--reason', 'not seen after the settle time'];
  }
  const { exit, err } = await platform.start([...args, '--json']).finished;
  expect(times > 0 ? exitAgain.afterIn : exitAgain.afterOut, `${args.join(' ')}: ${err}`).toContain(exit);
  const more = timesIn(await platform.book(paymentId)) - times;
  expect(more, `${args.join(' ')}: ${err}`).toBe(exit === 0 ? 1 : 0);
}
