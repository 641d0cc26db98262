import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { COMMAND } from '../../support/cli.ts';
import { ENTER, startInPty, startProgramInPty } from '../../support/pty.ts';
import { openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  await shop.pay('paid-1');
  const sale = ['sale', '--phone', '77071234567', '--amount', '10', '--payment-id', 'open-1', '--wait', 'otp'];
  expect(await shop.run(sale)).toMatchObject({ exit: 0 });
});
afterAll(() => shop.close());

const QUESTIONS: readonly (readonly [words: string, shown: string])[] = [
  ['refund paid-1 --amount 250.00', '(y/N)'],
  ['otp open-1', 'The code that the customer got'],
  ['profiles add other --project-id 7', 'ecret'],
  ['interactive', '?'],
];

describe('a terminal that disappears during a question', () => {
  it.each(QUESTIONS)('ends "%s" with its own exit code and without a core file', async (words, shown) => {
    const file = join(shop.folder, `exit-of-${words.split(' ')[0]}`);
    // The shell outlives its terminal, and writes down how the command ended: 128 and more for a signal.
    const line = `trap '' HUP; '${process.execPath}' '${COMMAND}' ${words}; echo "exit $?" > '${file}'`;
    const terminal = startProgramInPty('sh', ['-c', line], { env: shop.env });
    await terminal.shows(shown);
    terminal.takeAway();
    await vi.waitUntil(() => existsSync(file) && readFileSync(file, 'utf8') !== '', { timeout: 60_000 });
    expect(readFileSync(file, 'utf8')).toBe('exit 130\n');
  });
});

describe('a signal during a question', () => {
  it.each(['HUP', 'QUIT', 'TERM'])('(%s) restores the terminal', async (signal) => {
    const [words = '', shown = ''] = QUESTIONS[2] ?? [];
    const line = `stty -a; sh -c 'echo "pid $$"; exec "${process.execPath}" "${COMMAND}" ${words}'; echo "exit $?"; stty -a; echo over; read -r key`;
    const terminal = startProgramInPty('sh', ['-c', line], { env: shop.env });
    await terminal.shows(shown);
    const [, pid] = /pid (\d+)/.exec(terminal.text()) ?? [];
    process.kill(Number(pid), `SIG${signal}`);
    await terminal.shows('over');
    terminal.type(ENTER);
    const { data, text } = await terminal.finished;
    expect(text).toContain('exit 130');
    const [before, after] = text.match(/speed [\s\S]*?-?extproc|speed [\s\S]*?echoke[^\n]*/g) ?? [];
    expect(before).toContain(' echo ');
    expect(after).toBe(before);
    expect(data.lastIndexOf('\x1b[?25h')).toBeGreaterThanOrEqual(data.lastIndexOf('\x1b[?25l'));
  });
});

describe('a terminal without a size', () => {
  it.each([
    ['0', '0'],
    ['1', '1'],
  ])('of %s x %s lets a command that waits end, with its own exit code', async (columns, rows) => {
    const words = 'smoke --sandbox';
    const line = `stty cols ${columns} rows ${rows}; exec '${process.execPath}' '${COMMAND}' ${words}`;
    const { exit, data } = await startProgramInPty('sh', ['-c', line], { env: shop.env }).finished;
    expect({ exit, much: data.length > 100_000 }).toEqual({ exit: 0, much: false });
  });

  it('shows no animation without colour, and no warning of Node.js', async () => {
    const env = { ...shop.env, FORCE_COLOR: '1' };
    const { exit, text } = await startInPty(['status', 'paid-1', '--no-color'], { env }).finished;
    expect(exit).toBe(0);
    expect(text).not.toContain('NO_COLOR');
  });
});
