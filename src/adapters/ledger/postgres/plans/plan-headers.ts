import type { Kysely } from 'kysely';
import type { TeamTables } from '#adapters/ledger/postgres/team-tables';
import { parseHeader, planModifiedError } from '#domain/bulk-refunds/plan-format';
import type { PlanHeader } from '#domain/bulk-refunds/refund-plan';
import { findPlanMember, type PlanMember } from '#domain/bulk-refunds/team-plans';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { message } from '#domain/language/message';

/** The first line of a larger plan was not written by this program. */
const MAX_HEADER_CHARACTERS = 1024 * 1024;

/** Selects plans with their headers. */
export const selectPlans = (db: Kysely<TeamTables>) =>
  db
    .selectFrom('plans')
    .select(({ fn, val }) => ['plan', fn<string>('left', ['header', val(MAX_HEADER_CHARACTERS)]).as('header')]);

/** Returns the header of a plan, or the failure of one that no member has signed. */
export function readSigned(line: string, id: string, members: readonly PlanMember[]): PlanHeader | Failure {
  try {
    const header = parseHeader(line, id);
    if (header.plan !== id) return planModifiedError(message('it has the id of another plan'));
    const maker = findPlanMember({ key: header.makerKey, by: header.by }, members);
    return maker === undefined ? planModifiedError(message('no member of the team has signed it')) : header;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.exit === EXIT.blocked ? error : planModifiedError(message('its first line was changed'));
  }
}
