import { sql } from 'kysely';
import { connect } from '#adapters/ledger/postgres/connection';
import type { TestTeam } from './team.ts';

/** Runs a statement as a member who goes around the program. */
export async function runAs(name: string, team: TestTeam, statement: string): Promise<unknown> {
  const db = connect(team.url(name));
  try {
    return await sql.raw(statement).execute(db);
  } finally {
    await db.destroy();
  }
}
