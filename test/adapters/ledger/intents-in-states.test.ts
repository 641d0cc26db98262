import { describe, expect, it } from 'vitest';
import { OPEN_STATES, STATES_WITHOUT_RESULT } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import { FakeClock } from '../../support/fake-clock.ts';
import { openMemoryLedger } from '../../support/ledger.ts';
import { unfinishedIntents } from '../../support/stored-intents.ts';
import { draft } from './drafts.ts';

const STATES = ['accepted', 'unknown', undefined, 'done'] as const;

/** Stores refunds of these numbers at one time. Their states alternate. */
const add = (ledger: Ledger, numbers: readonly number[]) =>
  Promise.all(
    numbers.map(async (number) => {
      const id = `in-${String(number).padStart(4, '0')}`;
      await ledger.createIntent(draft(id, { paymentId: `p${number}` }));
      const state = STATES[number % STATES.length];
      if (state !== undefined) await ledger.change(id, 'answered', { state });
    }),
  );

async function openLongLedger() {
  const clock = new FakeClock(1000);
  const ledger = await openMemoryLedger(clock);
  for (const start of [0, 100, 200]) {
    await add(
      ledger,
      Array.from({ length: 100 }, (_, at) => start + at),
    );
    await clock.advance(1000);
  }
  return { ledger, clock };
}

describe('intents in some states', () => {
  it('are read in several groups, each intent in one of them, oldest first whatever its state is', async () => {
    const { ledger } = await openLongLedger();
    const groups: number[] = [];
    for await (const group of ledger.intentsInStates(STATES_WITHOUT_RESULT)) groups.push(group.length);
    expect(Math.max(...groups)).toBeLessThan(225);
    const ids = (await unfinishedIntents(ledger)).map(({ id }) => id);
    expect(ids).toHaveLength(225);
    expect(ids).toEqual([...ids].sort());
    expect(await ledger.countInStates(STATES_WITHOUT_RESULT)).toBe(225);
    expect(await ledger.countInStates(OPEN_STATES)).toBe(150);
    expect(await ledger.countInStates(['declined'])).toBe(0);
  });

  it('do not include those that are stored while they are read', async () => {
    const { ledger, clock } = await openLongLedger();
    let count = 0;
    for await (const group of ledger.intentsInStates(STATES_WITHOUT_RESULT)) {
      count += group.length;
      await clock.advance(1000);
      await add(ledger, [1000 + 4 * count]);
    }
    expect(count).toBe(225);
  });
});
