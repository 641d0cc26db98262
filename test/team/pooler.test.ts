import { describe, expect, inject, it } from 'vitest';
import { openTeam } from '#adapters/ledger/manage-team';
import { systemClock } from '#async/clock';
import { correctedClock } from '#async/corrected-clock';
import { draft, PROJECT } from '../adapters/ledger/drafts.ts';
import { atEndOfFile } from '../support/suite/end-of-file.ts';
import { hasPgbouncer, startPgbouncer } from '../support/team/pgbouncer.ts';
import { OWNER } from '../support/team/postgres-server.ts';
import { createCallback, createTeam } from '../support/team/team.ts';

const port = inject('postgresPort') as number;
const isRequired = process.env.ROCKETPAY_TEST_EVERYTHING !== undefined;

describe.skipIf(!hasPgbouncer && !isRequired)('a team behind pgbouncer in transaction mode', () => {
  it('sends one refund of each payment, keeps one chain, and shares callbacks and locks', async () => {
    const team = await createTeam();
    await team.add('anna', 'support');
    const pooler = await startPgbouncer(port, [OWNER, team.url('anna').user ?? '']);
    const ledgers = await Promise.all(
      ['olga', 'anna', 'anna', 'olga', 'anna', 'olga'].map((name) => team.open(name, { port: pooler })),
    );
    const payments = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'];
    const attempts = payments.flatMap((paymentId) =>
      ledgers.map(async (ledger, at) => {
        const { id } = await ledger.createIntent(draft(`${paymentId}-${at}`, { paymentId }), async ({ intents }) => {
          if (intents.length > 0) throw new Error('refunded already');
        });
        await ledger.change(id, 'answered', { state: 'accepted', requestId: id });
      }),
    );
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(payments.length);
    const refused = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.message : undefined));
    expect(new Set(refused)).toEqual(new Set([undefined, 'refunded already']));
    expect(await ledgers[0]?.verify()).toMatchObject({ records: payments.length * 2, problem: undefined });

    const stored = await Promise.all(ledgers.map((ledger) => ledger.addCallback(createCallback('p1'))));
    expect(stored.filter(({ repeat }) => !repeat)).toHaveLength(1);
    expect(await ledgers[1]?.callbacks(PROJECT, 'p1')).toHaveLength(ledgers.length);
    const locks = await Promise.all(ledgers.map((ledger) => ledger.acquireLock('plan')));
    expect(locks.filter((release) => release !== undefined)).toHaveLength(1);
  });

  it('is created and managed there', async () => {
    const team = await createTeam();
    const pooler = await startPgbouncer(port, [OWNER]);
    const managed = openTeam({
      url: { ...team.url('olga'), port: pooler },
      clock: correctedClock(systemClock),
      keys: async () => team.keys('olga'),
      ...{ pid: process.pid, isRunning: () => false, folder: () => '' },
    });
    atEndOfFile(managed.close);
    await managed.create('olga');
    expect(await managed.status()).toMatchObject({ problem: undefined, member: { name: 'olga', role: 'admin' } });
    expect(await managed.members()).toMatchObject([{ name: 'olga', state: 'accepted' }]);
  });
});
