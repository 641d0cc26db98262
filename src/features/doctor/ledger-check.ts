import { orAborted, withDeadline } from '#async/deadline';
import type { Context } from '#context';
import type { CheckResult } from '#domain/doctor/health-check';
import type { Machine } from '#domain/doctor/system-probe';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { formatMode, isPrivate, privateFileCommand } from '#domain/files/file-permissions';
import { isLoopbackUrl } from '#domain/network/this-machine';
import type { TeamStatus } from '#domain/team/team';
import { fail, ok, skipped, warn } from './check-results.ts';

/** Time limit of the check of a team's ledger, in milliseconds. */
const TEAM_MS = 15_000;

/** Checks the ledger in use: the file of this machine, or the server of a team and this user's place in it. */
export async function checkLedger(
  { offline }: { readonly offline: boolean },
  machine: Machine,
  context: Context,
): Promise<CheckResult> {
  const { isShared, place } = await context.ledgerPlace();
  if (!isShared) return checkLocal(machine, context);
  if (offline) return skipped(`${place}: --offline`);
  const late = new Failure(EXIT.unavailable, 'no_answer', `${place} did not answer in ${TEAM_MS / 1000} s.`);
  const status = await withDeadline(TEAM_MS, late, context, (signal) =>
    orAborted(
      context.team().then((team) => team?.status()),
      signal,
    ),
  );
  return status === undefined ? checkLocal(machine, context) : checkTeam(status);
}

async function checkLocal(machine: Machine, context: Context): Promise<CheckResult> {
  const { readOnly } = await context.ledger();
  if (readOnly !== undefined) return warn(withoutPoint(readOnly.message), readOnly.hint ?? '');
  const file = `${machine.dataFolder}/ledger.db`;
  const mode = await machine.fileMode(file);
  if (mode !== undefined && !isPrivate(mode)) {
    return warn(`others have access to ${file}: mode ${formatMode(mode)}`, privateFileCommand(file));
  }
  return ok(file);
}

function checkTeam(status: TeamStatus): CheckResult {
  const { problem, member, tls, place } = status;
  if (problem !== undefined) return fail(withoutPoint(problem.message), problem.hint);
  if (tls === 'unchecked')
    return warn(
      `the certificate of ${place} is not checked: anyone on the network path can read and change the ledger`,
      'Leave out sslmode=no-verify, and name the certificate authority with sslrootcert=<file>',
    );
  if (tls === 'off' && !isLoopbackUrl(place))
    return warn(`the connection to ${place} is not encrypted`, 'Leave out sslmode=disable');
  if (member?.role === 'reader')
    return warn(
      `${describe(status)}; a reader cannot write`,
      'An administrator gives another role: rocketpay ledger accept <name> --fingerprint <text> --role support',
    );
  return ok(describe(status));
}

/** Commits wait for the disk: a server with `fsync` off is a failure of the status. */
function describe({ place, version, tls, latencyMilliseconds, clockOffsetMilliseconds, member }: TeamStatus): string {
  const seconds = Math.round(Math.abs(clockOffsetMilliseconds) / 1000);
  const clock =
    seconds === 0 ? 'agrees' : `is ${seconds} s ${clockOffsetMilliseconds > 0 ? 'ahead' : 'behind'}; the server counts`;
  return [
    `${place}, PostgreSQL ${version}, ${tls === 'off' ? 'no TLS' : 'TLS'}`,
    `answers in ${latencyMilliseconds} ms, commits wait for the disk`,
    `the clock of this machine ${clock}`,
    ...(member === undefined ? [] : [`you are ${member.name}, ${member.role}`]),
  ].join('; ');
}

const withoutPoint = (text: string): string => text.replace(/\.$/, '');
