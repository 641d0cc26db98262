import nock from 'nock';
import { expect, test } from 'vitest';
import type { Gate, SaleOrder } from '#context';
import { Failure } from '#domain/errors/failure';
import type { SignedRequest } from '#domain/gate/signed-request';
import type { Json } from '#domain/json/exact-json';
import { sign } from '#domain/signature/signature';
import { fakeNetwork } from '../../support/gate/fake-network.ts';
import { ACCEPTED, GATE_URL, openTestGate, refund, sale } from '../../support/gate/fixtures.ts';

fakeNetwork();

type Make = (gate: Gate) => SignedRequest;

const saleWith =
  (changes: Partial<SaleOrder>): Make =>
  (gate) =>
    gate.sale({ ...sale, ...changes });
const saleSet =
  (path: string, value: Json): Make =>
  (gate) =>
    gate.sale(sale, [{ path, value }]);
const customer = (changes: Partial<SaleOrder['customer']>): Make =>
  saleWith({ customer: { ...sale.customer, ...changes } });
const amount = (minor: number): Make => saleWith({ amount: { minor, currency: 'KZT' } });

const wrong: [string, string, Make][] = [
  ['an amount of zero', 'payment.amount', amount(0)],
  ['an amount below zero', 'payment.amount', amount(-1)],
  ['a broken amount', 'payment.amount', amount(1.5)],
  ['an amount beyond the limit', 'payment.amount', amount(10 ** 13 + 1)],
  ['an amount as text', 'payment.amount', saleSet('payment.amount', '100')],
  ['an amount of nothing', 'payment.amount', saleSet('payment.amount', null)],
  ['a currency in small letters', 'payment.currency', saleWith({ amount: { minor: 100, currency: 'kzt' } })],
  ['a currency of four letters', 'payment.currency', saleSet('payment.currency', 'KZTT')],
  ['a phone with a plus', 'account.number', saleWith({ phone: '+71234567890' })],
  ['a phone with spaces', 'account.number', saleWith({ phone: '7 123 456 78 90' })],
  ['a phone of three digits', 'account.number', saleWith({ phone: '712' })],
  ['a phone that is a number', 'account.number', saleSet('account.number', 71234567890)],
  ['a payment id with a space before it', 'general.payment_id', saleWith({ paymentId: ' payment_47' })],
  ['a payment id with a line end after it', 'general.payment_id', saleWith({ paymentId: 'payment_47\n' })],
  ['an empty payment id', 'general.payment_id', saleWith({ paymentId: '' })],
  ['a payment id of 256 characters', 'general.payment_id', saleWith({ paymentId: 'p'.repeat(256) })],
  ['project 0', 'general.project_id', saleSet('general.project_id', 0)],
  ['a project beyond the limit', 'general.project_id', saleSet('general.project_id', 4_294_967_296)],
  ['a project as text', 'general.project_id', saleSet('general.project_id', '1234')],
  [
    'a project in an operators request as text',
    'general.project_id',
    (gate) => gate.operators([{ path: 'general.project_id', value: '1' }]),
  ],
  ['an address that is none', 'customer.ip_address', customer({ ip: '198.51.100.470' })],
  ['a customer without an id', 'customer.id', customer({ id: '' })],
  ['a first name that is too long', 'customer.first_name', customer({ firstName: 'x'.repeat(256) })],
  ['an empty e-mail', 'customer.email', customer({ email: '' })],
  ['a description that is too long', 'payment.description', saleWith({ description: 'x'.repeat(256) })],
  ['a body without its customer', 'customer', saleSet('customer', null)],
  [
    'a refund of an amount without a currency',
    'payment',
    (gate) => gate.refund({ paymentId: 'p' }, [{ path: 'payment.amount', value: 1 }]),
  ],
  [
    'a refund of a currency without an amount',
    'payment',
    (gate) => gate.refund({ paymentId: 'p' }, [{ path: 'payment.currency', value: 'KZT' }]),
  ],
  [
    'a refund of zero',
    'payment.amount',
    (gate) => gate.refund({ paymentId: 'p', amount: { minor: 0, currency: 'KZT' } }),
  ],
  [
    'a refund of an amount as text',
    'payment.amount',
    (gate) => gate.refund(refund, [{ path: 'payment.amount', value: '100000' }]),
  ],
  ['a resend for no address', 'customer.ip_address', (gate) => gate.resend('p', '')],
  ['a status of no payment', 'general.payment_id', (gate) => gate.status('')],
  ['a status of no request', 'request_id', (gate) => gate.statusOfRequest('')],
  [
    'an OTP without its data',
    'additional_data',
    (gate) => gate.otp('p', '123456', [{ path: 'additional_data', value: 'x' }]),
  ],
];

test.each(wrong)('the Gate client refuses %s as an invalid %s, and sends nothing', (_what, field, make) => {
  const scope = nock(GATE_URL).post(/.*/).reply(200, ACCEPTED);
  const { gate, traces } = openTestGate();
  const failure = thrownBy(() => make(gate));
  expect(failure.exit).toBe(2);
  expect(failure.code).toBe('usage');
  expect(failure.message).toMatch(new RegExp(`(: |; )${field.replace('.', '\\.')}: `));
  expect(failure.hint).toBe('Nothing was sent.');
  expect(traces).toEqual([]);
  expect(scope.isDone()).toBe(false);
  nock.cleanAll();
});

test('the failure of an invalid body names every invalid field', () => {
  const { gate } = openTestGate();
  const { message } = thrownBy(() => gate.sale({ ...sale, phone: '+7', amount: { minor: 0, currency: 'kzt' } }));
  for (const field of ['account.number', 'payment.amount', 'payment.currency']) expect(message).toContain(field);
});

test.each([
  ['the smallest payment', saleWith({ amount: { minor: 1, currency: 'KZT' } })],
  ['the largest payment', saleWith({ amount: { minor: 10 ** 13, currency: 'KZT' } })],
  ['an IPv6 customer', customer({ ip: '2001:db8::1' })],
  ['a payment id with a space inside', saleWith({ paymentId: 'payment 47' })],
  ['an empty description', saleWith({ description: '' })],
] as [string, Make][])('%s is fine', (_what, make) => {
  expect(() => make(openTestGate().gate)).not.toThrow();
});

test('the Gate client sends and signs unknown fields unchanged', () => {
  const { gate, secret } = openTestGate();
  const request = gate.sale(sale, [
    { path: 'callback.delay', value: 10 },
    { path: 'account.service_provider', value: 'TELE2' },
    { path: 'receipt_data', value: { positions: [{ quantity: '10' }] } },
    { path: 'general.future_flag', value: true },
  ]);
  expect(request.body).toMatchObject({
    callback: { delay: 10 },
    account: { number: '71234567890', service_provider: 'TELE2' },
    receipt_data: { positions: [{ quantity: '10' }] },
    general: { future_flag: true, signature: sign(request.body, secret) },
  });
  for (const line of [
    'callback:delay:10',
    'account:service_provider:TELE2',
    'receipt_data:positions:0:quantity:10',
    'general:future_flag:1',
  ]) {
    expect(request.stringToSign.split(';')).toContain(line);
  }
});

test('the Gate client sends and signs the overridden value of a field', () => {
  const { gate, secret } = openTestGate();
  const plain = gate.sale(sale);
  const request = gate.sale(sale, [{ path: 'payment.amount', value: 250 }]);
  expect(request.body).toMatchObject({ payment: { amount: 250, currency: 'KZT' } });
  expect(request.stringToSign).toContain('payment:amount:250');
  expect(request.body).toHaveProperty('general.signature', sign(request.body, secret));
  expect(request.body).not.toHaveProperty(
    'general.signature',
    (plain.body as { general: { signature: string } }).general.signature,
  );
});

test.each([
  'v2/payment/status',
  '',
  'https://elsewhere.example/',
  '/v2/info/../payment/mobile/refund',
  '/v2/x?y=1',
  '/v2/%2e%2e/x',
  '/v2/x y',
  '/v2/x#y',
  '/v2\\x',
])('the Gate client refuses the path %j before anything is signed', (path) => {
  const failure = thrownBy(() => openTestGate().gate.raw(path, {}));
  expect(failure.exit).toBe(2);
  expect(failure.message).toContain(JSON.stringify(path));
});

function thrownBy(act: () => unknown): Failure {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(Failure);
    return error as Failure;
  }
  throw new Error('nothing was thrown');
}
