import type { Kysely } from 'kysely';
import type { ImportedChain } from '#domain/ledger/imported-chain';
import type { TeamTables } from './team-tables.ts';

/** Lists the ledgers that were imported, or are being imported. */
export async function readImports(db: Kysely<TeamTables>): Promise<readonly ImportedChain[]> {
  const rows = await db.selectFrom('imports').select(['number', 'ledger', 'finished_at']).orderBy('number').execute();
  return rows.map(({ number, ledger, finished_at }) => ({ chain: -number, ledger, isFinished: finished_at !== null }));
}
