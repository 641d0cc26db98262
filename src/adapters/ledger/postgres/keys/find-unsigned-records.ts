import { verify } from 'node:crypto';
import type { Kysely } from 'kysely';
import { readKeyOrNone } from '#adapters/ledger/postgres/members';
import type { TeamTables } from '#adapters/ledger/postgres/team-tables';

/** Number of records of one query. */
const PAGE_ROWS = 500;

/** Returns the number of the first record that the member whom it names has not signed; undefined where there is none. */
export async function findUnsigned(db: Kysely<TeamTables>): Promise<number | undefined> {
  const rows = await db.selectFrom('members').select(['name', 'sign_key']).execute();
  const keys = new Map(rows.map(({ name, sign_key }) => [name, readKeyOrNone(sign_key)]));
  for (let after = 0; ; ) {
    const page = await db
      .selectFrom('records')
      .select(['number', 'by', 'hash', 'signature'])
      .where('number', '>', after)
      .orderBy('number')
      .limit(PAGE_ROWS)
      .execute();
    const unsigned = page.find(({ by, hash, signature }) => {
      const key = keys.get(by.slice(0, by.lastIndexOf('@')));
      return key === undefined || !verify(null, Buffer.from(hash), key, Buffer.from(signature ?? '', 'base64'));
    });
    const last = page.at(-1);
    if (unsigned !== undefined || last === undefined) return unsigned?.number;
    after = last.number;
  }
}
