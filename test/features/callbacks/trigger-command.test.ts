import { describe, expect, it } from 'vitest';
import { CALLBACK_EVENTS, classifyEvent } from '#domain/callbacks/callback-event';
import { FORGERY_KINDS } from '#domain/callbacks/forged-callback';
import { diagnose } from '#domain/diagnosis/diagnose';
import { parseReceived } from '#domain/diagnosis/model/received-body';
import { isJsonObject } from '#domain/json/exact-json';
import { readPaymentState } from '#domain/payments/payment-state';
import { verifySigned } from '#domain/signature/signature';
import { type Handled, NOWHERE, startHandler } from '../../support/handler.ts';
import { documentOf, documentsOf, expectPromised } from '../../support/session.ts';

import { keep, openLedger, run, secret, verifies } from './callback-shop.ts';

/** Answers a genuine callback with 200 and a forged one with this status. */
const only = (status: number) => (handled: Handled) => (verifies(handled) === 200 ? 200 : status);

describe('trigger', () => {
  it.each(CALLBACK_EVENTS)('makes a callback of %s that verifies, in the documented shape', async (event) => {
    const document = documentOf(await run(await openLedger(), 'trigger', event, '--json'));
    expectPromised(document, 'trigger');
    const verification = verifySigned(String(document.text), secret);
    if (!verification.valid || !isJsonObject(verification.body)) throw new Error('it does not verify');
    expect(classifyEvent(readPaymentState(verification.body))).toBe(event);
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

  it('is about a payment of the ledger, as its last callback reports it', async () => {
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
    if (!unexplained.includes(kind)) expect(diagnose(parseReceived(String(text)), secret).mistakes).not.toEqual([]);
  });

  it.each([
    ['turned away', verifies, 0, 'turned_away', 'rejected with 400'],
    ['answered 200', () => 200, 9, 'taken', 'does not verify the signature'],
    ['answered 204 after the genuine one was answered 200', only(204), 9, 'taken', 'accepted with 204'],
    ['answered 201 after the genuine one was answered 200', only(201), 9, 'taken', 'accepted with 201'],
    ['redirected', only(302), 3, 'redirected', 'a redirect'],
    ['met by a failure', only(500), 3, 'failed', 'your program failed'],
    ['met by a rate limit', only(429), 3, 'failed', 'your program failed'],
    ['turned away with 404 where the genuine one is taken', only(404), 0, 'turned_away', 'rejected with 404'],
  ] as const)('checks a forged callback that is %s', async (_, answer, exit, verdict, words) => {
    const handler = await startHandler(answer);
    const forged = ['trigger', 'purchase.success', '--invalid', 'sha256', '--to', handler.url];
    const finished = await run(await openLedger(), ...forged);
    expect({ ...finished, out: finished.out.replace(/\s+/g, ' ') }).toMatchObject({
      exit,
      out: expect.stringContaining(words),
    });
    expect(handler.handled.map(({ bytes }) => verifySigned(bytes.toString(), secret).valid)).toEqual([true, false]);
    const document = documentOf(await run(await openLedger(), ...forged, '--json'));
    expectPromised(document, 'trigger');
    expect(document).toMatchObject({ verdict, control: { status: 200 } });
  });

  it.each([
    ['404', 404, 3, 'Does this path exist?'],
    ['405', 405, 3, 'Does this path exist?'],
    ['500', 500, 3, 'proves nothing'],
    ['201', 201, 3, 'proves nothing'],
  ] as const)('sends no forged callback where a genuine one is answered %s', async (_, status, exit, words) => {
    const handler = await startHandler(() => status);
    const forged = ['trigger', 'purchase.success', '--invalid', 'hex', '--to', handler.url];
    const finished = await run(await openLedger(), ...forged);
    expect({ ...finished, out: finished.out.replace(/\s+/g, ' ') }).toMatchObject({
      exit,
      out: expect.stringContaining(words),
    });
    expect(handler.handled).toHaveLength(1);
    expect(documentOf(await run(await openLedger(), ...forged, '--json'))).toMatchObject({
      verdict: 'control_not_taken',
    });
  });

  it('ends with 5 where nothing listens for a forged callback', async () => {
    const { exit } = await run(await openLedger(), 'trigger', 'purchase.success', '--invalid', 'hex', '--to', NOWHERE);
    expect(exit).toBe(5);
  });

  it('declines a refund of a payment of which a part was refunded before, and leaves the payment as it was', async () => {
    const handler = await startHandler(verifies);
    await run(await openLedger(), 'trigger', 'refund.decline', '--storm', '--speed', '100000', '--to', handler.url);
    const declined = handler.handled
      .map(({ bytes }) => JSON.parse(bytes.toString()))
      .filter(({ operation }) => operation.status === 'decline');
    expect(declined.length).toBeGreaterThan(0);
    for (const { payment } of declined) {
      expect(payment).toMatchObject({ status: 'partially refunded', sum: { amount: 50_000 } });
    }
  });
});

describe('a storm', () => {
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

  it('finds a handler that refuses what it has seen, and repeats it as the platform does', async () => {
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
  ])('sees in its answers a handler that %s', async (_, answer, why) => {
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
  ])('believes the records as a command prints them: %s', async (line, exit, verdict) => {
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

  it('says that only 200 counts to a handler that answers 201', async () => {
    const handler = await startHandler(() => 201);
    const { exit, out } = await run(await openLedger(), ...stressTest, handler.url);
    expect(exit).toBe(3);
    expect(out.replace(/\s+/g, ' ')).toContain('Your program answers 201; only 200 counts as delivered.');
  });

  it('has nothing against a handler that says that it has seen a callback, and names what must be in its records', async () => {
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

  it('ends where nothing answers, before it has waited for all of it', async () => {
    const { exit, out } = await run(await openLedger(), ...stressTest, NOWHERE);
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
