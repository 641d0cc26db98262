import { describe, expect, it } from 'vitest';
import { NOWHERE, startHandler } from '../../../support/handler.ts';
import { documentsOf, expectPromised } from '../../../support/session.ts';
import { openLedger, run, verifies } from '../callback-shop.ts';

describe('a stress test', () => {
  const stressTest = ['trigger', 'purchase.success', '--storm', '--speed', '100000', '--to'];
  const key = (bytes: Buffer): string => {
    const { payment, operation } = JSON.parse(bytes.toString());
    return [payment.id, payment.status, operation.id].join();
  };

  it('cannot tell from answers alone whether a handler does its work once', async () => {
    const handler = await startHandler(verifies);
    const finished = await run(await openLedger(), ...stressTest, handler.url, '--json');
    expect(finished.exit).toBe(0);
    const documents = documentsOf(finished.out);
    for (const one of documents) expectPromised(one, 'trigger');
    expect(documents.at(-1)).toMatchObject({
      idempotent: null,
      verdict: 'unknown',
      sent: handler.handled.length,
      findings: [],
      warnings: [],
    });
    const kinds = new Set(documents.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['first', 'repeat', 'late', 'reordered', 'concurrent', undefined]));
    const keys = handler.handled.map(({ bytes }) => key(bytes));
    expect(new Set(keys).size).toBe(5);
    expect(keys.length).toBeGreaterThan(10);
  });

  it('finds a handler that refuses repeated callbacks, and repeats them as the platform does', async () => {
    const seen = new Set<string>();
    const handler = await startHandler(({ bytes }) => {
      const known = seen.has(key(bytes));
      seen.add(key(bytes));
      return known ? 409 : 200;
    });
    const finished = await run(await openLedger(), ...stressTest, handler.url);
    expect(finished.exit).toBe(3);
    expect(finished.out).toContain('retry');
    expect(finished.out.replace(/\s+/g, ' ')).toContain('Not answered 200 when it came again');
  });

  it.each([
    ['does the work each time', (_: boolean, count: number) => `total ${count}`, 'done each time'],
    [
      'takes copies at the same time for first ones',
      (again: boolean, count: number) => (again && count < 11 ? 'seen' : 'done'),
      'twice then',
    ],
  ])('detects from its answers a handler that %s', async (_, answer, why) => {
    const seen = new Set<string>();
    const handler = await startHandler(({ bytes }, count) => {
      const again = seen.has(key(bytes));
      seen.add(key(bytes));
      return [200, answer(again, count)];
    });
    const { exit, out } = await run(await openLedger(), ...stressTest, handler.url);
    expect(exit).toBe(0);
    expect(out.replace(/\s+/g, ' ')).toContain(why);
    expect(out.replace(/\s+/g, ' ')).toContain('The answers do not show');
  });

  it.each([
    ['records each payment once', false, 0, true, 'idempotent'],
    ['records every copy', true, 3, false, 'not_idempotent'],
  ] as const)('asks the records of a handler that %s', async (_, copies, exit, idempotent, verdict) => {
    const times = new Map<string, number>();
    const handler = await startHandler(({ path, bytes }) => {
      if (path.startsWith('/times/')) return [200, `${times.get(decodeURIComponent(path.slice(7))) ?? 0}\n`];
      const { payment } = JSON.parse(bytes.toString());
      const known = times.get(payment.id) ?? 0;
      if (payment.status === 'success') times.set(payment.id, copies ? known + 1 : 1);
      return [200, 'OK'];
    });
    const byUrl = ['--verify-url', `${handler.url}/times/{payment}`];
    const { out, ...asked } = await run(await openLedger(), ...stressTest, handler.url, ...byUrl, '--json');
    expect(asked.exit).toBe(exit);
    const report = documentsOf(out).at(-1);
    expectPromised(report ?? {}, 'trigger');
    expect(report).toMatchObject({ idempotent, verdict });
  });

  it.each([
    ['printf 1', 0, 'idempotent'],
    ['printf 5', 3, 'not_idempotent'],
    ['printf 0', 3, 'not_idempotent'],
    ['echo many', 3, 'unknown'],
    ['printf 1; exit 1', 3, 'unknown'],
    ['test {payment} != "" && printf 1', 0, 'idempotent'],
  ])('uses the count of records that a command prints: %s', async (line, exit, verdict) => {
    const handler = await startHandler(verifies);
    const command = line.includes('{payment}') ? line : `${line} # {payment}`;
    const finished = await run(await openLedger(), ...stressTest, handler.url, '--verify-command', command, '--json');
    expect(finished.exit).toBe(exit);
    expect(documentsOf(finished.out).at(-1)).toMatchObject({ verdict });
  });

  it('passes a payment id to the command as one word, whatever is in it', async () => {
    const handler = await startHandler(verifies);
    const id = `x'; exit 7; $(exit 8) "`;
    const words = [
      '--set',
      `payment.id=${id}`,
      '--verify-command',
      'test "$(printf %s {payment})" && printf 1',
      '--json',
    ];
    const finished = await run(await openLedger(), ...stressTest, handler.url, ...words);
    expect(documentsOf(finished.out).at(-1)).toMatchObject({ recorded: [{ payment: id, times: 1 }] });
  });

  it.each([
    ['--verify-url', 'http://127.0.0.1:1/times'],
    ['--verify-url', 'ftp://shop.test/{payment}'],
    ['--verify-command', 'true'],
  ])('refuses %s %s', async (...words) => {
    expect((await run(await openLedger(), ...stressTest, NOWHERE, ...words)).exit).toBe(2);
  });

  it('reports that only 200 counts when a handler answers 201', async () => {
    const handler = await startHandler(() => 201);
    const { exit, out } = await run(await openLedger(), ...stressTest, handler.url);
    expect(exit).toBe(3);
    expect(out.replace(/\s+/g, ' ')).toContain('Your program answers 201; only 200 counts as delivered.');
  });

  it('accepts a handler that answers "seen before", and names what its records must contain', async () => {
    const seen = new Set<string>();
    const handler = await startHandler(({ bytes }) => {
      const again = seen.has(key(bytes));
      seen.add(key(bytes));
      return [200, again ? 'seen' : 'done'];
    });
    const { exit, out } = await run(await openLedger(), ...stressTest, handler.url, '--json');
    const payments = new Set(handler.handled.map(({ bytes }) => JSON.parse(bytes.toString()).payment.id));
    expect(exit).toBe(0);
    expect(documentsOf(out).at(-1)).toMatchObject({ verdict: 'unknown', findings: [], payments: [...payments] });
  });

  it('ends early when nothing answers', async () => {
    const { exit, out } = await run(await openLedger(), ...stressTest, NOWHERE);
    expect(exit).toBe(5);
    expect(out).toContain('No answer at all: 5 callbacks.');
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('refuses forged callbacks and a missing target', async () => {
    for (const words of [['--storm'], ['--storm', '--to', NOWHERE, '--invalid', 'hex']]) {
      expect((await run(await openLedger(), 'trigger', 'purchase.success', ...words)).exit).toBe(2);
    }
  });
});
