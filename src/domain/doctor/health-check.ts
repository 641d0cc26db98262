import { EXIT, type ExitCode } from '#domain/errors/exit-codes';

/** Result of a health check. */
export interface CheckResult {
  readonly status: 'ok' | 'warn' | 'fail' | 'skipped';
  /** Finding of the check. */
  readonly message: string;
  /** Next step. */
  readonly fix?: string | undefined;
  /** Exit code of a failed check: 4 for this machine, project or key, 5 for the connection to the Gate. */
  readonly exit?: typeof EXIT.credentials | typeof EXIT.unavailable;
}

/** A health check with its result. */
export interface Check extends CheckResult {
  readonly name: string;
}

/** All health checks, in their order. */
export interface Checkup {
  readonly healthy: boolean;
  readonly checks: readonly Check[];
}

/** Returns the exit code: a problem of this machine, project or key (4) overrides one of the connection (5). */
export function checkupExit({ checks }: Checkup): ExitCode {
  const failed = checks.filter(({ status }) => status === 'fail');
  if (failed.length === 0) return EXIT.done;
  return failed.every(({ exit }) => exit === EXIT.unavailable) ? EXIT.unavailable : EXIT.credentials;
}
