import { credentialsFailure, type Failure } from '#domain/errors/failure';
import { message } from '#domain/language/message';

/** Returns the failure of a command that needs the ledger of a team, where the ledger of this machine is in use. */
export const noTeamFailure = (): Failure =>
  credentialsFailure(
    'no_team',
    message('The ledger in use is not shared with a team.'),
    message('Name the shared one: rocketpay ledger use postgres://anna@db.example.com/rocketpay'),
  );
