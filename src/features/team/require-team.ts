import type { Context } from '#context';
import type { TeamMember } from '#domain/team/member';
import type { Team } from '#domain/team/team';
import { noTeamFailure } from '#domain/team/team-required';
import type { CommandDocument } from '#schemas/document-types';

/** @throws {Failure} (credentials) when no ledger of a team is set. */
export async function requireTeam({ team }: Pick<Context, 'team'>): Promise<Team> {
  const opened = await team();
  if (opened !== undefined) return opened;
  throw noTeamFailure();
}

export const toMemberDocument = ({ joinedAt, ...member }: TeamMember): CommandDocument<'ledger join'> => ({
  ...member,
  joinedAt: new Date(joinedAt).toISOString(),
});
