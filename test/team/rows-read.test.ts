import { beforeAll, describe, expect, it } from 'vitest';
import { readFindQuery } from '#domain/find/find-query';
import type { Ledger } from '#domain/ledger/ledger';
import { draft, PROJECT } from '../adapters/ledger/drafts.ts';
import { openIntents, unfinishedIntents } from '../support/stored-intents.ts';
import { createCallback, createTeam, type TestTeam } from '../support/team/team.ts';

const ROWS = 100_000;

/** The day of the rows that no question is about. */
const LONG_AGO = Date.UTC(2020, 0, 1);

const PHONE = '77011234567';

/** Fills the large tables: settled refunds of other payments with their records, statuses, callbacks and terms. */
const FILL = [
  `insert into rocketpay.intents (id, kind, state, profile, mode, project, path, payment_id, payment_key, amount, currency,
      phone_hash, "user", host, pid, created_at, ends_by, changed_at, fingerprint, intent_key, known, request_id, hash)
    select 'old-' || n, 'refund', 'done', 'shop', 'test', '${PROJECT}', '/v2/payment/mobile/refund', 'old-' || n, 'old-' || n,
      100, 'KZT', md5(n::text), 'olga', 'laptop', 1, ${LONG_AGO} + n, ${LONG_AGO} + n, ${LONG_AGO} + n, md5(n::text),
      'key-' || n, '[]', 'request-' || n, md5(n::text) from generate_series(1, ${ROWS}) as n`,
  `insert into rocketpay.records (number, at, by, intent_id, event, data, previous, hash, signature)
    select n + 10, ${LONG_AGO} + n, 'olga@laptop', 'old-' || n, 'begun', '{}', md5(n::text), md5(n::text), ''
    from generate_series(1, ${ROWS}) as n`,
  `update rocketpay.head set number = ${ROWS + 10}`,
  `insert into rocketpay.payments (project, payment_key, payment_id, status, resends_used, seen_at)
    select '${PROJECT}', 'old-' || n, 'old-' || n, 'success', 0, ${LONG_AGO} + n from generate_series(1, ${ROWS}) as n`,
  `insert into rocketpay.refund_sums (project_id, currency, minute, project, amount)
    select '42', 'KZT', n, '${PROJECT}', 100 from generate_series(1, ${ROWS}) as n`,
  `insert into rocketpay.search_payments (number, project, payment_key, payment_id, reversed)
    select ${LONG_AGO} + n, '${PROJECT}', 'old-' || n, 'old-' || n, reverse('old-' || n) from generate_series(1, ${ROWS}) as n`,
  `insert into rocketpay.search_terms (term, payment, source) select n, ${LONG_AGO} + n, 0 from generate_series(1, ${ROWS}) as n`,
  `insert into rocketpay.search_times (payment, quarter, source)
    select ${LONG_AGO} + n, n, 0 from generate_series(1, ${ROWS}) as n`,
  'analyze',
];

interface Asked {
  readonly reads: number;
}

/** Returns the number of rows that all finished connections have read so far. */
async function rowsRead(team: TestTeam): Promise<number> {
  const others = `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
    and backend_type = 'client backend'`;
  await expect.poll(() => team.sql(others)).toHaveLength(0);
  const [row] = (await team.sql(
    `select coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::int as reads from pg_stat_user_tables
     where schemaname = 'rocketpay'`,
  )) as Asked[];
  return row?.reads ?? 0;
}

describe(`in a team's ledger with ${ROWS} writes`, () => {
  let team: TestTeam;
  beforeAll(async () => {
    team = await createTeam();
    const ledger = await team.open('olga');
    const own = { paymentId: 'order-1', key: 'k1', phone: PHONE };
    await ledger.createIntent(draft('a', own));
    await ledger.change('a', 'answered', { state: 'accepted', requestId: 'r1' });
    await ledger.addCallback(createCallback('order-1'));
    await ledger.search.indexMore();
    await ledger.close();
    await team.manage('olga').setLimits({ member: 'olga', limits: { currency: 'KZT', perDay: 1_000_000 } });
    await team.sql(...FILL);
  }, 120_000);

  it.each<[string, (ledger: Ledger) => Promise<unknown>]>([
    ['the history of a payment', (ledger) => ledger.paymentHistory(PROJECT, 'ORDER-1')],
    [
      'the status and the notes of a payment',
      async (ledger) => [await ledger.payment(PROJECT, 'order-1'), await ledger.notes(PROJECT, ['order-1'])],
    ],
    [
      'the refunds of the last day',
      async (ledger) => (await ledger.paymentHistory(PROJECT, 'order-1')).refundedSince(Date.now() - 86_400_000, 'KZT'),
    ],
    [
      'an intent by its key and by its request id',
      async (ledger) => [
        await ledger.findByKey(PROJECT, 'k1'),
        await ledger.newestByKey(PROJECT, ['k1', 'k2']),
        await ledger.findByRequestId(PROJECT, 'r1'),
      ],
    ],
    [
      'the writes without a result, and the requests of approvals',
      async (ledger) => [await unfinishedIntents(ledger), await openIntents(ledger), await ledger.requests()],
    ],
    ['the newest writes', (ledger) => ledger.history({ limit: 20 })],
    ['the writes of a phone', (ledger) => ledger.history({ phone: PHONE, limit: 20 })],
    [
      'a refund and its result',
      async (ledger) => {
        const wanted = draft('b', { paymentId: 'order-2', key: 'k3', phone: PHONE });
        await ledger.createIntent(wanted, async ({ refundedSince }) => void (await refundedSince(Date.now(), 'KZT')));
        await ledger.change('b', 'answered', { state: 'accepted', requestId: 'r3' });
        await ledger.change('b', 'found', { state: 'done' }, ['accepted']);
      },
    ],
    [
      'a payment by its id',
      (ledger) => ledger.search.find({ criteria: readFindQuery(['order-1'], Date.now()), limit: 5 }),
    ],
    [
      'a payment by a phone',
      (ledger) => ledger.search.find({ criteria: readFindQuery([PHONE], Date.now()), limit: 5 }),
    ],
  ])('%s reads few rows', async (_, ask) => {
    const before = await rowsRead(team);
    const ledger = await team.open('olga');
    await ask(ledger);
    await ledger.close();
    expect((await rowsRead(team)) - before).toBeLessThan(500);
  });
});
