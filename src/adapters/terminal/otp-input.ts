import type { Clock } from '#async/clock';
import { canResend, describeCodeProblem, normalizeCode, type OtpClocks } from '#domain/otp/otp-state';
import type { OtpQuestion as Asked, OtpAnswer } from '#domain/terminal/terminal';
import { timeLeft } from './otp-screen.ts';

/** How a person is asked for a code. */
export interface OtpQuestion extends Asked {
  /** Whose seconds the question waits. */
  readonly clock: Clock;
}

/** What a person has typed so far, and what has to be said to it. */
export interface Entry {
  readonly typed: string;
  /** In words that follow the clocks. */
  readonly notice: ((clocks: OtpClocks) => string | undefined) | undefined;
  /** An odd code: the next Enter sends it, once the doubt has been on the screen. */
  readonly doubted: string | undefined;
  /** True from the first to the last key of a paste, where the terminal tells. */
  readonly pasting: boolean;
}

/** A key as readline names it. */
interface Key {
  readonly name: string;
  readonly ctrl?: boolean;
}

/** A code has 3 to 10 digits; this leaves room for what is pasted between them, in a narrow terminal too. */
const MAX_TYPED = 20;

/** A line as it begins. */
export const newEntry = (typed = ''): Entry => ({
  typed,
  notice: undefined,
  doubted: undefined,
  pasting: false,
});

/**
 * What comes of a key: an answer, or the line with what has to be said to it.
 *
 * @param line what readline has made of its line
 * @param seen whether the notice of `entry` has been on the screen
 */
export function applyKey(
  entry: Entry,
  key: Key,
  line: string,
  { clocks, seen }: { readonly clocks: OtpClocks; readonly seen: boolean },
): Entry | OtpAnswer {
  switch (key.name) {
    case 'paste-start':
      return { ...entry, pasting: true };
    case 'paste-end':
      return { ...entry, pasting: false };
    case 'return':
    case 'enter':
      // A line end in what is pasted is no wish of anybody.
      return entry.pasting ? entry : entered(entry, clocks, seen);
    case 'n':
      return key.ctrl === true ? newCode(entry, clocks) : edited(entry, line);
    default:
      return edited(entry, line);
  }
}

/**
 * What comes of Enter.
 *
 * @param seen whether the notice of `entry` has been on the screen
 */
export function entered(entry: Entry, clocks: OtpClocks, seen: boolean): Entry | OtpAnswer {
  const code = normalizeCode(entry.typed);
  if (code === '') return newCode(entry, clocks);
  const trouble = describeCodeProblem(code);
  if (trouble === undefined || (seen && entry.doubted === code)) return { kind: 'code', code };
  return { ...entry, notice: () => `${trouble}; Enter again sends it anyway`, doubted: code };
}

/** What comes of the wish for a new code. */
function newCode(entry: Entry, clocks: OtpClocks): Entry | OtpAnswer {
  if (canResend(clocks)) return { kind: 'resend', typed: entry.typed };
  return { ...entry, notice: whyNoNewCode, doubted: undefined };
}

/** Why no new code may be asked for; undefined when one may. */
function whyNoNewCode(clocks: OtpClocks): string | undefined {
  if (canResend(clocks)) return undefined;
  if (clocks.resendsLeft === 0) return 'no new code is left for this payment';
  return `not yet: a new code is possible in ${timeLeft(clocks.resendIn)}`;
}

/** What comes of a key that may have changed the line. */
function edited(entry: Entry, line: string): Entry {
  const text = visible(line);
  const typed = shortened(text);
  if (typed !== text) return { ...entry, typed, notice: tooLong, doubted: undefined };
  return typed === entry.typed ? entry : { ...entry, typed, notice: undefined, doubted: undefined };
}

const tooLong = () => `too long for a code: its first ${MAX_TYPED} characters are kept, Ctrl-U clears the line`;

/** As much of a line as can be a code. */
export const shortened = (line: string): string => [...line].slice(0, MAX_TYPED).join('');

/** Without what cannot be seen: what is pasted from a chat may carry it, and a code never has it. */
export const visible = (line: string): string =>
  line.replace(/[\t\u2028\u2029]/g, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '');
