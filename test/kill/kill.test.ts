import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { expectWhole, killBatch } from './batch.ts';
import { type Chance, chanceFrom } from './chance.ts';
import { type Killed, PHASES } from './kill.ts';
import { type KillSetup, openKillSetup } from './kill-setup.ts';

const ROUNDS = Number(process.env.KILL_ROUNDS ?? 4);
const SEED = Number(process.env.KILL_SEED ?? randomInt(2 ** 31));

/** The number of concurrent merchants: each waits more than it works. */
const SETUPS = Math.min(Math.ceil(ROUNDS / 6), 2 * availableParallelism());

/** Much longer than a machine under load takes for a round. */
const LIMIT_MILLISECONDS = 120_000 + ROUNDS * 15_000;

const tell = (text: string): void => void process.stderr.write(`${text}\n`);

it(
  `writes that are killed at any time, ${ROUNDS} times, lose no record and send nothing twice`,
  async () => {
    tell(`kill tests: KILL_SEED=${SEED} KILL_ROUNDS=${ROUNDS}`);
    const share = Math.ceil(ROUNDS / SETUPS);
    const killed = await Promise.all(Array.from({ length: SETUPS }, (_, at) => killRounds(share, SEED + at)));
    tell(summaryOf(killed.flat()));
  },
  LIMIT_MILLISECONDS,
);

async function killRounds(rounds: number, seed: number): Promise<readonly Killed[]> {
  const chance = chanceFrom(seed);
  const platform = await openKillSetup();
  const killed: Killed[] = [];
  try {
    const life = await measureLife(platform);
    while (killed.length < rounds) {
      killed.push(...(await killBatch(nextIds(killed.length, rounds, chance), life, chance, platform)));
      if (ROUNDS >= 100) tell(`seed ${seed}: ${killed.length} of ${rounds}. ${summaryOf(killed)}`);
    }
    await expectWhole(platform);
  } catch (error) {
    tell(`failed after ${killed.length} rounds of seed ${seed}`);
    throw error;
  } finally {
    await platform.close();
  }
  return killed;
}

/** Sometimes one alone: then no other process has the database open when its process dies. */
function nextIds(done: number, rounds: number, chance: Chance): readonly string[] {
  const width = chance.pick([
    [1, 1],
    [1, 4],
    [3, 8],
  ]);
  const length = Math.min(width, rounds - done);
  return Array.from({ length }, (_, at) => `order-${done + at + 1}`);
}

/** How long a write takes from its process's start to its end, where several are at it. */
async function measureLife({ start }: KillSetup): Promise<number> {
  const startedAt = Date.now();
  const sales = ['a', 'b', 'c'].map((id) => ['sale', '--phone', '77071234567', '--amount', '10', '--payment-id', id]);
  const finished = await Promise.all(sales.map((args) => start(args).finished));
  expect(finished.map(({ exit }) => exit)).toEqual([0, 0, 0]);
  return Date.now() - startedAt;
}

/** How far the writes had come when they were killed: where no process of a round was killed, it does not count. */
function summaryOf(killed: readonly Killed[]): string {
  const count = (is: (one: Killed) => boolean): number => killed.filter(is).length;
  const kinds = ['refund', 'sale', 'otp', 'resend'].map(
    (of) => `${of} ${count(({ victim: { kind } }) => kind === of)}`,
  );
  const phases = PHASES.map((at) => `${at} ${count(({ phase, kills }) => kills > 0 && phase === at)}`);
  const kills = killed.reduce((sum, one) => sum + one.kills, 0);
  return `Rounds ${killed.length} (${kinds.join(', ')}), kills ${kills}: ${phases.join(', ')}.`;
}
