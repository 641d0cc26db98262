import { PassThrough } from 'node:stream';
import { COLORS } from '#adapters/terminal/color-style';
import { createTerminal } from '#adapters/terminal/terminal';
import { systemClock } from '#async/clock';
import type { Settings } from '#context';
import { ENGLISH } from '#domain/language/translator';
import { PLAIN } from '#domain/terminal/plain-style';
import type { Terminal } from '#domain/terminal/terminal';

/** A stream that says that it is a terminal, or that it is none, and keeps what is written to it. */
class FakeStream extends PassThrough {
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  /** True after the reader has closed it. */
  gone = false;
  /** Why nothing can be written. */
  problem: string | undefined;
  #written = '';

  constructor({ isTTY = false, columns }: { readonly isTTY?: boolean; readonly columns?: number | undefined } = {}) {
    super();
    this.isTTY = isTTY;
    this.columns = columns;
    this.on('data', (chunk) => {
      this.#written += chunk;
    });
  }

  get stream(): this {
    return this;
  }

  /** All that was written so far. */
  get written(): string {
    return this.#written;
  }

  setRawMode(): this {
    return this;
  }

  clearLine(): boolean {
    return this.write('\u001b[2K');
  }

  cursorTo(column: number): boolean {
    return this.write(`\u001b[${column + 1}G`);
  }

  moveCursor(): boolean {
    return true;
  }
}

const SETTINGS: Settings = {
  profile: undefined,
  json: false,
  field: undefined,
  quiet: false,
  verbose: false,
  debug: false,
  color: false,
  dumb: false,
  language: undefined,
  input: true,
  timeoutMilliseconds: 30_000,
  insecure: false,
};

/** Which of the three streams are terminals. */
export type Screens = {
  readonly stdin?: boolean;
  readonly stdout?: boolean;
  readonly stderr?: boolean;
  readonly columns?: number;
};

/** Input and outputs are terminals. */
export const TERMINALS: Screens = { stdin: true, stdout: true, stderr: true };

/** A terminal on fake streams. Without a word of it no stream is a terminal. */
export function terminalOn(settings: Partial<Settings> = {}, screens: Screens = {}) {
  const stdin = new PassThrough() as PassThrough & { isTTY?: boolean };
  stdin.isTTY = screens.stdin === true;
  const stdout = new FakeStream({ isTTY: screens.stdout === true });
  const stderr = new FakeStream({ isTTY: screens.stderr === true, columns: screens.columns });
  const interrupt = new AbortController();
  const all: Settings = { ...SETTINGS, ...settings };
  const style = all.color ? COLORS : PLAIN;
  const terminal: Terminal = createTerminal(
    { stdin, stdout, stderr },
    all,
    interrupt.signal,
    systemClock,
    style,
    ENGLISH,
  );
  return { terminal, stdin, stdout, stderr, interrupt };
}

/** What must not reach a screen from outside: characters that are not seen, but the line end. */
export const UNSAFE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
