import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND } from '../../support/cli.ts';
import { CTRL_C, ENTER, startProgramInPty } from '../../support/pty.ts';
import { openShop, type Shop, wrongCode } from '../support/shop.ts';
import {
  CTRL_N,
  CTRL_Z,
  DOWN,
  expectRestored,
  lastMessage,
  openWizard,
  openWizardInShell,
  order,
  platformWord,
} from '../support/wizard.ts';

let shop: Shop;
let hasty: Shop;
beforeAll(async () => {
  // Codes of the second one live two seconds of real time.
  [shop, hasty] = await Promise.all([openShop(), openShop(['--otp-ttl', '80s'])]);
  const project = ['--project-id', String(shop.projectId), '--gate-url', shop.url, '--secret-env', 'SHOP_SECRET'];
  expect(await shop.run(['profiles', 'add', 'real', ...project, '--live'])).toMatchObject({ exit: 0 });
});
afterAll(() => Promise.all([shop.close(), hasty.close()]));

const ON_TEST = ['--profile', 'sandbox'];

describe('the wizard in a terminal', () => {
  it.concurrent('leads from the profile to a partial refund, with a wrong code in between', async () => {
    const phone = '77071234501';
    const script = join(shop.folder, 'same-as-script.sh');
    const terminal = openWizardInShell(shop, ['--save-script', script]);
    await terminal.shows('Which profile?');
    await terminal.shows('LIVE: real money');
    terminal.type(ENTER);
    await terminal.shows('Operators Activ, Altel, Beeline, Kcell, Tele2');
    await terminal.shows('Phone of the payer');
    terminal.type('8 707 123-45-01');
    await terminal.shows('77071234501, perhaps Tele2');
    terminal.type(ENTER);
    await terminal.shows('Amount in KZT');
    terminal.type('1000');
    await terminal.shows('1000.00 KZT');
    terminal.type(ENTER);
    for (const words of [phone, '1000.00 KZT (100000 minor units)', 'sandbox, project', 'test: no real money']) {
      await terminal.shows(words);
    }
    await terminal.shows('Request this payment?');
    terminal.type(ENTER);
    await terminal.shows('Accepted: the result of the sale is not known yet');
    await terminal.shows('The code from the SMS:');
    await terminal.shows('code valid for 0:');
    await terminal.shows('(3 of 3 left)');
    const { id, code } = await lastMessage(shop, phone);
    terminal.type(`${wrongCode(code)}${ENTER}`);
    await terminal.shows('rong');
    await terminal.shows('code valid for 0:');
    terminal.type(`${code.slice(0, 3)}-${code.slice(3)} ${ENTER}`);
    await terminal.shows('Status    success');
    await terminal.shows('1000.00 KZT is left');
    terminal.type(`${DOWN}${DOWN}${ENTER}`);
    await terminal.shows('How much');
    terminal.type(`250.00${ENTER}`);
    await terminal.shows(`Refund 250.00 KZT (25000 minor units) of ${id}?`);
    terminal.type(`y${ENTER}`);
    await terminal.shows('Refunded: 250.00 KZT');
    await terminal.shows('750.00 KZT is left');
    terminal.type(ENTER);
    const session = await terminal.finished;
    expect(session.text).toContain('exit 0');
    expect(session.text).toContain(`rocketpay otp ${id} - --wait --profile sandbox`);
    expect(session.text).toContain(`rocketpay refund ${id} --amount 250.00 --confirm 250.00 --wait --profile sandbox`);
    expectRestored(session);
    expect(await platformWord(shop, id)).toEqual({
      status: 'partially refunded',
      left: 75_000,
      operations: ['sale success', 'refund success'],
    });
    const saved = await readFile(script, 'utf8');
    expect((await stat(script)).mode & 0o777).toBe(0o700);
    expect(saved).toContain('set -euo pipefail');
    for (const canary of [shop.secret, code]) expect(saved).not.toContain(canary);
  });

  it.concurrent('continues a payment that was interrupted while the code was typed', async () => {
    const phone = '77071234502';
    const first = openWizardInShell(shop, ON_TEST);
    await order(first, phone, '300');
    first.type(ENTER);
    await first.shows('The code from the SMS:');
    await first.shows('code valid for 0:');
    first.type('12');
    await first.shows('12');
    first.type(CTRL_C);
    const left = await first.finished;
    const { id, code } = await lastMessage(shop, phone);
    expect(left.text).toContain('exit 130');
    expect(left.text).toContain('when it was last read');
    expect(left.text.replaceAll('\n', ' ')).toMatch(
      new RegExp(`rocketpay interactive --continue ${id} --profile +sandbox`),
    );
    expectRestored(left);

    const second = openWizard(shop, ['--continue', id, ...ON_TEST]);
    await second.shows('The code from the SMS:');
    await second.shows('(3 of 3 left)');
    second.type(`${code}${ENTER}`);
    await second.shows('300.00 KZT is left');
    second.type(ENTER);
    expect(await second.finished).toMatchObject({ exit: 0 });
    expect(await platformWord(shop, id)).toMatchObject({ status: 'success', operations: ['sale success'] });
  });

  it.concurrent('sends nothing when it is interrupted at its first question', async () => {
    const terminal = openWizardInShell(shop, ON_TEST);
    await terminal.shows('Phone of the payer');
    terminal.type(CTRL_C);
    const session = await terminal.finished;
    expect(session.text).toContain('exit 130');
    expect(session.text).toContain('Nothing was sent');
    expectRestored(session);
  });

  it.concurrent('uses a live profile only after its name was typed', async () => {
    const terminal = openWizard(shop, ['--profile', 'real'], { env: { SHOP_SECRET: shop.secret } });
    await terminal.shows('Profile real is LIVE and moves real money');
    terminal.type(`y${ENTER}`);
    await terminal.shows('Type real to continue');
    terminal.type(`\x15real${ENTER}`);
    await terminal.shows('Phone of the payer');
    terminal.type(CTRL_C);
    expect((await terminal.finished).exit).toBe(130);
  });

  it.concurrent('reports an expired code, and accepts the new one that it recommends', async () => {
    const phone = '77071234503';
    const terminal = openWizard(hasty, ON_TEST);
    await order(terminal, phone, '300');
    terminal.type(ENTER);
    await terminal.shows('probably expired');
    terminal.type(`${(await lastMessage(hasty, phone)).code}${ENTER}`);
    await terminal.shows('has expired');
    await terminal.shows('new code possible now');
    terminal.type(CTRL_N);
    await terminal.shows('A new code has been sent');
    await terminal.shows('(2 of 3 left)');
    terminal.type(`${(await lastMessage(hasty, phone)).code}${ENTER}`);
    await terminal.shows('300.00 KZT is left');
    terminal.type(ENTER);
    const { exit, text } = await terminal.finished;
    expect(exit).toBe(0);
    expect(text).not.toContain('Too early');
  });

  it.concurrent('shows its question again after Ctrl-Z and fg, and reads keys again', async () => {
    const line =
      'set -m; "$NODE" "$PROGRAM" interactive --profile sandbox; echo "the shell is back"; fg; echo "exit $?"';
    const env = { ...shop.env, NODE: process.execPath, PROGRAM: COMMAND };
    const terminal = startProgramInPty('bash', ['-c', line], { env, columns: 80 });
    await terminal.shows('Phone of the payer');
    terminal.type(CTRL_Z);
    await terminal.shows('the shell is back');
    await terminal.shows('interactive --profile sandbox');
    await terminal.shows('Phone of the payer');
    terminal.type('87071234504');
    await terminal.shows('77071234504, perhaps Tele2');
    terminal.type(CTRL_C);
    expect((await terminal.finished).text).toContain('exit 130');
  });

  it.concurrent('reports before the first question that its script cannot be written', async () => {
    const script = join(shop.folder, 'is-there.sh');
    await writeFile(script, 'mine');
    const terminal = openWizard(shop, [...ON_TEST, '--save-script', script]);
    const { exit, text } = await terminal.finished;
    expect(exit).toBe(2);
    expect(text).toContain(script);
    expect(await readFile(script, 'utf8')).toBe('mine');
    expect(text).not.toContain('Phone of the payer');
  });

  it.concurrent('shows the payer and the amount before it sends, even with --quiet', async () => {
    const terminal = openWizard(shop, [...ON_TEST, '--quiet']);
    await order(terminal, '77071234505', '300');
    terminal.type(CTRL_C);
    const { text } = await terminal.finished;
    expect(text).toContain('300.00 KZT (30000 minor units)');
    expect(text).toContain('test: no real money');
  });

  it.concurrent('names the taken port', async () => {
    const { port } = new URL(shop.url);
    const { exit, text } = await openWizard(shop, [...ON_TEST, '--listen', port]).finished;
    expect(text).not.toContain('This should not happen');
    expect(text).toContain(port);
    expect([2, 4]).toContain(exit);
  });
});
