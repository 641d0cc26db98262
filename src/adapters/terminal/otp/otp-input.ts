import type { Clock } from '#async/clock';
import { message, type Text } from '#domain/language/message';
import { describeCodeProblem, normalizeCode } from '#domain/otp/otp-code';
import { canResend, type OtpClocks } from '#domain/otp/otp-state';
import type { OtpQuestion as Asked, OtpAnswer } from '#domain/terminal/terminal';
import { formatTimeLeft } from './otp-screen.ts';

/** The question for an OTP, with its clock. */
export interface OtpQuestion extends Omit<Asked, 'message' | 'news'> {
  readonly message: string;
  readonly news: () => string | undefined;
  readonly clock: Clock;
}

/** The typed text, and the message about it. */
export interface Entry {
  readonly typed: string;
  /** Message about the typed text, which can depend on the clocks. */
  readonly notice: ((clocks: OtpClocks) => Text | undefined) | undefined;
  /** An unusual code. The next Enter sends it, if the message about it was on the screen. */
  readonly doubted: string | undefined;
  /** True from the first to the last key of a paste, if the terminal marks them. */
  readonly pasting: boolean;
}

/** A key of readline. */
interface Key {
  readonly name: string;
  readonly ctrl?: boolean;
}

/** Maximum length of the typed text: a code of 3 to 10 digits with pasted characters between them. */
const MAX_TYPED = 20;

/** Returns the initial entry. */
export const newEntry = (typed: string): Entry => ({
  typed,
  notice: undefined,
  doubted: undefined,
  pasting: false,
});

/**
 * Returns the answer or the new entry after a key.
 *
 * @param line the line of readline after the key
 * @param seen true if the message of `entry` was on the screen
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
      // A line end inside of a paste is not an answer.
      return entry.pasting ? entry : applyEnter(entry, clocks, seen);
    case 'n':
      return key.ctrl === true ? requestNewCode(entry, clocks) : applyEdit(entry, line);
    default:
      return applyEdit(entry, line);
  }
}

/**
 * Returns the answer or the new entry after Enter.
 *
 * @param seen true if the message of `entry` was on the screen
 */
export function applyEnter(entry: Entry, clocks: OtpClocks, seen: boolean): Entry | OtpAnswer {
  const code = normalizeCode(entry.typed);
  if (code === '') return requestNewCode(entry, clocks);
  const problem = describeCodeProblem(code);
  if (problem === undefined || (seen && entry.doubted === code)) return { kind: 'code', code };
  return { ...entry, notice: () => message('{problem}; Enter again sends it anyway', { problem }), doubted: code };
}

/** Returns the answer or the new entry after a request for a new code. */
function requestNewCode(entry: Entry, clocks: OtpClocks): Entry | OtpAnswer {
  if (canResend(clocks)) return { kind: 'resend', typed: entry.typed };
  return { ...entry, notice: whyNoNewCode, doubted: undefined };
}

/** Returns the reason why no new code is possible; undefined if it is possible. */
function whyNoNewCode(clocks: OtpClocks): Text | undefined {
  if (canResend(clocks)) return undefined;
  if (clocks.resendsLeft === 0) return message('no new code is left for this payment');
  return message('not yet: a new code is possible in {time}', { time: formatTimeLeft(clocks.resendIn) });
}

/** Returns the entry after a key that can have changed the line. */
function applyEdit(entry: Entry, line: string): Entry {
  const text = visible(line);
  const typed = shortened(text);
  if (typed !== text) return { ...entry, typed, notice: tooLong, doubted: undefined };
  return typed === entry.typed ? entry : { ...entry, typed, notice: undefined, doubted: undefined };
}

const tooLong = () =>
  message('too long for a code: its first {count} characters are kept, Ctrl-U clears the line', { count: MAX_TYPED });

/** Cuts a line to the maximum length. */
export const shortened = (line: string): string => [...line].slice(0, MAX_TYPED).join('');

/** Removes invisible characters, which a paste from a chat can contain. */
export const visible = (line: string): string =>
  line.replace(/[\t\u2028\u2029]/g, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '');
