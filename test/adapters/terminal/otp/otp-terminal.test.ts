import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CTRL_C, ENTER, startProgramInPty } from '../../../support/pty.ts';

/** A program that asks for a code which is valid for a minute, and prints the answer. */
const SOURCE = `
import { systemClock } from './src/async/clock.ts';
import { askOtp } from './src/adapters/terminal/otp/otp-prompt.ts';
import { PLAIN } from './src/domain/terminal/plain-style.ts';
const end = systemClock.elapsed() + 60_000;
const clocks = () => {
  const left = Math.max(0, end - systemClock.elapsed());
  return { codeLeft: left, resendIn: left, resendsLeft: 2, resends: 3, life: 60_000, platformLeft: 0 };
};
const { stdin: input, stderr: output } = process;
const streams = { input, output, signal: new AbortController().signal, style: PLAIN, columns: () => output.columns };
const question = { message: 'Code:', clocks, news: () => undefined, clock: systemClock };
askOtp(question, streams).then((answer) => console.log(JSON.stringify(answer)));
`;

const CTRL_Z = '\x1a';
const program = join(tmpdir(), `rocketpay-otp-${process.pid}-${Math.random().toString(36).slice(2)}.cjs`);

beforeAll(async () => {
  const stdin = { contents: SOURCE, resolveDir: '.' };
  await build({ stdin, bundle: true, platform: 'node', format: 'cjs', outfile: program, logLevel: 'silent' });
});
afterAll(() => rm(program, { force: true }));

/** Runs it in a shell that says how the terminal is set before and after. */
const start = (line: string) =>
  startProgramInPty('sh', ['-c', `stty -a; ${line}; stty -a; echo "the shell has ended"; read -r key`], {
    env: { NODE: process.execPath, PROGRAM: program },
    lastText: 'the shell has ended',
  });

const settingsIn = (text: string) => text.match(/speed [\s\S]*?-?extproc|speed [\s\S]*?echoke[^\n]*/g) ?? [];

describe('the OTP prompt in a real terminal', () => {
  it.concurrent('shows the typed text again after the program was suspended', async () => {
    const terminal = start('set -m; "$NODE" "$PROGRAM"; echo "the shell is back"; read go; fg');
    await terminal.shows('code valid for 1:00');
    terminal.type('04');
    await terminal.shows('04');
    terminal.type(CTRL_Z);
    await terminal.shows('the shell is back');
    terminal.type(ENTER);
    await terminal.shows('? Code: 04');
    await terminal.shows('Ctrl-C leaves');
    terminal.type('2');
    await terminal.shows('? Code: 042');
    terminal.type(`0${ENTER}`);
    const { text } = await terminal.finished;
    expect(text).toContain('Code: 0420\n{"kind":"code","code":"0420"}');
    const [before, after] = settingsIn(text);
    expect(before).toContain(' echo ');
    expect(after).toBe(before);
  });

  it.concurrent('restores the terminal after Ctrl-C', async () => {
    const terminal = start('"$NODE" "$PROGRAM"');
    await terminal.shows('Ctrl-C leaves');
    terminal.type('042');
    await terminal.shows('? Code: 042');
    terminal.type(CTRL_C);
    const { data, text } = await terminal.finished;
    expect(text).toContain('Code: 042 (not sent)\n{"kind":"leave","typed":"042"}');
    const [before, after] = settingsIn(text);
    expect(after).toBe(before);
    expect(data.lastIndexOf('\x1b[?25h')).toBeGreaterThanOrEqual(data.lastIndexOf('\x1b[?25l'));
    expect(data.lastIndexOf('\x1b[?2004l')).toBeGreaterThan(data.lastIndexOf('\x1b[?2004h'));
  });
});
