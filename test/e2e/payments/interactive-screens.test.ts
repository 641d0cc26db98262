import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CTRL_C, ENTER, startInPty } from '../../support/pty.ts';
import { openShop, type Shop, wrongCode } from '../support/shop.ts';
import {
  expectRestored,
  lastMessage,
  linesOf,
  openWizard,
  openWizardInShell,
  order,
  platformWord,
} from '../support/wizard.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const ON_TEST = ['--profile', 'sandbox'];

describe('the wizard in a narrow or simple terminal', () => {
  it.concurrent('has no line wider than 40 columns, and still reports a wrong code', async () => {
    const phone = '77071234506';
    const terminal = openWizard(shop, ON_TEST, { columns: 40, env: { NO_COLOR: '1' } });
    await order(terminal, phone, '1000');
    terminal.type(ENTER);
    await terminal.shows('code valid for 0:');
    const { code } = await lastMessage(shop, phone);
    terminal.type(`${wrongCode(code)}${ENTER}`);
    await terminal.shows('rong');
    await terminal.shows('code valid for 0:');
    terminal.type(`${code}${ENTER}`);
    await terminal.shows('1000.00 KZT is left');
    terminal.type(ENTER);
    const { exit, data } = await terminal.finished;
    expect(exit).toBe(0);
    // Commands stay whole: they are there to be pasted.
    const [finished = ''] = data.split('The same steps as commands:');
    expect(linesOf(finished).filter((line) => [...line].length > 40)).toEqual([]);
  });

  it.concurrent('writes lines and no escape codes where TERM is dumb', async () => {
    const phone = '77071234507';
    const terminal = openWizardInShell(shop, ON_TEST, { env: { TERM: 'dumb' } });
    await terminal.shows('Phone of the payer');
    terminal.type(`${phone}${ENTER}`);
    await terminal.shows('Amount in KZT');
    terminal.type(`300${ENTER}`);
    await terminal.shows('Request this payment?');
    terminal.type(`1${ENTER}`);
    await terminal.shows('code valid for 0:');
    await terminal.shows('The code from the SMS:');
    const { id, code } = await lastMessage(shop, phone);
    terminal.type(`${wrongCode(code)}${ENTER}`);
    await terminal.shows('rong');
    terminal.type(`${code}${ENTER}`);
    await terminal.shows('300.00 KZT is left');
    terminal.type(`1${ENTER}`);
    const session = await terminal.finished;
    expect(session.data).not.toContain('\x1b');
    expect(session.text).toContain('exit 0');
    expect(session.text.match(/code valid for/g)?.length).toBeLessThan(5);
    expectRestored(session);
    expect((await platformWord(shop, id)).status).toBe('success');
  });

  it.concurrent.each([
    ['its output is no terminal', [], {}],
    ['it must not ask', ['--no-input'], {}],
    ['the environment forbids asking', [], { ROCKETPAY_NO_INPUT: '1' }],
  ])('asks nothing where %s, and names the flags', async (_, args, env) => {
    const piped = Object.keys(env).length === 0 && args.length === 0;
    const finished = piped
      ? await shop.run(['interactive', ...ON_TEST])
      : await openWizard(shop, [...ON_TEST, ...args], { env }).finished;
    const said = 'err' in finished ? finished.err : finished.text;
    expect(finished.exit).toBe(2);
    for (const flag of ['--phone', '--amount', '--wait otp', 'rocketpay otp']) expect(said).toContain(flag);
    expect(said).not.toContain('Phone of the payer');
  });
});

describe('the demo in a terminal', () => {
  it.concurrent('is the wizard, with the SMS beside the question for its code', async () => {
    const terminal = startInPty(['demo', '--speed', '5'], { columns: 80, env: { ROCKETPAY_CONFIG_DIR: shop.folder } });
    await terminal.shows('runs on a sandbox of the platform');
    await terminal.shows('Phone of the payer');
    await terminal.shows('77071234567');
    terminal.type(ENTER);
    await terminal.shows('Amount in KZT');
    terminal.type(`1000${ENTER}`);
    await terminal.shows('Request this payment?');
    terminal.type(ENTER);
    await terminal.shows('The code from the SMS:');
    await terminal.shows('code valid for 0:1');
    await terminal.shows('SMS to 7707•••••67: ');
    terminal.type(CTRL_C);
    const { exit, text } = await terminal.finished;
    expect(exit).toBe(130);
    expect(text).toMatch(/SMS to 7707•••••67: \d{4,8}\b/);
  });
});
