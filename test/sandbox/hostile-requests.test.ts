import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { signPage } from '#domain/checkout/page-link';
import type { JsonObject } from '#domain/json/exact-json';
import { HOSTILE_VALUES, hostileText, shareOf } from '../support/hostile-values.ts';
import { openPlatform, saleBody, type TestPlatform } from './support.ts';

const GENERAL = [
  'general',
  'general.project_id',
  'general.payment_id',
  'general.signature',
  'general.merchant_callback_url',
];
const CALLBACK = ['callback', 'callback.delay', 'callback.force_disable'];
const PROTOTYPE = ['__proto__', 'constructor', 'toString', 'general.__proto__', 'general.hasOwnProperty'];

/** Each sale is a payment of its own. */
let sales = 1000;

/** Each endpoint with every field that is read of its requests. */
const ENDPOINTS: readonly (readonly [
  path: string,
  body: (platform: TestPlatform) => JsonObject,
  fields: readonly string[],
])[] = [
  [
    '/v2/payment/mobile/sale',
    ({ sandbox }) => saleBody(sandbox.projectId, { id: `order-${++sales}` }),
    [
      ...[...GENERAL, ...CALLBACK, ...PROTOTYPE],
      ...['customer', 'customer.id', 'customer.ip_address', 'customer.first_name', 'customer.email', 'account'],
      ...['account.number', 'payment', 'payment.amount', 'payment.currency', 'payment.description'],
    ],
  ],
  [
    '/v2/payment/mobile/refund',
    ({ sandbox }) => ({
      general: { project_id: sandbox.projectId, payment_id: 'order-1' },
      payment: { amount: 1, currency: 'KZT' },
    }),
    ['payment', 'payment.amount', 'payment.currency', 'payment.description', 'payment.merchant_refund_id'],
  ],
  [
    '/v2/payment/clarification',
    ({ sandbox }) => ({
      general: { project_id: sandbox.projectId, payment_id: 'order-1' },
      additional_data: { additional_data: { approval_code: '123456' } },
    }),
    ['additional_data', 'additional_data.additional_data', 'additional_data.additional_data.approval_code'],
  ],
  [
    '/v2/customer/action/resend',
    ({ sandbox }) => ({
      general: { project_id: sandbox.projectId, payment_id: 'order-1' },
      customer: { ip_address: '198.51.100.47' },
    }),
    ['customer', 'customer.ip_address'],
  ],
  [
    '/v2/payment/status',
    ({ sandbox }) => ({ general: { project_id: sandbox.projectId, payment_id: 'order-1' }, destination: 'merchant' }),
    ['destination'],
  ],
  ['/v2/info/mobile/sale/list', ({ sandbox }) => ({ general: { project_id: sandbox.projectId } }), []],
  [
    '/v2/payment/status/request',
    ({ sandbox }) => ({ project_id: sandbox.projectId, request_id: 'r' }),
    ['project_id', 'request_id', 'signature'],
  ],
];

const ANSWERS = [200, 400, 404, 422];

/** Reads the whole answer: a connection with an unread body is closed at any time. */
async function readStatus(url: string, options?: RequestInit): Promise<number> {
  const response = await fetch(url, options);
  await response.arrayBuffer();
  return response.status;
}

it('a Gate request with any value in any of its fields is answered, and a payment can be made after it', async () => {
  const platform = await openPlatform();
  const { sandbox } = platform;
  for (const [path, body, fields] of ENDPOINTS) {
    for (const [at, field] of fields.entries()) {
      const answers = await Promise.all(
        shareOf(HOSTILE_VALUES, at).map(async (value) => {
          const text = hostileText(body(platform), field, value, sandbox.secret);
          const { httpStatus } = await platform.postText(path, text);
          return { path, field, value: value.slice(0, 60), answered: ANSWERS.includes(httpStatus) || httpStatus };
        }),
      );
      expect(answers.filter(({ answered }) => answered !== true)).toEqual([]);
    }
  }
  await platform.clock.advance(120_000);
  expect(await platform.sale({ id: 'after' })).toMatchObject({ httpStatus: 200 });
  expect((await platform.get('/sandbox/payments')).httpStatus).toBe(200);
});

const ORDER = {
  payment_id: 'order-1',
  customer_id: 'customer_123',
  customer_first_name: 'Aigerim',
  customer_last_name: 'Omarova',
  customer_email: 'a@example.com',
  payment_currency: 'KZT',
  payment_amount: '100000',
};

const PARAMETERS = [
  ...[...Object.keys(ORDER), 'project_id', 'payment_description', 'customer_phone', 'language_code', '_language'],
  ...['merchant_callback_url', 'merchant_success_url', 'merchant_fail_url', 'merchant_return_url', 'best_before'],
  ...['payment_methods_options', 'force_payment_method', 'frame_mode', 'merchant_data', 'close_on_missclick'],
  ...['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', '__defineGetter__', 'isPrototypeOf', ''],
];

/** Values of parameters, which are texts. */
const TEXTS = [
  ...HOSTILE_VALUES.filter((value) => value.length < 6000),
  ...HOSTILE_VALUES.filter((value) => value.startsWith('"') && !value.includes('\\ud')).map((value) =>
    JSON.parse(value),
  ),
  ...HOSTILE_VALUES.filter((value) => value.length < 1000).map((value) => `{"selected_operator":${value}}`),
];

it('a Payment Page link with any value in any of its parameters is answered, and so is each action on its page', async () => {
  const platform = await openPlatform();
  const { projectId, secret, url } = platform.sandbox;
  const fits = (status: number) => ANSWERS.includes(status) || status;
  for (const [at, name] of PARAMETERS.entries()) {
    const answers = await Promise.all(
      shareOf(TEXTS, at).map(async (value) => {
        const parameters = Object.fromEntries(Object.entries({ ...ORDER, project_id: projectId, [name]: value }));
        const link = signPage(url, parameters, secret).url;
        const opened = await readStatus(link);
        const body = JSON.stringify({ link: new URL(link).search.slice(1), phone: '87071234567', operator: 'TELE2' });
        const step = await readStatus(`${url}/payment/pay`, { method: 'POST', body });
        const answered = [fits(opened), fits(step)];
        return { name, value: value.slice(0, 60), answered };
      }),
    );
    expect(answers.filter(({ answered }) => answered.some((one) => one !== true))).toEqual([]);
  }
  for (const [at, field] of ['link', 'phone', 'operator', 'code'].entries()) {
    const statuses = await Promise.all(
      shareOf(HOSTILE_VALUES, at).map((value) =>
        readStatus(`${url}/payment/pay`, { method: 'POST', body: `{"${field}":${value}}` }),
      ),
    );
    expect(new Set(statuses)).toEqual(new Set([400]));
  }
  await platform.clock.advance(120_000);
  expect(await platform.sale({ id: 'after' })).toMatchObject({ httpStatus: 200 });
});

it('a link with additional parameters of any name opens', async () => {
  const { sandbox } = await openPlatform();
  for (const name of PARAMETERS.slice(PARAMETERS.indexOf('__proto__'), -1)) {
    const parameters = Object.fromEntries(Object.entries({ ...ORDER, project_id: sandbox.projectId, [name]: 'x' }));
    expect([name, await readStatus(signPage(sandbox.url, parameters, sandbox.secret).url)]).toEqual([name, 200]);
  }
});

it('a payment with an unusable callback URL is accepted, its callback fails, and later payments work', async () => {
  const platform = await openPlatform();
  const [lost, well] = ['http://%ff@127.0.0.1/', platform.merchant.url];
  await platform.sale({ id: 'lost', phone: '77000000001', general: { merchant_callback_url: lost } });
  await platform.clock.advance(60_000);
  await platform.sale({ id: 'well', phone: '77000000001', general: { merchant_callback_url: well } });
  expect(await platform.callback()).toMatchObject({ body: { payment: { id: 'well', status: 'success' } } });
  const tried = platform.events.filter((event) => event.type === 'callback' && event.url === lost);
  expect(tried[0]).toMatchObject({ paymentId: 'lost', result: 'no answer: URI malformed' });
});

it('a state file that can no longer be written is reported, and scheduled tasks continue', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rocketpay-state-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const platform = await openPlatform({ stateFile: join(folder, 'state.json') });
  await platform.sale({ id: 'one', phone: '77000000001' });
  rmSync(folder, { recursive: true });
  expect(await platform.callback()).toMatchObject({ body: { payment: { id: 'one', status: 'success' } } });
  const problems = platform.events.filter(({ type }) => type === 'problem');
  expect(problems).toEqual([{ type: 'problem', text: expect.stringMatching(/^The state file .* cannot be written/) }]);
  expect(await platform.sale({ id: 'two' })).toMatchObject({ httpStatus: 500 });
});
