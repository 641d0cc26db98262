import { randomInt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ledgerFolder } from '../support/ledger.ts';
import { expectWhole } from './batch.ts';
import { chanceFrom } from './chance.ts';
import { openKillSetup } from './kill-setup.ts';

const SEED = Number(process.env.KILL_SEED ?? randomInt(2 ** 31));

/** How often the batch is killed. */
const KILLS = Math.max(3, Math.ceil(Number(process.env.KILL_ROUNDS ?? 0) / 10));

const ORDERS = Math.max(40, 4 * KILLS);

/** The approximate duration of the batch when it is not killed. */
const MAX_LIFE = 900;

it(
  `a batch that is killed ${KILLS} times at any row refunds each row once, to the last tiyn`,
  async () => {
    process.stderr.write(`refund batch: KILL_SEED=${SEED}, ${KILLS} kills\n`);
    const chance = chanceFrom(SEED);
    const platform = await openKillSetup();
    try {
      const ids = Array.from({ length: ORDERS }, (_, at) => `order-${at + 1}`);
      await Promise.all(ids.map((id) => sell(id, platform)));
      for (const id of ids) await platform.booked(id, ({ status }) => status === 'success');
      const folder = ledgerFolder();
      const [csv, plan] = [join(folder, 'refunds.csv'), join(folder, 'refunds.plan.jsonl')];
      const rows = ids.map((id, at) => `${id},${at + 1}.01`);
      await writeFile(csv, ['payment_id,amount', ...rows, ''].join('\n'));
      const words = (...more: readonly string[]) => ['refunds', ...more];
      expect(await platform.start(words('plan', csv, '--rate', '0')).finished).toMatchObject({ exit: 0 });
      const total = (ORDERS * (ORDERS + 1)) / 2 + ORDERS / 100;
      const speed = ['--rate', '0', '--concurrency', '3', '--stop-after', '0'];
      const apply = words('apply', plan, '--confirm', total.toFixed(2), ...speed);

      for (let kill = 0; kill < KILLS; kill++) {
        const running = platform.start([...apply, '--timeout', '1s']);
        await Promise.race([sleep(chance.between(150, MAX_LIFE)), running.finished]);
        running.kill('SIGKILL');
        await running.finished;
        if (chance.next() < 0.3) await platform.start(['resume', '--plan', plan]).finished;
      }
      // What was in progress when its process died has arrived by now.
      await sleep(300);
      const resumed = await platform.start(['resume', '--plan', plan, '--wait', '--json']).finished;
      expect(resumed, resumed.err).toMatchObject({ exit: 0 });
      // What the platform has not seen is sent again only when a user says so.
      const again = ['--again', '--reason', 'not seen after the settle time'];
      const last = await platform.start([...apply, ...again, '--wait', '--json']).finished;
      expect(last, last.err).toMatchObject({ exit: 0 });
      const { outcomes } = JSON.parse(last.out.trimEnd().split('\n').at(-1) ?? '');
      expect(outcomes.done).toEqual({ rows: ORDERS, minor: Math.round(total * 100) });
      for (const [at, id] of ids.entries()) {
        const refunds = (await platform.book(id))?.operations.filter(({ type }) => type === 'refund');
        expect(refunds, id).toMatchObject([{ status: 'success', amount: (at + 1) * 100 + 1 }]);
      }
      await expectWhole(platform);
    } finally {
      await platform.close();
    }
  },
  120_000 + KILLS * 15_000,
);

const sell = (id: string, platform: Awaited<ReturnType<typeof openKillSetup>>) =>
  platform.post('/v2/payment/mobile/sale', {
    general: { payment_id: id },
    customer: { id: 'c-1', ip_address: '198.51.100.47', first_name: 'John', last_name: 'Doe', email: 'j@example.com' },
    account: { number: '77000000001' },
    payment: { amount: 1_000_000, currency: 'KZT' },
  });
