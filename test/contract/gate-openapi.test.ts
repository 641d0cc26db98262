import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { limitWarnings, missingFieldWarnings } from '#domain/gate/field-limits';
import type { Json, JsonObject } from '#domain/json/exact-json';
import { withOverrides } from '#domain/json/json-path';
import { answerPaid, startFaultServer } from '../support/gate/fault-server.ts';
import { openApiProblems } from '../support/gate/openapi.ts';
import { at, CANARY, documentOf, environment, rocketpay } from '../support/session.ts';
import { openShop, type Shop } from '../support/shop.ts';

type Received = { readonly path: string; readonly body: JsonObject };

/** A shop whose requests pass a server that keeps their bodies, on their way to the sandbox. */
async function openRecordedShop(): Promise<Shop & { readonly received: readonly Received[] }> {
  const shop = await openShop();
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const path = request.url ?? '';
    if (request.method === 'POST') received.push({ path, body: JSON.parse(text) });
    const { method = 'POST' } = request;
    const answer = await fetch(shop.platform.sandbox.url + path, method === 'GET' ? {} : { method, body: text });
    response.writeHead(answer.status, { date: answer.headers.get('date') ?? '' }).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  (shop.env as Record<string, string>).ROCKETPAY_GATE_URL =
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { ...shop, received };
}

const expectValid = (path: string, body: unknown) =>
  expect({ path, problems: openApiProblems(path, body) }).toEqual({ path, problems: [] });

describe('every request body', () => {
  it('is valid by the platform’s OpenAPI description', async () => {
    const shop = await openRecordedShop();
    await shop.done('operators');
    await shop.done(...shop.sale('77071234567', '--wait', 'otp', '--payment-id', 'order-9', '--description', 'Шай'));
    await shop.run('otp', 'order-9', '0000');
    await shop.run('resend', 'order-9', '--ip', '198.51.100.47', '--force', '--callback-url', 'https://shop.example/x');
    await shop.paid();
    await shop.done('status', 'order-1');
    await shop.done(
      'refund',
      'order-1',
      '--amount',
      '10',
      '--confirm',
      '10',
      '--wait',
      '--callback-url',
      'https://a.test',
    );
    const full = await shop.done('refund', 'order-1', '--full', '--confirm', '990.00', '--wait');
    const flat = `{"request_id":"${full.requestId}"}`;
    await shop.done('request', '/v2/payment/status/request', flat);
    await shop.done('request', '/v2/payment/status', '{"general":{"payment_id":"order-1"},"destination":"merchant"}');
    await shop.run('smoke', '--otp', '0000', '--deadline', '1s');
    const paths = new Set(shop.received.map(({ path }) => path));
    expect([...paths].sort()).toEqual(
      expect.arrayContaining([
        '/v2/customer/action/resend',
        '/v2/info/mobile/sale/list',
        '/v2/payment/clarification',
        '/v2/payment/mobile/refund',
        '/v2/payment/mobile/sale',
        '/v2/payment/status',
      ]),
    );
    for (const { path, body } of shop.received) expectValid(path, body);
  });

  it.each<readonly string[]>([
    ['sale', '--set', 'customer.country=KZ', '--set', 'callback.delay=600', '--description', 'Order 47'],
    ['refund', 'order-1', '--amount', '250'],
    ['refund', 'order-1', '--amount-minor', '25000', '--description', 'Returned'],
    ['refund', 'order-1', '--full'],
    ['refund', 'order-1', '--full', '--description', 'Returned', '--callback-url', 'https://shop.example/x'],
    ['otp', 'order-1', '012345'],
    ['resend', 'order-1', '--ip', '198.51.100.47'],
    ['request', '/v2/payment/status', '{"general":{"payment_id":"order-1"}}'],
    ['request', '/v2/payment/status/request', '{"request_id":"r-1"}'],
    ['request', '/v2/info/available_methods_for_merchant/list', '{"directions":["payin"]}'],
    ['request', '/v2/info/mobile/sale/list'],
  ])('is valid when it is only shown: %s %s %s', async (...argv) => {
    const shop = await openShop();
    await shop.paid();
    const refunds = shop.requestsTo('/refund');
    const words = argv[0] === 'sale' ? shop.sale('77071234567', '--payment-id', 'order-9', ...argv.slice(1)) : argv;
    const document = await shop.done(...words, '--dry-run');
    expectValid(new URL(String(document.url)).pathname, document.body);
    expect(shop.requestsTo('/refund')).toBe(refunds);
  });
});

describe('a dry run of a full refund', () => {
  it('shows the remaining amount, and sends no refund', async () => {
    const shop = await openShop();
    await shop.paid();
    await shop.done('refund', 'order-1', '--amount', '250', '--confirm', '250', '--wait');
    const document = await shop.done('refund', 'order-1', '--full', '--dry-run');
    expect(at(document, 'body.payment')).toEqual({ amount: 75000, currency: 'KZT' });
    expect(
      await shop.ledger.paymentHistory(`${new URL(shop.platform.sandbox.url).host}/4242`, 'order-1'),
    ).toMatchObject({
      intents: [{ kind: 'sale' }, { kind: 'refund', state: 'done' }],
    });
    const { out } = await shop.run('refund', 'order-1', '--full', '--print-curl');
    expect(out).toContain('"amount":75000');
  });

  it('is refused as the refund itself would be', async () => {
    const shop = await openShop();
    await shop.done(...shop.sale());
    expect(await shop.failed('refund', 'order-1', '--full', '--dry-run')).toMatchObject({ exit: 7 });
    expect(await shop.failed('refund', 'nowhere', '--full', '--dry-run')).toMatchObject({ exit: 7 });
  });

  it('ends with 5 where the payment cannot be read', async () => {
    const shop = await openShop();
    await shop.platform.sandbox.close();
    expect(await shop.failed('refund', 'order-1', '--full', '--dry-run')).toMatchObject({ exit: 5 });
  });

  it('uses the method of the payment', async () => {
    const payment = { id: 'order-1', status: 'success', method: 'card', sum: { amount: 100_000, currency: 'KZT' } };
    const gate = await startFaultServer([answerPaid(CANARY, { payment })]);
    onTestFinished(() => gate.close());
    const env = environment(gate.url);
    const bare = await rocketpay(['refund', 'order-1', '--full', '--dry-run', '--json'], { env });
    expect(bare.err.replace(/\s+/g, ' ')).toContain('payment.description is missing');
    const described = ['refund', 'order-1', '--full', '--dry-run', '--description', 'Returned', '--json'];
    const document = documentOf(await rocketpay(described, { env }));
    expect(new URL(String(document.url)).pathname).toBe('/v2/payment/card/refund');
    expectValid('/v2/payment/card/refund', document.body);
  });
});

describe('a body that is not valid by the description', () => {
  const SALE: JsonObject = {
    general: { project_id: 1234, payment_id: 'p', signature: 'x' },
    customer: { id: 'c', ip_address: '::1', first_name: 'J', last_name: 'D', email: 'j@d.kz' },
    account: { number: '77071234567' },
    payment: { amount: 100, currency: 'KZT' },
  };
  const path = '/v2/payment/mobile/sale';
  const long = 'a'.repeat(513);

  it('is valid before the change', () => {
    expectValid(path, SALE);
    expect(limitWarnings(path, SALE)).toEqual([]);
  });

  it.each<[field: string, value: Json]>([
    ...['callback.delay', 'callback.force_disable', 'payment.amount'].map((field): [string, Json] => [field, '601']),
    ...['customer.country', 'customer.billing.country', 'payment.currency'].map((field): [string, Json] => [
      field,
      'kz',
    ]),
    ...['customer.day_of_birth', 'payment.best_before'].map((field): [string, Json] => [field, '1990-12-31']),
    ...['customer.email', 'customer.phone', 'account.number', 'customer.gender'].map((field): [string, Json] => [
      field,
      'abc',
    ]),
    ...['customer.id', 'customer.city', 'customer.state', 'customer.birthplace'].map((field): [string, Json] => [
      field,
      long,
    ]),
    ...['customer.first_name', 'customer.middle_name', 'customer.last_name'].map((field): [string, Json] => [
      field,
      long,
    ]),
    ...['customer.browser', 'customer.billing.address', 'customer.billing.postal'].map((field): [string, Json] => [
      field,
      long,
    ]),
    ...['payment.description', 'payment.extra_param', 'general.payment_id'].map((field): [string, Json] => [
      field,
      long,
    ]),
    ...['general.merchant_callback_url', 'general.merchant_success_callback_url'].map((field): [string, Json] => [
      field,
      long,
    ]),
    ...['general.merchant_decline_callback_url', 'general.terminal_callback_url'].map((field): [string, Json] => [
      field,
      long,
    ]),
    ['general.referrer_url', long],
    ['general.project_id', '1234'],
    ['callback.delay', -1],
  ])('has a warning: %s', (field, value) => {
    const body = withOverrides(SALE, [{ path: field, value }]);
    expect(openApiProblems(path, body)).not.toEqual([]);
    expect(limitWarnings(path, body)).toEqual([expect.stringContaining(field)]);
  });

  it.each(Object.keys(SALE).slice(1))('has a warning without %s', (field) => {
    const { [field]: _, ...body } = SALE;
    expect(openApiProblems(path, body)).not.toEqual([]);
    expect(missingFieldWarnings(path, body)).not.toEqual([]);
  });
});
