import { sanitizeText } from '#adapters/terminal/sanitize';
import { countColumns, wrap } from '#adapters/terminal/wrap-text';
import { joinTexts, message, type Text } from '#domain/language/message';
import { canResend, type OtpClocks } from '#domain/otp/otp-state';
import type { Style } from '#domain/terminal/terminal';

/** Content of the screen while the user types an OTP. */
export interface OtpScreen {
  readonly message: string;
  readonly typed: string;
  readonly clocks: OtpClocks;
  /** Latest event of the payment. */
  readonly news: string | undefined;
  /** Message about the typed text. */
  readonly notice: Text | undefined;
}

const INDENT = '  ';
const BAR = 20;
const HURRY_SECONDS = 15;

/** Formats remaining milliseconds as `0:57`. It rounds up to seconds, so `0:00` has really expired. */
export function formatTimeLeft(milliseconds: number): string {
  const seconds = secondsLeft(milliseconds);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Returns the time until a shown clock changes, in milliseconds; at most a second. */
export function getTimeToChange({ codeLeft, resendIn }: OtpClocks): number {
  const running = [codeLeft, resendIn].filter((left) => left > 0);
  return Math.min(1000, ...running.map((left) => left % 1000 || 1000));
}

/** Returns how urgent the remaining time is: `hurry` in the last seconds. */
export function getUrgency(milliseconds: number): 'calm' | 'hurry' | 'expired' {
  if (milliseconds <= 0) return 'expired';
  return secondsLeft(milliseconds) <= HURRY_SECONDS ? 'hurry' : 'calm';
}

/** Returns the input line, which ends with the typed text. */
export function questionLine({ message: question, typed }: OtpScreen, style: Style, columns: number): string {
  const words = shortest(columns, [sanitizeText(question), style.say('Code:')], (text) => `? ${text} ${typed}`);
  return `${style.accent('?')} ${style.bold(words)} ${typed}`;
}

/** Returns the lines below the input line: the two clocks, the messages and the keys. None is wider than the terminal. */
export function linesUnder({ clocks, news, notice }: OtpScreen, style: Style, columns: number): readonly string[] {
  const clock = (texts: readonly Text[]) => INDENT + shortest(columns, texts.map(style.show), (text) => INDENT + text);
  const words = (text: Text | undefined) =>
    text === undefined ? [] : wrapped(sanitizeText(style.show(text)), columns);
  const { codeLeft, resendIn } = clocks;
  return [
    { calm: style.good, hurry: style.warn, expired: style.bad }[getUrgency(codeLeft)](clock(codeText(clocks))),
    (canResend(clocks) || (clocks.resendsLeft > 0 && getUrgency(resendIn) === 'hurry') ? style.accent : style.dim)(
      clock(resendText(clocks)),
    ),
    ...words(news).map(style.warn),
    ...words(notice).map(style.warn),
    ...words(keysHint(clocks)).map(style.dim),
  ];
}

/** Returns the line that stays on the screen after the answer. */
export function answeredLine(question: string, answer: string, style: Style, columns: number): string {
  const words = shortest(columns, [sanitizeText(question), style.say('Code:')], (text) => `${text} ${answer}`);
  return `${style.bold(words)} ${style.accent(answer)}`;
}

/** Returns texts for the remaining time of the code, the longest first; only the first has a bar. */
export function codeText({ codeLeft, lifetime }: OtpClocks): readonly [withBar: Text, Text, ...Text[]] {
  const valid = message('code valid for {time}', { time: formatTimeLeft(codeLeft) });
  const filled = Math.min(BAR, Math.max(0, Math.ceil((codeLeft / lifetime) * BAR) || 0));
  const withBar = joinTexts([valid, `[${'#'.repeat(filled)}${'-'.repeat(BAR - filled)}]`], ' ');
  switch (getUrgency(codeLeft)) {
    case 'calm':
      return [withBar, valid];
    case 'hurry':
      return [
        joinTexts([withBar, message('hurry, it expires soon')], ' '),
        message('{valid}: hurry, it expires soon', { valid }),
        message('{valid}: hurry', { valid }),
        valid,
      ];
    case 'expired':
      return [
        joinTexts([withBar, message('it has probably expired')], ' '),
        message('{valid}: it has probably expired', { valid }),
        message('0:00: the code has probably expired'),
        message('probably expired'),
      ];
  }
}

/** Returns texts for the time until a new code is possible, the longest first. */
export function resendText(clocks: OtpClocks): readonly [Text, ...Text[]] {
  const { resendIn, resendsLeft, resends } = clocks;
  if (resendsLeft === 0)
    return [message('no new code left ({resends} of {resends} used)', { resends }), message('no new code left')];
  const left = message('({left} of {resends} left)', { left: resendsLeft, resends });
  if (canResend(clocks)) {
    return [
      message('new code possible now {left}: press Enter on an empty line', { left }),
      message('new code possible now {left}', { left }),
      message('new code now {left}', { left }),
      message('new code now'),
    ];
  }
  const time = formatTimeLeft(resendIn);
  if (getUrgency(resendIn) === 'hurry') {
    return [
      message('new code possible soon, in {time} {left}', { time, left }),
      message('new code soon, in {time} {left}', { time, left }),
      message('new code soon, in {time}', { time }),
    ];
  }
  return [
    message('new code possible in {time} {left}', { time, left }),
    message('new code in {time} {left}', { time, left }),
    message('new code in {time}', { time }),
  ];
}

/** Returns the current meaning of the keys. */
function keysHint(clocks: OtpClocks): Text {
  const isExpired = getUrgency(clocks.codeLeft) === 'expired';
  const send = isExpired ? message('Enter sends it anyway') : message('Enter sends the code');
  const newCode = canResend(clocks) ? message('an empty line or Ctrl-N: a new code') : undefined;
  return joinTexts([send, newCode, message('Ctrl-C leaves')], ', ');
}

const secondsLeft = (milliseconds: number): number => Math.max(0, Math.ceil(milliseconds / 1000));

/** Returns the first text that fits, else the beginning of the last one. The last column stays free: some terminals wrap there. */
function shortest(columns: number, texts: readonly string[], lineOf: (text: string) => string): string {
  const fitting = texts.find((text) => countColumns(lineOf(text)) < columns);
  if (fitting !== undefined) return fitting;
  const last = texts.at(-1) ?? '';
  return last.slice(0, Math.max(0, columns - 1 - countColumns(lineOf(''))));
}

/** Breaks a text between words, and inside of words that are wider than the terminal. */
function wrapped(text: string, columns: number): string[] {
  const width = Math.max(2, columns - 1 - INDENT.length);
  return wrap(text, width)
    .split('\n')
    .flatMap((line) => pieces(line, width))
    .map((line) => INDENT + line);
}

function pieces(line: string, width: number): string[] {
  const parts = [''];
  for (const character of line) {
    const part = parts.at(-1) ?? '';
    if (countColumns(part + character) > width) parts.push(character);
    else parts[parts.length - 1] = part + character;
  }
  return parts;
}
