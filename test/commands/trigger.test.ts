import { describe, expect, it } from 'vitest';
import { CALLBACK_EVENTS, eventOf } from '../../src/domain/callback-event.ts';
import { FORGERY_KINDS } from '../../src/domain/forged-callback.ts';
import { isJsonObject } from '../../src/domain/json.ts';
import { readPaymentState } from '../../src/domain/payment-state.ts';
import { readReceived } from '../../src/domain/received-text.ts';
import { verifySigned } from '../../src/domain/signature.ts';
import { diagnose } from '../../src/domain/signature-diagnosis.ts';
import { NOWHERE, startHandler } from '../support/handler.ts';
import { documentOf, documentsOf, expectPromised } from '../support/session.ts';

import { keep, openLedger, run, secret, verifies } from './callback-shop.ts';

describe('trigger', () => {
  it.each(CALLBACK_EVENTS)('makes a callback of %s that verifies, in the documented shape', async (event) => {
    const document = documentOf(await run(await openLedger(), 'trigger', event, '--json'));
    expectPromised(document, 'trigger');
    const verification = verifySigned(String(document.text), secret);
    if (!verification.valid || !isJsonObject(verification.body)) throw new Error('it does not verify');
    expect(eventOf(readPaymentState(verification.body))).toBe(event);
    expect(verification.body).toMatchObject({ project_id: 1234, payment: { method: 'mobile' }, account: {} });
    const piped = await run(await openLedger(), 'trigger', event);
    expect(verifySigned(piped.out, secret).valid).toBe(true);
  });

  it('sets any field before it signs, and sends it', async () => {
    const handler = await startHandler(verifies);
    const set = ['--set', 'payment.sum.amount=7', '--set', 'custom.deep=true'];
    const { exit, out } = await run(
      await openLedger(),
      'trigger',
      'purchase.success',
      ...set,
      '--to',
      `${handler.url}/cb#top`,
    );
    expect(handler.handled.map(({ path }) => path)).toEqual(['/cb']);
    expect({ exit, out }).toEqual({ exit: 0, out: expect.stringContaining('200') });
    const body = JSON.parse(handler.handled[0]?.bytes.toString() ?? '');
    expect(body).toMatchObject({ payment: { sum: { amount: 7 } }, custom: { deep: true } });
  });

  it('is about a payment of the ledger, as its last callback tells of it', async () => {
    const ledger = await openLedger();
    await keep(ledger);
    const { text } = documentOf(await run(ledger, 'trigger', 'refund.partial', '--payment', 'payment_47', '--json'));
    const body = JSON.parse(String(text));
    const left = { amount: 27_750, currency: 'KZT' };
    expect(body).toMatchObject({
      custom: 'kept',
      payment: { id: 'payment_47', status: 'partially refunded', sum: left },
    });
    expect(body.operation.id).not.toBe(47);
  });

  it('tells 3 from 5: another answer than 200, and none', async () => {
    const handler = await startHandler(() => 500);
    expect((await run(await openLedger(), 'trigger', 'purchase.success', '--to', handler.url)).exit).toBe(3);
    expect((await run(await openLedger(), 'trigger', 'purchase.success', '--to', NOWHERE)).exit).toBe(5);
  });

  it.each(FORGERY_KINDS)('forges one that no verifier takes, and that is seen through: %s', async (kind) => {
    const { text } = documentOf(
      await run(await openLedger(), 'trigger', 'purchase.success', '--invalid', kind, '--json'),
    );
    expect(verifySigned(String(text), secret).valid).toBe(false);
    const unexplained = ['wrong-secret', 'changed-amount', 'changed-status', 'no-json', 'empty-signature'];
    if (!unexplained.includes(kind)) expect(diagnose(readReceived(String(text)), secret).mistakes).not.toEqual([]);
  });

  it('ends well when a forged one is turned away, and with 9 when it is taken', async () => {
    const [good, bad, broken] = [await startHandler(verifies), await startHandler(), await startHandler(() => 500)];
    const forged = ['trigger', 'purchase.success', '--invalid', 'sha256', '--to'];
    expect((await run(await openLedger(), ...forged, good.url)).exit).toBe(0);
    expect(await run(await openLedger(), ...forged, bad.url)).toMatchObject({
      exit: 9,
      out: expect.stringContaining('does not verify'),
    });
    expect((await run(await openLedger(), ...forged, broken.url)).exit).toBe(3);
  });
});

describe('a storm', () => {
  const storm = ['trigger', 'purchase.success', '--storm', '--speed', '100000', '--to'];
  const key = (bytes: Buffer): string => {
    const { payment, operation } = JSON.parse(bytes.toString());
    return [payment.id, payment.status, operation.id].join();
  };

  it('finds nothing against a handler that answers 200 to all', async () => {
    const handler = await startHandler(verifies);
    const finished = await run(await openLedger(), ...storm, handler.url, '--json');
    expect(finished.exit).toBe(0);
    const documents = documentsOf(finished.out);
    for (const one of documents) expectPromised(one, 'trigger');
    expect(documents.at(-1)).toMatchObject({ idempotent: true, sent: handler.handled.length, findings: [] });
    const kinds = new Set(documents.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['first', 'repeat', 'late', 'reordered', 'concurrent', undefined]));
    const keys = handler.handled.map(({ bytes }) => key(bytes));
    expect(new Set(keys).size).toBe(5);
    expect(keys.length).toBeGreaterThan(10);
  });

  it('finds a handler that refuses what it has seen, and repeats it as the platform does', async () => {
    const seen = new Set<string>();
    const handler = await startHandler(({ bytes }) => {
      const known = seen.has(key(bytes));
      seen.add(key(bytes));
      return known ? 409 : 200;
    });
    const finished = await run(await openLedger(), ...storm, handler.url);
    expect(finished.exit).toBe(3);
    expect(finished.out).toContain('retry');
    expect(finished.out.replace(/\s+/g, ' ')).toContain('Not answered 200 when it came again');
  });

  it.each([
    ['does the work each time', (_: boolean, count: number) => `total ${count}`, 'is done each time'],
    [
      'takes copies at the same time for first ones',
      (again: boolean, count: number) => (again && count < 11 ? 'seen' : 'done'),
      'twice then',
    ],
  ])('sees in its answers a handler that %s', async (_, answer, why) => {
    const seen = new Set<string>();
    const handler = await startHandler(({ bytes }, count) => {
      const again = seen.has(key(bytes));
      seen.add(key(bytes));
      return [200, answer(again, count)];
    });
    const { exit, out } = await run(await openLedger(), ...storm, handler.url);
    expect(exit).toBe(3);
    expect(out.replace(/\s+/g, ' ')).toContain(why);
  });

  it('has nothing against a handler that says that it has seen a callback, and names what must be in its books', async () => {
    const seen = new Set<string>();
    const handler = await startHandler(({ bytes }) => {
      const again = seen.has(key(bytes));
      seen.add(key(bytes));
      return [200, again ? 'seen' : 'done'];
    });
    const { exit, out } = await run(await openLedger(), ...storm, handler.url, '--json');
    const payments = new Set(handler.handled.map(({ bytes }) => JSON.parse(bytes.toString()).payment.id));
    expect(exit).toBe(0);
    expect(documentsOf(out).at(-1)).toMatchObject({ idempotent: true, findings: [], payments: [...payments] });
  });

  it('ends where nobody answers, before it has waited for all of it', async () => {
    const { exit, out } = await run(await openLedger(), ...storm, NOWHERE);
    expect(exit).toBe(5);
    expect(out).toContain('No answer at all: 5 callbacks.');
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('is for genuine callbacks, and goes somewhere', async () => {
    for (const words of [['--storm'], ['--storm', '--to', NOWHERE, '--invalid', 'hex']]) {
      expect((await run(await openLedger(), 'trigger', 'purchase.success', ...words)).exit).toBe(2);
    }
  });
});
