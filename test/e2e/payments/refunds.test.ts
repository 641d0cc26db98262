import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CTRL_C, ENTER, startInPty } from '../../support/pty.ts';
import { openShop, type Shop } from '../support/shop.ts';

const ORDERS = ['order-1', 'order-2', 'order-3', 'order-4', 'order-5'];

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  await Promise.all(ORDERS.map((id) => shop.pay(id)));
});
afterAll(() => shop.close());

/** Plans a refund of some amount of every order. */
async function plan(amount: string, name: string): Promise<string> {
  const file = join(shop.folder, `${name}.csv`);
  await writeFile(file, ['payment_id,amount', ...ORDERS.map((id) => `${id},${amount}`), ''].join('\n'));
  expect(await shop.run(['refunds', 'plan', file])).toMatchObject({ exit: 0 });
  return `${name}.plan.jsonl`;
}

const open = (...args: readonly string[]) =>
  startInPty(['refunds', ...args], { env: shop.env, columns: 80, cwd: shop.folder });

const show = async (file: string) =>
  JSON.parse((await shop.run(['refunds', 'show', file, '--json'], { cwd: shop.folder })).out);

describe('refunds apply in a terminal', () => {
  it('asks for the total, shows the progress, and names the next command', async () => {
    const file = await plan('10.00', 'typed');
    const mistaken = open('apply', file);
    await mistaken.shows('type the total of the plan, in KZT:');
    mistaken.type(`5.00${ENTER}`);
    await mistaken.shows('That is not the total of this plan.');
    mistaken.type(CTRL_C);
    const refused = await mistaken.finished;
    expect(refused).toMatchObject({ exit: 130, text: expect.stringContaining('Nothing was sent') });

    const typing = open('apply', file);
    await typing.shows('type the total of the plan, in KZT:');
    typing.type(`50.00${ENTER}`);
    await typing.shows('to go');
    const { exit, text } = await typing.finished;
    expect(exit).toBe(0);
    expect(text).toMatch(/5 +50\.00 KZT +accepted, no result yet/);
    expect(text).toContain(`Results: rocketpay refunds apply ${file} --profile sandbox --wait`);
    const lines = `${refused.text}\n${text}`.split('\n').filter((line) => !/[⠀-⣿]|\? To refund|✔/.test(line));
    expect(lines.filter((line) => [...line].length > 80)).toEqual([]);
  });

  it('finishes the requests in progress after Ctrl-C, and the same command continues', async () => {
    const file = await plan('11.00', 'interrupted');
    const words = ['apply', file, '--confirm', '55', '--rate', '2', '--concurrency', '2'];
    const running = open(...words);
    await running.shows('to go');
    running.type(CTRL_C);
    const { exit, text } = await running.finished;
    expect(exit).toBe(130);
    expect(text).toContain('To continue, run the same');
    const { outcomes } = await show(file);
    expect(outcomes).toMatchObject({ unknown: { rows: 0 }, sending: { rows: 0 } });
    expect(outcomes.left.rows).toBeGreaterThan(0);
    const rest = await open('apply', file, '--confirm', '55', '--rate', '0').finished;
    expect(rest).toMatchObject({ exit: 0, text: expect.stringContaining('Continuing with the') });
    expect(await show(file)).toMatchObject({ complete: true, outcomes: { left: { rows: 0 } } });
  });
});

describe('refunds apply with a closed stdout', () => {
  it('sends all refunds', async () => {
    const file = await plan('13.00', 'unread');
    const words = ['refunds', 'apply', file, '--confirm', '65.00', '--json', '--rate', '3'];
    const running = shop.start(words, { cwd: shop.folder });
    await running.shows('"outcome"');
    running.stopReading();
    expect(await running.finished).toMatchObject({ exit: 0 });
    expect(await show(file)).toMatchObject({ complete: true, outcomes: { left: { rows: 0 } } });
  });
});

describe('two processes that apply the same plan', () => {
  it('send each row once: the second process is refused', async () => {
    const file = await plan('12.00', 'twice');
    const words = ['refunds', 'apply', file, '--confirm', '60.00', '--json'];
    const first = shop.start([...words, '--rate', '2'], { cwd: shop.folder });
    await first.shows('"outcome"');
    // However slow this machine is, the first does not end before the second begins.
    first.kill('SIGSTOP');
    const second = await shop.run(words, { cwd: shop.folder });
    first.kill('SIGCONT');
    expect(second).toMatchObject({
      exit: 7,
      out: '',
      err: expect.stringContaining('Another process is applying this plan'),
    });
    expect(await first.finished).toMatchObject({ exit: 0 });
    const { out } = await shop.run(['history', '--kind', 'refund', '--json', '--limit', '100']);
    expect(out.match(/"amountMinor":1200/g)).toHaveLength(ORDERS.length);
  });
});
