import { maskText } from '#domain/encoding/mask-sensitive-data';
import { EXIT, type ExitCode } from '#domain/errors/exit-codes';
import { isJsonObject, type Json } from '#domain/json/exact-json';

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

/**
 * Masks the texts of a report for other people: names of home folders, and what {@link maskText} masks. Do this before the report
 * becomes JSON, which escapes the `\\` of Windows.
 */
export function redactPersonalData(report: Json, home: string): Json {
  if (Array.isArray(report)) return report.map((item) => redactPersonalData(item, home));
  if (isJsonObject(report)) {
    return Object.fromEntries(Object.entries(report).map(([key, value]) => [key, redactPersonalData(value, home)]));
  }
  return typeof report === 'string' ? maskText(withoutHome(report, home)) : report;
}

/** Returns a text without the name of the home folder, and without the user name in a path of another home folder. */
function withoutHome(text: string, home: string): string {
  const own = home.length < 2 ? text : text.replaceAll(home, '~').replaceAll(home.replaceAll('\\', '/'), '~');
  return own.replace(/([\\/](?:home|Users))([\\/])[^\\/\s"']+/gi, '$1$2[user]');
}
