import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND } from '../../support/cli.ts';
import { CTRL_C, ENTER, type PtyOptions, startInPty, startProgramInPty } from '../../support/pty.ts';
import { documentOf, openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  await Promise.all(['paid-1', 'paid-2', 'paid-3'].map((id) => shop.pay(id)));
  const sale = ['sale', '--phone', '77071234567', '--amount', '10', '--payment-id', 'open-1', '--wait', 'otp'];
  expect(await shop.run(sale)).toMatchObject({ exit: 0 });
  const live = [
    '--project-id',
    String(shop.projectId),
    '--gate-url',
    shop.url,
    '--secret-env',
    'SHOP_SECRET',
    '--live',
  ];
  expect(await shop.run(['profiles', 'add', 'real', ...live])).toMatchObject({ exit: 0 });
});
afterAll(() => shop.close());

const open = (args: readonly string[], options: PtyOptions = {}) =>
  startInPty(args, { ...options, env: { ...shop.env, SHOP_SECRET: shop.secret, ...options.env } });

const refund = (paymentId: string) => ['refund', paymentId, '--amount', '250.00'];

/** What the platform knows to have been refunded. */
const refundsOf = async (paymentId: string): Promise<number> => {
  const { operations } = documentOf(await shop.run(['status', paymentId, '--json']));
  return (operations as { type: string }[]).filter(({ type }) => type === 'refund').length;
};

describe('a refund in a terminal', () => {
  it.concurrent('is not sent when the user just presses Enter', async () => {
    const terminal = open(refund('paid-1'));
    await terminal.shows('test: no real money');
    await terminal.shows('Refund 250.00 KZT (25000 minor units) of paid-1?');
    await terminal.shows('(y/N)');
    terminal.type(ENTER);
    const { exit, text } = await terminal.finished;
    expect(exit).toBe(7);
    expect(text).toContain('Nothing was sent');
    expect(await refundsOf('paid-1')).toBe(0);
  });

  it.concurrent('is sent when the user answers yes', async () => {
    const terminal = open([...refund('paid-2'), '--wait']);
    await terminal.shows('(y/N)');
    terminal.type(`y${ENTER}`);
    const { exit, text } = await terminal.finished;
    expect(exit).toBe(0);
    expect(text).toContain('partially refunded');
    expect(await refundsOf('paid-2')).toBe(1);
  });

  it.concurrent('warns in capitals about real money', async () => {
    const terminal = open([...refund('paid-1'), '--profile', 'real']);
    await terminal.shows('LIVE, real money of profile real');
    terminal.type(`n${ENTER}`);
    expect((await terminal.finished).exit).toBe(7);
  });

  it.concurrent('asks nothing with --no-input or ROCKETPAY_NO_INPUT', async () => {
    const sessions = await Promise.all([
      open([...refund('paid-1'), '--no-input']).finished,
      open(refund('paid-1'), { env: { ROCKETPAY_NO_INPUT: '1' } }).finished,
    ]);
    for (const { exit, text } of sessions) {
      expect(exit).toBe(7);
      expect(text).toContain('--confirm 250.00');
      expect(text).not.toContain('(y/N)');
    }
  });

  it.concurrent('is cancelled with Ctrl-C, and the terminal is restored', async () => {
    const line = `stty -a; '${process.execPath}' '${COMMAND}' ${refund('paid-3').join(' ')}; echo "exit $?"; stty -a; echo over; read -r key`;
    const terminal = startProgramInPty('sh', ['-c', line], { env: shop.env });
    await terminal.shows('(y/N)');
    terminal.type(CTRL_C);
    // A pseudo-terminal may lose what was written just before its end.
    await terminal.shows('over');
    terminal.type(ENTER);
    const { data, text } = await terminal.finished;
    expect(text).toContain('exit 130');
    expect(text).toContain('Nothing was sent');
    const [before, after] = text.match(/speed [\s\S]*?-?extproc|speed [\s\S]*?echoke[^\n]*/g) ?? [];
    expect(before).toContain(' echo ');
    expect(after).toBe(before);
    expect(data.lastIndexOf('\x1b[?25h')).toBeGreaterThanOrEqual(data.lastIndexOf('\x1b[?25l'));
    expect(await refundsOf('paid-3')).toBe(0);
  });
});

describe('a terminal', () => {
  it.concurrent('shows a question for the code that the customer got', async () => {
    const terminal = open(['otp', 'open-1', '--wait']);
    await terminal.shows('The code that the customer got:');
    terminal.type(`${await shop.code('open-1')}${ENTER}`);
    const { exit, text } = await terminal.finished;
    expect(exit).toBe(0);
    expect(text).toContain('success');
  });

  it.concurrent('shows the cursor again when waiting ends with Ctrl-C', async () => {
    const id = 'open-2';
    await shop.run(['sale', '--phone', '77071234567', '--amount', '10', '--payment-id', id, '--wait', 'otp']);
    const terminal = open(['wait', id]);
    await terminal.shows('awaiting clarification');
    terminal.type(CTRL_C);
    const { exit, data, text } = await terminal.finished;
    expect(exit).toBe(130);
    expect(text).toContain(`rocketpay wait ${id}`);
    expect(data.lastIndexOf('\x1b[?25h')).toBeGreaterThanOrEqual(data.lastIndexOf('\x1b[?25l'));
  });

  it.concurrent('does not show a typed secret', async () => {
    const secret = 'typed-canary-5uFq1';
    const terminal = open(['profiles', 'add', 'typed', '--test']);
    await terminal.shows('Project id:');
    terminal.type(`1234${ENTER}`);
    await terminal.shows('Secret key (not shown):');
    for (const key of secret) terminal.type(key);
    terminal.type(ENTER);
    const { exit, data } = await terminal.finished;
    expect(exit).toBe(0);
    expect(data).not.toContain(secret);
    expect(data).not.toContain(secret.slice(0, 6));
    const signed = await shop.run(['sign', '--profile', 'typed'], { input: '{"a":1}' });
    const expected = await shop.run(['sign'], { input: '{"a":1}', env: { ROCKETPAY_SECRET_KEY: secret } });
    expect(signed.out).toBe(expected.out);
  });

  it.concurrent('gets the advice to pipe a body in when sign - has no input', async () => {
    const { exit, text } = await open(['sign']).finished;
    expect(exit).toBe(2);
    expect(text).toContain('Pipe the text in');
  });

  it.concurrent('of 40 columns gets errors whose words are whole', async () => {
    const args = ['refund', 'paid-1', '--amount', '1,000', '--no-color'];
    const narrow = await open(args, { columns: 40 }).finished;
    const wide = await open(args, { columns: 200 }).finished;
    expect(narrow.exit).toBe(2);
    const lines = narrow.text.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
    expect(narrow.text.trim().split(/\s+/)).toEqual(wide.text.trim().split(/\s+/));
  });
});
