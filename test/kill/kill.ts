import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import type { Intent } from '#domain/ledger/intent';
import type { Passage } from '../e2e/support/unsteady-proxy.ts';
import type { Chance } from './chance.ts';
import type { KillSetup } from './kill-setup.ts';
import type { Victim } from './killed-commands.ts';

/** An intent as it lies on disk. */
export type KilledIntent = Pick<Intent, 'id' | 'state'>;

/** How far a write had come when its process was gone. */
export const PHASES = ['before the intent', 'before the request', 'before the outcome', 'after the outcome'] as const;

type Phase = (typeof PHASES)[number];

/** A write whose processes are all gone. */
export interface Killed {
  readonly victim: Victim;
  /** How many of its processes were killed; the others ended by themselves. */
  readonly kills: number;
  /** Whether the request had left, and how many intents were on disk when it came in. */
  readonly sent: number;
  readonly intentsWhenSent: readonly number[];
  /** As the last process left them. */
  readonly intents: readonly KilledIntent[];
  readonly phase: Phase;
}

/** What a kill waits for, before it waits a little more. */
type Cue = 'start' | 'status sent' | 'status answered' | 'write sent' | 'write answered';

const STATUS = '/v2/payment/status';

/** What is in progress when its process dies has arrived by then. */
const MAX_PASSAGE_MILLISECONDS = 500;

/**
 * Starts a write in one process or more and kills each at a random time: anywhere in its life, and more often around
 * the intent, the request and the outcome.
 *
 * @param lifeMilliseconds the life of a process that is not killed
 */
export async function kill(
  victim: Victim,
  lifeMilliseconds: number,
  chance: Chance,
  platform: KillSetup,
): Promise<Killed> {
  const { paymentId, path, processes } = victim;
  const cues = cueBoard();
  const passage = drawPassage(chance);
  const intentsWhenSent: number[] = [];
  platform.watch(paymentId, {
    passage: (to) => (to === path ? passage : undefined),
    onSent: (to) => {
      cues.give(to === STATUS ? 'status sent' : 'write sent');
      if (to === path) intentsWhenSent.push(intentsOf(victim, platform).length);
    },
    onAnswered: (to) => cues.give(to === STATUS ? 'status answered' : 'write answered'),
  });
  const kills = await Promise.all(
    Array.from({ length: processes }, async () => {
      const { cue, milliseconds } = drawKillTime(victim, lifeMilliseconds, chance);
      const running = platform.start([...victim.args, '--timeout', '1s', '--json']);
      const late = Promise.race([cues.given(cue).then(() => sleep(milliseconds)), running.finished]);
      await late;
      running.kill('SIGKILL');
      return (await running.finished).exit === null ? 1 : 0;
    }),
  );
  await sleep(MAX_PASSAGE_MILLISECONDS);
  const intents = intentsOf(victim, platform);
  const sent = intentsWhenSent.length;
  return {
    victim,
    kills: kills.reduce((sum: number, one) => sum + one, 0),
    sent,
    intentsWhenSent,
    intents,
    phase: findPhase(intents, sent),
  };
}

/** What is on disk of a payment, read past the program: nothing of it touches the database but the killed. */
export function intentsOf({ paymentId }: Victim, { dataFolder }: KillSetup): readonly KilledIntent[] {
  const database = new Database(join(dataFolder, 'ledger.db'), { readonly: true });
  try {
    database.pragma('busy_timeout = 5000');
    return database.prepare('select id, state from intents where payment_id = ?').all(paymentId) as KilledIntent[];
  } finally {
    database.close();
  }
}

function findPhase(intents: readonly KilledIntent[], sent: number): Phase {
  if (intents.length === 0) return 'before the intent';
  if (intents.some(({ state }) => state !== 'sending')) return 'after the outcome';
  return sent === 0 ? 'before the request' : 'before the outcome';
}

function drawKillTime(
  { kind }: Victim,
  life: number,
  chance: Chance,
): { readonly cue: Cue; readonly milliseconds: number } {
  const asksFirst = kind === 'refund' || kind === 'resend';
  const [cue, from, to] = chance.pick<readonly [Cue, number, number]>([
    [5, ['start', 0, 1.15 * life]],
    // Without a question before it nothing shows that the intent is near but the time that has passed.
    [4, asksFirst ? ['status answered', 0, 0.3 * life] : ['start', 0.4 * life, 0.8 * life]],
    [1, asksFirst ? ['status sent', 0, 0.1 * life] : ['start', 0.5 * life, 0.7 * life]],
    [4, ['write sent', 0, 0]],
    [3, ['write sent', 0, 400]],
    [5, ['write answered', 0, 30]],
  ]);
  return { cue, milliseconds: chance.between(from, to) };
}

/** Shorter than a time-out: what is in progress for longer than that is not what these tests are about. */
const drawPassage = (chance: Chance): Passage =>
  chance.pick<Passage>([
    [8, {}],
    [2, { backMilliseconds: chance.between(0, 300) }],
    [2, { thereMilliseconds: chance.between(0, 300) }],
    [1, { thereMilliseconds: chance.between(0, 300), backMilliseconds: chance.between(0, 300) }],
    [1, { backMilliseconds: 1500 }],
    [1, { lose: 'answer' }],
    [1, { lose: 'request' }],
  ]);

/** Passes cues to everything that waits for them. */
function cueBoard(): { give(cue: Cue): void; given(cue: Cue): Promise<void> } {
  const tells = new Map<Cue, () => void>();
  const cues = new Map<Cue, Promise<void>>();
  for (const cue of ['start', 'status sent', 'status answered', 'write sent', 'write answered'] as const) {
    cues.set(cue, new Promise((resolve) => tells.set(cue, resolve)));
  }
  tells.get('start')?.();
  return {
    give: (cue) => tells.get(cue)?.(),
    given: async (cue) => cues.get(cue),
  };
}
