import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { connect } from '#adapters/ledger/postgres/connection';
import { systemClock } from '#async/clock';
import type { IntentDraft } from '#domain/ledger/intent';
import { DAY_MS } from '#domain/time/duration';
import { draft, PROJECT } from '../adapters/ledger/drafts.ts';
import { rejectionOf } from '../support/failures.ts';
import { openIntents } from '../support/stored-intents.ts';
import { createTeam } from '../support/team/team.ts';

/** A refund that is only sent when the payment has no other. */
const once = (
  id: string,
  paymentId: string,
): [IntentDraft, (past: { readonly intents: readonly unknown[] }) => Promise<void>] => [
  draft(id, { paymentId, endsBy: Date.now() + 60_000 }),
  async ({ intents }) => {
    if (intents.length > 0) throw new Error('refunded already');
  },
];

describe('two members of a team', () => {
  it('cannot both begin a refund of one payment', async () => {
    const team = await createTeam();
    await team.add('anna', 'support');
    const ledgers = await Promise.all(['olga', 'anna', 'anna', 'olga'].map((name) => team.open(name)));
    const payments = ['p1', 'p2', 'p3', 'p4', 'p5'];
    const attempts = payments.flatMap((payment) =>
      ledgers.map((ledger, at) => ledger.createIntent(...once(`${payment}-${at}`, payment))),
    );
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(payments.length);
    const [first] = ledgers;
    const open = first && (await openIntents(first));
    expect(open?.map(({ paymentId }) => paymentId).sort()).toEqual(payments);
    expect(await ledgers[0]?.verify()).toMatchObject({ records: payments.length, problem: undefined });
  });

  it('see the name of the member who began an intent', async () => {
    const team = await createTeam();
    await team.add('anna', 'support');
    await (await team.open('anna')).createIntent(draft('a'));
    const [intent] = await openIntents(await team.open('olga'));
    expect(intent).toMatchObject({ id: 'a', user: 'anna' });
  });

  it('take a row for unchanged that another member changes while it is read', async () => {
    const team = await createTeam();
    const ledger = await team.open('olga');
    await ledger.createIntent(draft('a'));
    const db = connect(team.url('olga'));
    const { history } = await db.transaction().execute(async (trx) => {
      await sql`lock table rocketpay.records in access exclusive mode`.execute(trx);
      const history = ledger.paymentHistory(PROJECT, 'payment_47');
      const waiting = `select from pg_locks where not granted and database = (
        select oid from pg_database where datname = current_database())`;
      await expect.poll(() => team.sql(waiting)).toHaveLength(1);
      await sql`insert into rocketpay.records (number, at, by, intent_id, event, data, previous, hash)
        select number + 1, at, by, intent_id, 'answered', '{"state":"done"}', hash, 'h' from rocketpay.records`.execute(
        trx,
      );
      await sql`update rocketpay.intents set state = 'done', hash = 'h'`.execute(trx);
      return { history };
    });
    await db.destroy();
    expect((await history).intents).toMatchObject([{ id: 'a', state: 'done' }]);
  });

  it('refund no payment of which a row was changed at the database', async () => {
    const team = await createTeam();
    const ledger = await team.open('olga');
    await ledger.createIntent(draft('a'));
    await ledger.change('a', 'answered', { state: 'done' });
    await team.sql(`update rocketpay.intents set state = 'denied'`);
    const failure = await rejectionOf(ledger.createIntent(draft('b'), async () => {}));
    expect(failure).toMatchObject({ code: 'row_changed', exit: 7, intentId: 'a' });
    expect(failure.message).toBe(
      'Someone has changed a at the database: it differs from its records. Nothing was sent.',
    );
    await ledger.createIntent(draft('c', { paymentId: 'payment_48' }), async () => {});
    await team.sql(`update rocketpay.intents set state = 'done' where id = 'a'`);
    await ledger.createIntent(draft('d'), async () => {});
  });

  it('write one chain of records, each signed by its member', async () => {
    const team = await createTeam();
    await team.add('anna', 'support');
    const ledgers = [await team.open('olga'), await team.open('anna')];
    await Promise.all(
      ledgers.flatMap((ledger, at) =>
        Array.from({ length: 10 }, async (_, number) => {
          const id = `${at}-${number}`;
          await ledger.createIntent(draft(id, { paymentId: id }));
          await ledger.change(id, 'answered', { state: 'accepted' });
        }),
      ),
    );
    expect(await ledgers[0]?.verify()).toMatchObject({ records: 40, problem: undefined });
    await team.sql(
      'alter table rocketpay.records disable trigger all',
      'update rocketpay.records set signature = (select signature from rocketpay.records where number = 1) where number = 7',
    );
    expect(await ledgers[1]?.verify()).toMatchObject({ problem: { number: 7, what: 'unsigned' } });
  });

  it('use the time of the server, however wrong their own clocks are', async () => {
    const team = await createTeam();
    await team.add('anna', 'support');
    const fast = await team.open('anna', { clock: { ...systemClock, now: () => Date.now() + 15 * 60_000 } });
    const slow = await team.open('olga', { clock: { ...systemClock, now: () => Date.now() - DAY_MS } });
    const before = Date.now();
    const begun = await fast.createIntent(draft('a', { endsBy: before + 60_000 }));
    expect(Math.abs(begun.createdAt - before)).toBeLessThan(10_000);
    const { createdAt } = await slow.change('a', 'answered', { state: 'unknown' });
    expect(createdAt).toBe(begun.createdAt);
    expect(Math.abs((await slow.get('a')).changedAt - before)).toBeLessThan(10_000);
  });

  it('take over a lock whose holder has ended', async () => {
    const team = await createTeam();
    const [first, second] = [await team.open('olga'), await team.open('olga')];
    await first.acquireLock('plan-1');
    await first.close();
    expect(await second.acquireLock('plan-1')).toBeDefined();
  });

  it('cannot apply a plan at the same time', async () => {
    const team = await createTeam();
    await team.add('anna', 'support');
    const [olga, anna] = [await team.open('olga'), await team.open('anna')];
    const release = await olga.acquireLock('plan-1');
    expect(release).toBeDefined();
    expect(await anna.acquireLock('plan-1')).toBeUndefined();
    expect(await anna.acquireLock('plan-2')).toBeDefined();
    await team.sql(
      `update rocketpay.locks set expires_at = clock_timestamp() - interval '1 second' where name = 'plan-1'`,
    );
    expect(await anna.acquireLock('plan-1')).toBeDefined();
    expect(await rejectionOf(olga.createIntent(draft('late')))).toMatchObject({ code: 'lock_lost', exit: 7 });
  });
});

describe('the database itself', () => {
  it('refuses a second open refund of one payment, and a second write under one key', async () => {
    const team = await createTeam();
    const ledger = await team.open('olga');
    await ledger.createIntent(draft('a', { key: 'ticket-1' }));
    expect(await rejectionOf(ledger.createIntent(draft('b')))).toMatchObject({ code: 'ledger_unavailable', exit: 7 });
    const copy = `insert into rocketpay.intents select (jsonb_populate_record(i, '{"id": "c", "kind": "sale"}')).* from rocketpay.intents i`;
    await expect(team.sql(copy)).rejects.toMatchObject({ code: '23505', constraint: 'intents_one_key' });
  });
});
