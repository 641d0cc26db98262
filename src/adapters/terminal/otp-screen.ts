import { canResend, type OtpClocks } from '#domain/otp/otp-state';
import type { Style } from '#domain/terminal/terminal';
import { sanitizeText, wrap } from './sanitize.ts';

/** What is on the screen while a person types a code. */
export interface OtpScreen {
  readonly message: string;
  readonly typed: string;
  readonly clocks: OtpClocks;
  /** What goes on elsewhere. */
  readonly news: string | undefined;
  /** What has to be said to what was typed. */
  readonly notice: string | undefined;
}

const INDENT = '  ';
const BAR = 20;
const HURRY_SECONDS = 15;

/** Time left as people read a clock, `0:57`. Parts of a second count as a whole one: `0:00` is really over. */
export function timeLeft(milliseconds: number): string {
  const seconds = secondsLeft(milliseconds);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** How long what is shown stays true: until one of the clocks shows another second, and a second at most. */
export function untilNextSecond({ codeLeft, resendIn }: OtpClocks): number {
  const running = [codeLeft, resendIn].filter((left) => left > 0);
  return Math.min(1000, ...running.map((left) => left % 1000 || 1000));
}

/** How the time of a code stands: its last seconds are few enough to say so. */
export function urgencyOf(milliseconds: number): 'calm' | 'hurry' | 'over' {
  if (milliseconds <= 0) return 'over';
  return secondsLeft(milliseconds) <= HURRY_SECONDS ? 'hurry' : 'calm';
}

/** The line that is typed in. Its last characters are what was typed. */
export function questionLine({ message, typed }: OtpScreen, style: Style, columns: number): string {
  const words = shortest(columns, [sanitizeText(message), 'Code:'], (text) => `? ${text} ${typed}`);
  return `${style.accent('?')} ${style.bold(words)} ${typed}`;
}

/** The lines under it: the two clocks, what goes on, and what the keys do. None is wider than the terminal. */
export function linesUnder({ clocks, news, notice }: OtpScreen, style: Style, columns: number): readonly string[] {
  const clock = (texts: readonly string[]) => INDENT + shortest(columns, texts, (text) => INDENT + text);
  const words = (text: string | undefined) => (text === undefined ? [] : wrapped(sanitizeText(text), columns));
  const { codeLeft, resendIn } = clocks;
  return [
    { calm: style.good, hurry: style.warn, over: style.bad }[urgencyOf(codeLeft)](clock(codeText(clocks))),
    (canResend(clocks) || (clocks.resendsLeft > 0 && urgencyOf(resendIn) === 'hurry') ? style.accent : style.dim)(
      clock(resendText(clocks)),
    ),
    ...words(news).map(style.warn),
    ...words(notice).map(style.warn),
    ...words(keysHint(clocks)).map(style.dim),
  ];
}

/** The line that stays when the question is answered. */
export function answeredLine(message: string, answer: string, style: Style, columns: number): string {
  const words = shortest(columns, [sanitizeText(message), 'Code:'], (text) => `${text} ${answer}`);
  return `${style.bold(words)} ${style.accent(answer)}`;
}

/** How long the code is valid, from the most words to the fewest; a bar only in the first. */
export function codeText({ codeLeft, lifetime: life }: OtpClocks): readonly [withBar: string, string, ...string[]] {
  const valid = `code valid for ${timeLeft(codeLeft)}`;
  const filled = Math.min(BAR, Math.max(0, Math.ceil((codeLeft / life) * BAR) || 0));
  const withBar = `${valid} [${'#'.repeat(filled)}${'-'.repeat(BAR - filled)}]`;
  switch (urgencyOf(codeLeft)) {
    case 'calm':
      return [withBar, valid];
    case 'hurry':
      return [`${withBar} hurry, it expires soon`, `${valid}: hurry, it expires soon`, `${valid}: hurry`, valid];
    case 'over':
      return [
        `${withBar} it has probably expired`,
        `${valid}: it has probably expired`,
        '0:00: the code has probably expired',
        'probably expired',
      ];
  }
}

/** When a new code is possible, from the most words to the fewest. */
export function resendText(clocks: OtpClocks): readonly [string, ...string[]] {
  const { resendIn, resendsLeft, resends } = clocks;
  if (resendsLeft === 0) return [`no new code left (${resends} of ${resends} used)`, 'no new code left'];
  const left = `(${resendsLeft} of ${resends} left)`;
  if (canResend(clocks)) {
    return [
      `new code possible now ${left}: press Enter on an empty line`,
      `new code possible now ${left}`,
      `new code now ${left}`,
      'new code now',
    ];
  }
  const soon = urgencyOf(resendIn) === 'hurry' ? 'soon, in' : 'in';
  const time = `${soon} ${timeLeft(resendIn)}`;
  return [`new code possible ${time} ${left}`, `new code ${time} ${left}`, `new code ${time}`];
}

/** What the keys do now. */
function keysHint(clocks: OtpClocks): string {
  const send = urgencyOf(clocks.codeLeft) === 'over' ? 'Enter sends it anyway' : 'Enter sends the code';
  const newCode = canResend(clocks) ? ['an empty line or Ctrl-N: a new code'] : [];
  return [send, ...newCode, 'Ctrl-C leaves'].join(', ');
}

const secondsLeft = (milliseconds: number): number => Math.max(0, Math.ceil(milliseconds / 1000));

/** The first text that fits; of the last one as much as fits. The last column stays free: some terminals wrap there. */
function shortest(columns: number, texts: readonly string[], lineOf: (text: string) => string): string {
  const fitting = texts.find((text) => widthOf(lineOf(text)) < columns);
  if (fitting !== undefined) return fitting;
  const last = texts.at(-1) ?? '';
  return last.slice(0, Math.max(0, columns - 1 - widthOf(lineOf(''))));
}

/** Broken between words, and inside of words that are wider than the terminal. */
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
    if (widthOf(part + character) > width) parts.push(character);
    else parts[parts.length - 1] = part + character;
  }
  return parts;
}

/** Columns that a text takes at most: beyond the alphabets near ours a character may be two wide. */
const widthOf = (text: string): number =>
  [...text].reduce((width, character) => width + (character < '\u1100' ? 1 : 2), 0);
