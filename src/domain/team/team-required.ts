import { credentialsFailure, type Failure } from '#domain/errors/failure';

/** Returns the failure of a command that needs the ledger of a team, where the ledger of this machine is in use. */
export const noTeamFailure = (): Failure =>
  credentialsFailure(
    'no_team',
    'The ledger in use is not shared with a team.',
    'Name the shared one: rocketpay ledger use postgres://anna@db.example.com/rocketpay',
  );
