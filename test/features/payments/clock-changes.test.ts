import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Clock } from '#async/clock';
import type { SandboxFault } from '#domain/sandbox/faults';
import { temporaryFolder } from '../../adapters/profiles/folders.ts';
import { openPlatform } from '../../sandbox/support.ts';
import { openMemoryLedger } from '../../support/ledger.ts';
import { movingClock } from '../../support/moving-clock.ts';
import { CUSTOMER, documentOf, documentsOf, rocketpay } from '../../support/session.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const REFUND = ['refund', 'order-1', '--amount', '250', '--confirm', '250'];

/** A merchant whose machine can have a wrong time, while the platform's is right. */
async function openShop({ knowsBoot }: { readonly knowsBoot: boolean }) {
  const faults: SandboxFault[] = [];
  const { sandbox, clock } = await openPlatform({ faults });
  const error = { milliseconds: 0 };
  const { sinceBoot, ...moving } = movingClock(clock);
  const own: Clock = {
    ...moving,
    now: () => clock.now() + error.milliseconds,
    ...(knowsBoot && sinceBoot !== undefined ? { sinceBoot } : {}),
  };
  const ledger = await openMemoryLedger(own);
  onTestFinished(() => ledger.close());
  const env = {
    ROCKETPAY_PROJECT_ID: String(sandbox.projectId),
    ROCKETPAY_SECRET_KEY: sandbox.secret.reveal(),
    ROCKETPAY_GATE_URL: sandbox.url,
  };
  const run = (...argv: readonly string[]) => rocketpay(argv, { env, clock: own, ledger });
  const sale = ['sale', '--phone', '77000000001', '--amount', '1000', '--payment-id', 'order-1', ...CUSTOMER, '--wait'];
  expect((await run(...sale)).exit).toBe(0);
  const { createIntent, change } = ledger;
  let isLost = false;
  Object.assign(ledger, {
    async createIntent(...words: Parameters<typeof createIntent>) {
      const intent = await createIntent(...words);
      if (isLost) faults.push({ kind: 'reset-before', rate: 1 });
      return intent;
    },
    async change(...words: Parameters<typeof change>) {
      faults.length = 0;
      return change(...words);
    },
  });
  return {
    run,
    clock,
    /** Sets the time of the merchant's machine: it is wrong by so much then. */
    setWrongBy: (milliseconds: number) => {
      error.milliseconds = milliseconds;
    },
    /** A refund that never reaches the platform, although no one can know. */
    lose: async () => {
      isLost = true;
      expect((await run(...REFUND)).exit).toBe(6);
      isLost = false;
    },
    resume: async () => {
      const finished = await run('resume', '--all', '--json');
      return { exit: finished.exit, resumed: documentOf(finished).resumed };
    },
  };
}

describe.each([true, false])('with an open refund and a changed clock (boot time known: %s)', (knowsBoot) => {
  it.each<[what: string, before: number, after: number]>([
    ['two hours behind, then right', -2 * HOUR, 0],
    ['right, then six minutes ahead', 0, 360_000],
    ['right, then two days ahead', 0, 2 * DAY],
    ['a day behind, then a day ahead', -DAY, DAY],
  ])('resume waits for the settle time, measured without that clock: %s', async (_what, before, after) => {
    const { setWrongBy, lose, resume, run, clock } = await openShop({ knowsBoot });
    setWrongBy(before);
    await lose();
    setWrongBy(after);
    expect(await resume()).toMatchObject({ exit: 8, resumed: [{ finding: 'not_yet', state: 'unknown' }] });
    expect(await run(...REFUND)).toMatchObject({ exit: 7 });
    await clock.advance(299_000 - 2000);
    expect(await resume()).toMatchObject({ exit: 8 });
    await clock.advance(4000);
    expect(await resume()).toMatchObject({ resumed: [{ finding: 'never_arrived' }] });
  });

  it('resume does not wait longer for a corrected clock when the boot time is known', async () => {
    const { setWrongBy, lose, resume, clock } = await openShop({ knowsBoot });
    setWrongBy(2 * DAY);
    await lose();
    setWrongBy(0);
    await clock.advance(301_000);
    expect(await resume()).toMatchObject({ resumed: [{ finding: 'never_arrived' }] });
  });

  it.each<[what: string, before: number, after: number]>([
    ['two days ahead', 0, 2 * DAY],
    ['two days behind, then right', -2 * DAY, 0],
  ])('an equal refund is blocked for a real day: %s', async (_what, before, after) => {
    const { setWrongBy, run, clock } = await openShop({ knowsBoot });
    setWrongBy(before);
    expect((await run(...REFUND)).exit).toBe(0);
    setWrongBy(after);
    expect(await run(...REFUND, '--json')).toMatchObject({ exit: 7 });
    await clock.advance(DAY - 60_000);
    expect(await run(...REFUND, '--json')).toMatchObject({ exit: 7 });
    await clock.advance(120_000);
    expect(await run(...REFUND, '--json')).toMatchObject({ exit: 0 });
  });
});

describe('two plans of one file that were both made with --again', () => {
  it('refund each payment once, even when the clock was set back before the first was applied', async () => {
    const { setWrongBy, run } = await openShop({ knowsBoot: true });
    expect((await run(...REFUND)).exit).toBe(0);
    const folder = await temporaryFolder();
    const csv = join(folder, 'refunds.csv');
    await writeFile(csv, 'payment_id,amount\norder-1,250\n');
    const again = ['--again', '--reason', 'a second discount', '--offline'];
    const plans = [join(folder, 'first.plan'), join(folder, 'second.plan')] as const;
    for (const plan of plans) expect((await run('refunds', 'plan', csv, '--out', plan, ...again)).exit).toBe(0);

    const apply = (plan: string) => run('refunds', 'apply', plan, '--confirm', '250');
    setWrongBy(-240_000);
    expect(await apply(plans[0])).toMatchObject({ exit: 0 });
    setWrongBy(0);
    expect(await apply(plans[1])).toMatchObject({ exit: 10 });
    const writes = documentsOf((await run('history', '--payment', 'order-1', '--json')).out);
    expect(writes.filter(({ kind, state }) => kind === 'refund' && state !== 'held')).toHaveLength(2);
  });
});
