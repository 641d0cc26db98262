import { describe, expect, it } from 'vitest';
import { CALLBACK_EVENTS, classifyEvent } from '#domain/callbacks/callback-event';
import { FORGERY_KINDS } from '#domain/callbacks/sample-forgeries';
import { diagnose } from '#domain/diagnosis/diagnose';
import { parseReceived } from '#domain/diagnosis/received-body';
import { isJsonObject } from '#domain/json/exact-json';
import { readPaymentState } from '#domain/payments/payment-state';
import { verifySigned } from '#domain/signature/signature';
import { type Handled, NOWHERE, startHandler } from '../../support/handler.ts';
import { documentOf, expectPromised } from '../../support/session.ts';

import { keep, openLedger, run, secret, verifies } from './callback-shop.ts';

/** Answers a genuine callback with 200 and a forged one with this status. */
const only = (status: number) => (handled: Handled) => (verifies(handled) === 200 ? 200 : status);

describe('trigger', () => {
  it.each(CALLBACK_EVENTS)(
    'creates a callback of %s with a valid signature and the documented fields',
    async (event) => {
      const document = documentOf(await run(await openLedger(), 'trigger', event, '--json'));
      expectPromised(document, 'trigger');
      const verification = verifySigned(String(document.text), secret);
      if (!verification.valid || !isJsonObject(verification.body)) throw new Error('it does not verify');
      expect(classifyEvent(readPaymentState(verification.body))).toBe(event);
      expect(verification.body).toMatchObject({ project_id: 1234, payment: { method: 'mobile' }, account: {} });
      const piped = await run(await openLedger(), 'trigger', event);
      expect(verifySigned(piped.out, secret).valid).toBe(true);
    },
  );

  it('sets any field before signing, and sends the callback', async () => {
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

  it('uses a payment of the ledger with the state of its last callback', async () => {
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

  it('exits with 3 for an answer other than 200, and with 5 without an answer', async () => {
    const handler = await startHandler(() => 500);
    expect((await run(await openLedger(), 'trigger', 'purchase.success', '--to', handler.url)).exit).toBe(3);
    expect((await run(await openLedger(), 'trigger', 'purchase.success', '--to', NOWHERE)).exit).toBe(5);
  });

  it.each(FORGERY_KINDS)('creates a forged callback that verification refuses and explains: %s', async (kind) => {
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

  it('exits with 5 when nothing listens for a forged callback', async () => {
    const { exit } = await run(await openLedger(), 'trigger', 'purchase.success', '--invalid', 'hex', '--to', NOWHERE);
    expect(exit).toBe(5);
  });

  it('declines a refund of a partly refunded payment, and does not change the payment', async () => {
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
