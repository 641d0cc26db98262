import { expect } from 'vitest';
import { COMMAND } from '../../support/cli.ts';
import { ENTER, type PtyOptions, startInPty, startProgramInPty, type Terminal } from '../../support/pty.ts';
import { documentOf, type Shop } from './shop.ts';

export const DOWN = '\x1b[B';
export const CTRL_N = '\x0e';
export const CTRL_Z = '\x1a';

/** Starts the wizard of this shop in a terminal. */
export const openWizard = (shop: Shop, args: readonly string[], options: PtyOptions = {}): Terminal =>
  startInPty(['interactive', ...args], { columns: 80, ...options, env: { ...shop.env, ...options.env } });

/** The same in a shell, which tells the state of the terminal before and after, and the exit code. */
export function openWizardInShell(shop: Shop, args: readonly string[], options: PtyOptions = {}): Terminal {
  const lastText = 'the shell has ended';
  const line = `stty -a; "$NODE" "$PROGRAM" interactive "$@"; echo "exit $?"; stty -a; echo "${lastText}"; read -r key`;
  const env = { ...shop.env, NODE: process.execPath, PROGRAM: COMMAND, ...options.env };
  return startProgramInPty('sh', ['-c', line, 'wizard', ...args], { columns: 80, lastText, ...options, env });
}

/** Fails unless the wizard restored the terminal of the shell, with the cursor shown. */
export function expectRestored({ data, text }: Awaited<Terminal['finished']>): void {
  const [before, after, ...more] = text.match(/speed [\s\S]*?-?extproc|speed [\s\S]*?echoke[^\n]*/g) ?? [];
  expect(more).toEqual([]);
  expect(before).toContain(' echo ');
  expect(before).toContain(' icanon ');
  expect(after).toBe(before);
  expect(data.lastIndexOf('\x1b[?25h')).toBeGreaterThanOrEqual(data.lastIndexOf('\x1b[?25l'));
  expect(data.lastIndexOf('\x1b[?2004l')).toBeGreaterThanOrEqual(data.lastIndexOf('\x1b[?2004h'));
}

/** Says who pays how much, up to the card that is looked at before anything is sent. */
export async function order(terminal: Terminal, phone: string, amount: string): Promise<void> {
  await terminal.shows('Phone of the payer');
  terminal.type(`${phone}${ENTER}`);
  await terminal.shows('Amount in KZT');
  terminal.type(`${amount}${ENTER}`);
  await terminal.shows('Request this payment?');
}

/** What the sandbox has sent to a phone. Each test has a phone of its own. */
export async function lastMessage(shop: Shop, phone: string): Promise<{ readonly id: string; readonly code: string }> {
  const sent = (await (await fetch(`${shop.url}/sandbox/messages`)).json()) as Record<string, string>[];
  const { payment_id: id = '', code = '' } = sent.filter((message) => message.phone === phone).at(-1) ?? {};
  return { id, code };
}

/** A payment at the platform: its status, the amount left, and its operations as `type status`. */
export async function platformWord(shop: Shop, paymentId: string) {
  const { payment, operations } = documentOf(
    await shop.run(['status', paymentId, '--json', '--profile', 'sandbox']),
  ) as {
    payment: { status: string; sum: { amount: number } };
    operations: { type: string; status: string }[];
  };
  const done = operations.map(({ type, status }) => `${type} ${status}`);
  return { status: payment.status, left: payment.sum.amount, operations: done };
}

/** The lines that were on the screen at any time: what moves the cursor ends a line. */
export const linesOf = (data: string): string[] =>
  data
    .replace(/\x1b\[[0-9;]*m/g, '')
    .split(/\x1b\[[0-9;?]*[A-Za-z]|[\r\n]+/)
    .filter((line) => line !== '');
