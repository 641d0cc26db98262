import { type Kysely, sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { connect } from '#adapters/ledger/postgres/connection';
import type { TeamTables } from '#adapters/ledger/postgres/team-tables';
import { atEndOfFile } from '../../support/suite/end-of-file.ts';
import { createTeam } from '../../support/team/team.ts';

/** Opens a transaction whose values are literals of its statements. */
async function inTransaction<Result>(work: (trx: Kysely<TeamTables>) => Promise<Result>): Promise<Result> {
  const db = connect((await createTeam()).url('olga'));
  atEndOfFile(() => db.destroy());
  return db.transaction().execute(work);
}

const TEXTS = [
  "it's",
  "\\'; drop table x; --",
  '\\',
  '$1 $2',
  '"{,}"',
  '',
  'қайтарым 💸',
  'two\nlines',
  'E\\x41',
  "''",
];

describe('a value of a statement in a transaction arrives unchanged', () => {
  it('as text, number, truth value, bytes or null', async () => {
    await inTransaction(async (trx) => {
      for (const text of TEXTS) {
        const bytes = Buffer.from(text);
        const { rows } = await sql`
          select ${text}::text as text, ${-5}::bigint as number, ${true}::boolean as truth, ${bytes}::bytea as bytes,
            ${null}::text as nothing`.execute(trx);
        expect(rows).toEqual([{ text, number: -5, truth: true, bytes, nothing: null }]);
      }
    });
  });

  it('as a list of texts', async () => {
    const { rows } = await inTransaction((trx) => sql`select ${TEXTS}::text[] as texts`.execute(trx));
    expect(rows).toEqual([{ texts: TEXTS }]);
  });

  it('or is refused when PostgreSQL cannot store it', async () => {
    const stored = inTransaction((trx) => sql`select ${"a\0'; select 1; --"}::text`.execute(trx));
    await expect(stored).rejects.toMatchObject({ code: '22021' });
  });
});
