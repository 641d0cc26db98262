import type { Context } from '#context';
import { credentialsFailure } from '#domain/errors/failure';
import type { TeamMember } from '#domain/team/member';
import type { Team } from '#domain/team/team';
import type { CommandDocument } from '#schemas/document-types';

/** @throws {Failure} (credentials) when no ledger of a team is set. */
export async function openTeam({ team }: Pick<Context, 'team'>): Promise<Team> {
  const opened = await team();
  if (opened !== undefined) return opened;
  throw credentialsFailure(
    'no_team',
    'The ledger in use is not shared with a team.',
    'Name the shared one: rocketpay ledger use postgres://anna@db.example.com/rocketpay',
  );
}

export const toMemberDocument = ({ joinedAt, ...member }: TeamMember): CommandDocument<'ledger join'> => ({
  ...member,
  joinedAt: new Date(joinedAt).toISOString(),
});
