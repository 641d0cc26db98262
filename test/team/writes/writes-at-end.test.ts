import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { connect } from '#adapters/ledger/postgres/connection';
import { draft, idsOf, PROJECT, recordsOf } from '../../adapters/ledger/drafts.ts';
import { rejectionOf } from '../../support/failures.ts';
import { startCuttingProxy } from '../../support/team/cutting-proxy.ts';
import { createTeam } from '../../support/team/team.ts';

/** Opens a ledger whose next write needs nothing that its process does not know. */
async function openKnown() {
  const team = await createTeam();
  const proxy = await startCuttingProxy(team.port);
  const ledger = await team.open('olga', { port: proxy.port });
  await ledger.createIntent(draft('a', { paymentId: 'p1' }));
  return { team, proxy, ledger };
}

it('A write that waited for the lock uses the data key that another write of its process has found meanwhile', async () => {
  const team = await createTeam();
  const ledger = await team.open('olga');
  const db = connect(team.url('olga'));
  const waiting = async (count: number) => {
    const locks = `select from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`;
    await expect.poll(() => team.sql(locks)).toHaveLength(count);
  };
  const intent = await db.transaction().execute(async (trx) => {
    await sql`select 1`.execute(trx);
    void team.manage('olga').rotateKey();
    await waiting(1);
    void ledger.addNote({ project: PROJECT, paymentId: 'p1', intentId: undefined, text: 'a note' });
    await waiting(2);
    const written = ledger.createIntent(draft('a', { paymentId: 'p1' }));
    await waiting(3);
    return { written };
  });
  await db.destroy();
  expect(await intent.written).toMatchObject({ id: 'a', state: 'sending' });
});

describe('a write that relies on what its process knows of the ledger', () => {
  it('is based on what a colleague has done meanwhile with the same refund', async () => {
    const { team, ledger } = await openKnown();
    const colleague = await team.open('olga');
    await colleague.change('a', 'found', { state: 'done', operationId: 'o1' });
    const intent = await ledger.change('a', 'answered', { state: 'unknown' }, ['sending']);
    expect(intent).toMatchObject({ state: 'done', operationId: 'o1' });
    expect(await ledger.verify()).toMatchObject({ records: 2, problem: undefined });
  });

  it('follows the records of colleagues who write at the same time', async () => {
    const { team, ledger } = await openKnown();
    const ledgers = [ledger, ...(await Promise.all([1, 2, 3].map(() => team.open('olga'))))];
    await Promise.all(
      ledgers.map(async (own, member) => {
        for (let at = 0; at < 8; at += 1) {
          const id = `${member}-${at}`;
          await own.createIntent(draft(id, { paymentId: id }));
          await own.change(id, 'answered', { state: 'accepted' });
        }
      }),
    );
    expect(await ledger.verify()).toMatchObject({ records: 65, problem: undefined });
  });

  it('uses a data key that an administrator has replaced meanwhile', async () => {
    const { team, ledger } = await openKnown();
    await team.manage('olga').rotateKey();
    const phone = '77011234567';
    await ledger.createIntent(draft('b', { paymentId: 'p2', phone }));
    const other = await team.open('olga');
    expect(idsOf(await other.history({ phone, limit: 5 }))).toEqual(['b']);
    const [first, second] = (await team.sql('select phone_hash from rocketpay.intents order by id')) as object[];
    expect(first).toEqual({ phone_hash: null });
    await ledger.createIntent(draft('c', { paymentId: 'p3', phone }));
    expect(await team.sql(`select phone_hash from rocketpay.intents where id = 'c'`)).toEqual([second]);
  });

  it('is refused by limits that an administrator has set meanwhile', async () => {
    const { team, ledger } = await openKnown();
    await team.manage('olga').setLimits({ member: undefined, limits: { currency: 'KZT', perRefund: 50 } });
    const failure = await rejectionOf(ledger.createIntent(draft('b', { paymentId: 'p2' })));
    expect(failure).toMatchObject({ exit: 7, code: 'over_limit' });
    expect(await recordsOf(ledger)).toHaveLength(1);
  });

  it('is refused when its process has lost a lock meanwhile', async () => {
    const { team, ledger } = await openKnown();
    await ledger.acquireLock('plan');
    await team.sql(`update rocketpay.locks set expires_at = clock_timestamp() - interval '1 second'`);
    const failure = await rejectionOf(ledger.createIntent(draft('b', { paymentId: 'p2' })));
    expect(failure).toMatchObject({ exit: 7, code: 'lock_lost' });
    expect(await recordsOf(ledger)).toHaveLength(1);
  });

  it('is on disk although the login does not wait for the disk by default', async () => {
    const { team } = await openKnown();
    await team.sql(`alter database "${team.database}" set synchronous_commit = off`);
    const ledger = await team.open('olga');
    await ledger.createIntent(draft('b', { paymentId: 'p2' }));
    await team.sql(
      `create function rocketpay.tell() returns trigger language plpgsql as $$ begin
        insert into rocketpay.info values ('commit', current_setting('synchronous_commit')); return new; end $$`,
      'create trigger told after insert on rocketpay.intents for each row execute function rocketpay.tell()',
    );
    await ledger.createIntent(draft('c', { paymentId: 'p3' }));
    expect(await team.sql(`select value from rocketpay.info where name = 'commit'`)).toEqual([{ value: 'on' }]);
  });

  it('is not sent again when its connection is cut before the answer', async () => {
    const { team, proxy, ledger } = await openKnown();
    proxy.mode = 'after commit';
    expect(await rejectionOf(ledger.createIntent(draft('b', { paymentId: 'p2' })))).toMatchObject({ exit: 7 });
    expect(await recordsOf(await team.open('olga'))).toHaveLength(2);
    proxy.mode = 'open';
    await ledger.createIntent(draft('c', { paymentId: 'p3' }));
    expect(await ledger.verify()).toMatchObject({ records: 3, problem: undefined });
  });

  it('stores nothing when its connection is cut before the server gets it', async () => {
    const { team, proxy, ledger } = await openKnown();
    proxy.mode = 'before commit';
    expect(await rejectionOf(ledger.createIntent(draft('b', { paymentId: 'p2' })))).toMatchObject({ exit: 7 });
    expect(await recordsOf(await team.open('olga'))).toHaveLength(1);
  });
});
