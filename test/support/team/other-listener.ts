import pg from 'pg';
import { expect } from 'vitest';
import { connectionSettings } from '#adapters/ledger/postgres/connection';
import type { Ledger } from '#domain/ledger/ledger';
import { PROJECT } from '../../adapters/ledger/drafts.ts';
import { atEndOfFile } from '../suite/end-of-file.ts';
import { createCallback, type TestTeam } from './team.ts';

/** Opens a transaction of another listener, which stores callbacks and commits them when the test says so. */
export async function openListener(team: TestTeam) {
  const client = new pg.Client(connectionSettings(team.url('olga')));
  atEndOfFile(() => client.end());
  client.on('error', () => {});
  await client.connect();
  // Where two transactions wait for each other, the one of the ledger is ended.
  await client.query("set deadlock_timeout = '1min'");
  await client.query('begin');
  const store = async (identity: string, queue: readonly object[] | null = null) => {
    const row = { id: `other ${identity}`, received_at: 1, project: PROJECT, status: 'success', valid: 1 };
    const rows = [{ ...row, repeated: 0, body: '', holds: 'text', identity }];
    const text = 'select * from rocketpay.store_callbacks($1, 1, $2, $3, 1000, $4)';
    await client.query(text, ['1', JSON.stringify(rows), queue && JSON.stringify(queue), '']);
  };
  return { store, commit: () => client.query('commit'), rollback: () => client.query('rollback') };
}

/** Returns the identities of callbacks of payments. The callbacks are removed again. */
export async function identify(
  team: TestTeam,
  ledger: Ledger,
  ...paymentIds: readonly string[]
): Promise<readonly string[]> {
  for (const id of paymentIds) await ledger.addCallback(createCallback(id));
  const rows = (await team.sql('select identity from rocketpay.callbacks order by id')) as { identity: string }[];
  await team.sql('delete from rocketpay.callbacks');
  return rows.map(({ identity }) => identity);
}

/** Resolves when transactions of the team wait for another one. */
export const aWait = async (team: TestTeam, event = 'transactionid', count = 1) =>
  expect
    .poll(async () => {
      const rows = await team.sql('select wait_event from pg_stat_activity where datname = current_database()');
      return (rows as { wait_event: string | null }[]).filter(({ wait_event }) => wait_event === event).length;
    })
    .toBe(count);
