import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CTRL_C, ENTER, startInPty } from '../../support/pty.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { type Passage, startUnsteadyProxy, type UnsteadyProxy } from '../support/unsteady-proxy.ts';

const ORDER = 'order-1981';

let shop: Shop;
let proxy: UnsteadyProxy;
/** What the network does to refunds. */
let passage: Passage = {};
let tellSent = (): void => {};
beforeAll(async () => {
  shop = await openShop(['--speed', '4']);
  proxy = await startUnsteadyProxy(shop.url, {
    passage: ({ path }) => (path.endsWith('/refund') ? passage : undefined),
    onSent: ({ path }) => {
      if (path.endsWith('/refund')) tellSent();
    },
  });
  shop.through(proxy.url);
  // No code to submit: the sandbox accepts this one immediately.
  const sale = ['sale', '--phone', '77000000001', '--amount', '1000', '--wait'];
  for (const id of [ORDER, 'order-2']) {
    expect(await shop.run([...sale, '--payment-id', id])).toMatchObject({ exit: 0 });
  }
});
afterAll(async () => {
  await proxy.close();
  await shop.close();
});

/** Types a command line into a terminal of 80 columns. */
const open = (...args: readonly string[]) => startInPty(args, { env: shop.env, columns: 80 });

interface Screen {
  readonly exit: number;
  readonly text: string;
}

/** Lines that were too wide for the screen. */
const wide: string[] = [];

/** The final text of the screen; fails when it has a value that means nothing to a reader. */
async function read(terminal: ReturnType<typeof open>): Promise<Screen> {
  const { exit, text } = await terminal.finished;
  // A question and a spinner are drawn again in their place, by what draws them.
  const lines = text.split('\n').filter((line) => !/\(y\/N\)|\? Refund|✔|[⠀-⣿]/.test(line));
  wide.push(...lines.filter((line) => [...line].length > 80));
  expect(text).not.toMatch(/undefined|null|NaN|\[object|not_yet/);
  return { exit, text };
}

const see = (...args: readonly string[]): Promise<Screen> => read(open(...args));

/** Answers the question of a refund with yes. */
async function agree(...args: readonly string[]): Promise<Screen> {
  const terminal = open(...args);
  await terminal.shows('(y/N)');
  terminal.type(`y${ENTER}`);
  return read(terminal);
}

const intentIn = ({ text }: Screen): string => /in-[0-9a-z]+/.exec(text)?.[0] ?? '';

describe('a support employee', () => {
  let lost = '';

  it('finds the payment by the phone of the customer', async () => {
    const { text } = await see('history', '--phone', '+7 700 000 00 01');
    expect(text).toContain(ORDER);
    expect(text).toMatch(/sale\s+done\s+1000\.00 KZT/);
  });

  it('refunds a part after the summary', async () => {
    const { exit, text } = await agree('refund', ORDER, '--amount', '300', '--wait');
    expect(exit).toBe(0);
    expect(text).toMatch(/Paid\s+1000\.00 KZT/);
    expect(text).toMatch(/Left\s+1000\.00 KZT/);
    expect(text).toMatch(/Profile\s+sandbox, project \d+, test: no real money/);
  });

  it('is shown the first refund when the same part is refunded again', async () => {
    const screen = await see('refund', ORDER, '--amount', '300');
    expect(screen.exit).toBe(7);
    expect(screen.text).toMatch(/Refunded\s+300\.00 KZT/);
    expect(screen.text).toContain('was already refunded');
    expect(screen.text).toContain('--again --reason');
    expect(screen.text).toContain(`rocketpay receipt ${intentIn(screen)}`);
  });

  it('cannot refund more than is left', async () => {
    const { exit, text } = await see('refund', ORDER, '--amount', '800');
    expect(exit).toBe(7);
    expect(text).toContain('more than what is left');
    expect(text).toContain('--full');
  });

  it('refunds the rest, loses the connection, and reads the next command', async () => {
    passage = { lose: 'answer' };
    const { exit, text } = await agree('refund', ORDER, '--full');
    passage = {};
    lost = /rocketpay resume (in-[0-9a-z]+)/.exec(text)?.[1] ?? '';
    expect(exit).toBe(6);
    expect(text).toContain('Currently left of order-1981: 700.00 KZT');
    expect(text).toContain('Do not retry.');
    expect(lost).not.toBe('');
  });

  it('is reminded of the unknown refund by pending and by every command that asks the platform', async () => {
    expect((await see('status', ORDER)).text).toContain('not known yet: rocketpay pending');
    const { text } = await see('pending');
    expect(text).toContain('700.00 KZT');
    expect(text).toContain(`Next: rocketpay resume ${lost}`);
  });

  it('is blocked with the resume command when the refund is tried again', async () => {
    const { exit, text } = await see('refund', ORDER, '--amount', '50');
    expect(exit).toBe(7);
    expect(text).toContain(`rocketpay resume ${lost}`);
    // What may be the same money is counted once.
    expect(text).not.toMatch(/Refunded\s+1000\.00 KZT[\s\S]*In progress\s+700\.00 KZT/);
  });

  it('resumes the unknown refund, and nothing is pending', async () => {
    const { exit, text } = await see('resume', lost, '--wait');
    expect({ exit, text }).toEqual({ exit: 0, text: expect.stringContaining('refund 700.00 KZT of order-1981: done') });
    expect((await see('pending')).text).toContain('Every write in this ledger has a final result');
    expect((await see('refund', ORDER, '--full')).text).toMatch(/cannot be refunded|already refunded/);
  });

  it('prints the receipt', async () => {
    const { exit, text } = await see('receipt', lost);
    expect(exit).toBe(0);
    for (const words of [/State\s+done/, /Amount\s+700\.00 KZT/, /begun/, /answered/, /found/, /Hash\s+[0-9a-f]{64}/]) {
      expect(text).toMatch(words);
    }
  });

  it('presses Ctrl-C during a refund, and resumes it', async () => {
    passage = { backMilliseconds: 30_000 };
    const sent = new Promise<void>((resolve) => {
      tellSent = resolve;
    });
    const terminal = open('refund', 'order-2', '--amount', '100');
    await terminal.shows('(y/N)');
    terminal.type(`y${ENTER}`);
    await sent;
    terminal.type(CTRL_C);
    const screen = await read(terminal);
    passage = {};
    expect(screen.exit).toBe(6);
    expect(screen.text).toContain('Do not retry.');
    const resumed = await see('resume', /rocketpay resume (in-[0-9a-z]+)/.exec(screen.text)?.[1] ?? '', '--wait');
    expect(resumed).toEqual({ exit: 0, text: expect.stringContaining('refund 100.00 KZT of order-2: ') });
  });

  it('has a complete history and audit trail', async () => {
    const { text } = await see('history', '--kind', 'refund');
    expect(text.match(/^\d{4}-\d\d-\d\d .* refund /gm)).toHaveLength(3);
    expect(text).toContain('Refunds: ');
    expect((await see('audit', 'verify')).text).toContain('intact:');
  });

  it('has seen no line wider than 80 columns', () => {
    expect(wide).toEqual([]);
  });
});

describe('a sandbox with --speed', () => {
  it('resolves a lost refund as one in real time does', async () => {
    const fast = await openShop(['--speed', '200']);
    const sale = ['sale', '--phone', '77000000001', '--amount', '1000', '--payment-id', 'fast-1', '--wait'];
    const network = await startUnsteadyProxy(fast.url, {
      passage: ({ path }) => (path.endsWith('/refund') ? { lose: 'answer' } : undefined),
    });
    fast.through(network.url);
    expect(await fast.run(sale)).toMatchObject({ exit: 0 });
    const refund = await fast.run(['refund', 'fast-1', '--amount', '100', '--confirm', '100']);
    expect(refund.exit).toBe(6);
    const resumed = await fast.run(['resume', '--all', '--wait', '--deadline', '5s', '--json']);
    await network.close();
    await fast.close();
    expect(JSON.parse(resumed.out)).toMatchObject({ open: 0, resumed: [{ state: 'done' }] });
  });
});
