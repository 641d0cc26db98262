import { join } from 'node:path';
import { Kysely, type LogEvent } from 'kysely';
import { describe, expect, it } from 'vitest';
import { temporaryKey } from '#adapters/ledger/ledger-key';
import { findPayments, findProjects } from '#adapters/ledger/search/find-payments';
import { sqliteDialect } from '#adapters/ledger/sqlite/dialect';
import { SQLITE_SEARCH } from '#adapters/ledger/sqlite/sqlite-search';
import type { Tables } from '#adapters/ledger/tables';
import { readFindQuery } from '#domain/find/find-query';
import type { NewCallback } from '#domain/ledger/stored-callback';
import { ledgerFolder, openTestLedger } from '../../../support/ledger.ts';
import { openDatabase } from '../drafts.ts';

const NOW = new Date(2026, 10, 28, 12).getTime();

describe('a search in SQLite', () => {
  it.each([
    ['a phone', ['77011234567']],
    ['the beginning of an id and an amount', ['order-', '250']],
    ['a month', ['2026-11']],
    ['a month, a word and the end of an id', ['2026-11', 'jacket', '0047']],
  ])('for %s reads no whole table', async (_, texts) => {
    const folder = ledgerFolder();
    const ledger = await openTestLedger(undefined, folder);
    const ids = { operationId: undefined, operationStatus: undefined, requestId: undefined };
    const callback: NewCallback = {
      project: 'p/1',
      text: '{}',
      valid: true,
      status: 'success',
      paymentId: 'order-1',
      ...ids,
    };
    await ledger.addCallback(callback);
    await ledger.close();
    const statements: LogEvent['query'][] = [];
    const log = ({ query }: LogEvent) => void statements.push(query);
    const db = new Kysely<Tables>({ dialect: sqliteDialect(join(folder, 'ledger.db')), log });
    await findPayments(
      { criteria: readFindQuery(texts, NOW), limit: 5 },
      { db, tables: SQLITE_SEARCH, key: temporaryKey() },
    );
    await findProjects('order-1', db);
    await db.destroy();
    const database = openDatabase(folder);
    const plans = statements.flatMap(({ sql, parameters }) =>
      database
        .prepare(`explain query plan ${sql}`)
        .all([...parameters])
        .map((row) => (row as { detail: string }).detail),
    );
    database.close();
    expect(plans.filter((detail) => detail.includes('search_')).length).toBeGreaterThan(1);
    expect(plans.filter((detail) => /^SCAN search_/.test(detail))).toEqual([]);
  });
});
