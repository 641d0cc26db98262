import { onTestFinished } from 'vitest';
import type { Ledger } from '#domain/ledger/ledger';
import { Secret } from '#domain/signature/secret';
import { verifySigned } from '#domain/signature/signature';
import { signedAnswer } from '../../support/gate/fixtures.ts';
import type { Handled } from '../../support/handler.ts';
import { openMemoryLedger } from '../../support/ledger.ts';
import { rocketpay } from '../../support/session.ts';

const SECRET = 'the-secret-of-this-very-shop';
const env = { ROCKETPAY_SECRET_KEY: SECRET, ROCKETPAY_PROJECT_ID: '1234' };
export const secret = new Secret(SECRET);

export async function openLedger(): Promise<Ledger> {
  const ledger = await openMemoryLedger();
  onTestFinished(() => ledger.close());
  return ledger;
}

export const run = (ledger: Ledger, ...argv: readonly string[]) => rocketpay(argv, { env, ledger });

/** What a handler of a merchant does: 200 for a genuine callback, else 400. */
export const verifies = ({ bytes }: Handled): number => (verifySigned(bytes.toString(), secret).valid ? 200 : 400);

const envelope = {
  path: '/cb?shop=1',
  headers: [
    ['X-Trace', 'abc'],
    ['User-Agent', 'platform'],
    ['X-Trace', 'def'],
  ],
} as const;

/** Keeps a callback about payment_47, and gives its id and text. */
export async function keep(ledger: Ledger, valid = true) {
  const sum = { amount: 55_500, currency: 'KZT' };
  const operation = { id: 47, type: 'sale', status: 'success', sum_initial: sum };
  const body = { project_id: 1234, payment: { id: 'payment_47', status: 'success', sum }, operation, custom: 'kept' };
  const text = valid ? signedAnswer(body, secret) : signedAnswer(body, new Secret(`${SECRET}\n`));
  const payment = valid
    ? { paymentId: 'payment_47', status: 'success', operationId: '47', operationStatus: 'success' }
    : {};
  const blank = { paymentId: undefined, operationId: undefined, operationStatus: undefined, requestId: undefined };
  const event = valid ? 'purchase.success' : undefined;
  const { id } = await ledger.addCallback({
    ...blank,
    project: 'api.rocketpay.kz/1234',
    text,
    valid,
    status: 'unknown',
    ...payment,
    event,
    envelope,
  });
  return { id, text };
}
