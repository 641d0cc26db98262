import { EXIT, type ExitCode } from './exit-codes.ts';

/** What was found. */
export interface Finding {
  readonly status: 'ok' | 'warn' | 'fail' | 'skipped';
  /** What is so, for people. */
  readonly message: string;
  /** What to do about it. */
  readonly fix?: string | undefined;
  /** What a failed one stands for: this machine, project or key (4), or only the way to the Gate (5). */
  readonly exit?: typeof EXIT.credentials | typeof EXIT.unavailable;
}

/** One thing that was looked at. */
export interface Check extends Finding {
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
 * A text for strangers: without the home folder's name, without what looks like a phone number, an e-mail address
 * or a password in a URL.
 */
export function withoutPersons(text: string, home: string): string {
  return (home.length > 1 ? text.replaceAll(home, '~') : text)
    .replace(/\/\/[^/\s@"]+@/g, '//[masked]@')
    .replace(/[^\s"'@]+@[^\s"'@]+\.\w+/g, '[e-mail]')
    .replace(/(?<![\w.-])\+?\d{10,13}(?![\w.-])/g, '[phone]');
}
