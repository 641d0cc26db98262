import type { Kysely } from 'kysely';
import type { TeamTables } from '#adapters/ledger/postgres/team-tables';
import type { PlanHeader } from '#domain/bulk-refunds/refund-plan';
import { NOT_TRIED_STATES } from '#domain/ledger/intent';
import { listProjectNames } from '#domain/profiles/project';

/** Selects the intents of the rows of a plan. */
export const selectRows = ({ plan, project }: PlanHeader, db: Kysely<TeamTables>) =>
  db
    .selectFrom('intents')
    .where('project', 'in', listProjectNames(project))
    // The keys of the rows begin with the id and a slash; "0" follows the slash.
    .where('intent_key', '>', `${plan}/`)
    .where('intent_key', '<', `${plan}0`);

/** Counts the rows of a plan that were sent. */
export async function countSent(header: PlanHeader, db: Kysely<TeamTables>): Promise<number> {
  const { sent } = await selectRows(header, db)
    .select(({ fn }) => fn.count<number>('intent_key').distinct().as('sent'))
    .where('state', 'not in', NOT_TRIED_STATES)
    .executeTakeFirstOrThrow();
  return sent;
}
