import { maskText } from '#domain/encoding/mask-personal-data';
import { EXIT, type ExitCode } from '#domain/errors/exit-codes';
import { isJsonObject, type Json } from '#domain/json/exact-json';

/** What was found. */
export interface CheckResult {
  readonly status: 'ok' | 'warn' | 'fail' | 'skipped';
  /** What is so, for people. */
  readonly message: string;
  /** What to do about it. */
  readonly fix?: string | undefined;
  /** What a failed one stands for: this machine, project or key (4), or only the way to the Gate (5). */
  readonly exit?: typeof EXIT.credentials | typeof EXIT.unavailable;
}

/** One thing that was looked at. */
export interface Check extends CheckResult {
  readonly name: string;
}

/** All that was looked at, in its order. */
export interface Checkup {
  readonly healthy: boolean;
  readonly checks: readonly Check[];
}

/** The exit code of a checkup: what is wrong on this machine (4) comes before what is wrong on the way (5). */
export function checkupExit({ checks }: Checkup): ExitCode {
  const failed = checks.filter(({ status }) => status === 'fail');
  if (failed.length === 0) return EXIT.done;
  return failed.every(({ exit }) => exit === EXIT.unavailable) ? EXIT.unavailable : EXIT.credentials;
}

/**
 * A report for other people: each text in it without the name of the home folder and without personal data (see
 * {@link maskText}). Values are masked before they become JSON, which writes a `\\` of Windows in another way.
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
