import { describe, expect, it } from 'vitest';
import {
  limitWarnings,
  missingFieldWarnings,
  pageLimitWarnings,
  profileLimitWarnings,
} from '#domain/gate/field-limits';
import type { Json, JsonObject } from '#domain/json/exact-json';
import { withOverrides } from '#domain/json/json-path';

const bodyWith = (path: string, value: Json): JsonObject => withOverrides({}, [{ path, value }]);
const long = (length: number) => 'ә'.repeat(length);
const url = (length: number) => `https://shop.example/${'a'.repeat(length - 21)}`;

const CASES: readonly (readonly [path: string, fits: readonly Json[], outside: readonly Json[]])[] = [
  ['callback.delay', [0, 600], [-1, 601, 1.5, '10', null]],
  ['callback.force_disable', [true, false], [1, 'true']],
  [
    'general.merchant_callback_url',
    ['http://a.test', url(255)],
    [url(256), 'notaurl', 'ftp://a.test/', 'https://', '', 7],
  ],
  ['general.merchant_success_callback_url', [url(255)], [url(256)]],
  ['general.merchant_decline_callback_url', [url(255)], [url(256)]],
  ['general.project_id', [1, 4294967295], [0, 4294967296, '1234']],
  ['project_id', [1234], ['1234']],
  ['general.payment_id', ['p', long(255)], ['', ' p', 'p ', long(256), 47]],
  ['payment.amount', [1, 10 ** 13], [0, 10 ** 13 + 1, 10.5, '100']],
  ['payment.currency', ['KZT'], ['kzt', 'KZ', 398]],
  ['payment.description', ['', long(255)], [long(256), 47]],
  ['payment.merchant_refund_id', [long(255)], [long(256)]],
  [
    'payment.best_before',
    ['2024-12-07T19:08:45+00:00', '2024-12-07T19:08:45Z', '2024-12-07T19:08:45.123+05:00'],
    ['tomorrow', '2024-12-07', '2024-12-07T19:08:45', '2024-12-07T19:08:45+0000', '2024-13-07T19:08:45Z', 1733598525],
  ],
  ['customer.id', [long(255)], [long(256), 47]],
  ['customer.first_name', [long(255)], [long(256)]],
  ['customer.country', ['KZ'], ['kz', 'KAZ', '398']],
  ['customer.billing.country', ['KZ'], ['kz']],
  ['customer.day_of_birth', ['31-12-1990'], ['1990-12-31', '12-31-1990', '31-02-1990', '31.12.1990']],
  [
    'customer.email',
    ['johndoe@example.com', 'j.o+h@mail.example.kz'],
    ['abc', 'a@b', 'a@@b.c', 'a b@c.kz', '.a@b.kz', `${'a'.repeat(251)}@b.kz`, 7],
  ],
  ['customer.ip_address', ['198.51.100.47', '2001:db8::1'], ['198.51.100', '198.51.100.256', '198.51.100.47.', 'host']],
  ['customer.phone', ['77071234567'], ['+77071234567', '123', 77071234567]],
  ['customer.gender', ['female'], ['F']],
  ['account.number', ['77071234567'], ['+77071234567', 77071234567]],
  ['destination', ['merchant'], ['shop']],
  ['service_provider.country', ['KZ'], ['kz']],
];

describe('the limits that the platform documents', () => {
  const path = '/v2/payment/mobile/sale';

  it.each(CASES)('of %s', (field, fits, outside) => {
    for (const value of fits) expect(limitWarnings(path, bodyWith(field, value)), JSON.stringify(value)).toEqual([]);
    for (const value of outside) {
      const warnings = limitWarnings(path, bodyWith(field, value));
      expect(warnings, JSON.stringify(value)).toHaveLength(1);
      expect(warnings[0]).toMatch(new RegExp(`^${field.replaceAll('.', '\\.')} is not as documented\\.`));
      expect(warnings[0]).toContain('may decline');
    }
  });

  it('are reported without the value, which can be personal data', () => {
    const [warning] = limitWarnings(path, bodyWith('customer.email', 'secret-customer'));
    expect(warning).not.toContain('secret-customer');
  });

  it('do not exist for other fields', () => {
    expect(
      limitWarnings(path, { anything: { else: [1, 'two', null, { delay: 601 }] }, account: { pin: '1' } }),
    ).toEqual([]);
  });

  it('of a phone number apply to the mobile method only', () => {
    expect(limitWarnings('/v2/payment/wallet/sale', bodyWith('account.number', 'W-12'))).toEqual([]);
  });

  it('do not allow the character that separates signed values', () => {
    const body = { payment: { description: 'a;b' }, lines: [{ text: ';' }] };
    expect(limitWarnings(path, body)).toEqual([
      expect.stringMatching(/^payment\.description contains ";"/),
      expect.stringMatching(/^lines\.0\.text contains ";"/),
    ]);
  });

  it.each<[path: string, missing: readonly string[]]>([
    [
      '/v2/payment/mobile/sale',
      ['customer.id', 'customer.first_name', 'customer.last_name', 'customer.email', 'account.number'],
    ],
    ['/v2/payment/mobile/refund', []],
    ['/v2/payment/card/refund', ['payment.description']],
    ['/v2/payment/clarification', ['additional_data']],
    ['/v2/customer/action/resend', []],
    ['/v2/payment/status', []],
    ['/v2/payment/status/request', ['request_id']],
    ['/v2/info/available_methods_for_merchant/list', ['directions']],
    ['/v2/other', []],
  ])('name the fields that %s needs', (endpoint, missing) => {
    const body = { customer: { ip_address: '::1' }, payment: { amount: 1, currency: 'KZT' } };
    const warnings = missingFieldWarnings(endpoint, body);
    expect(warnings.map((warning) => warning.split(' ')[0])).toEqual(missing);
  });

  it('apply to the parameters of the Payment Page under their own names', () => {
    const good = { customer_country: 'KZ', merchant_callback_url: url(255), customer_email: 'a@b.kz', payment_id: 'p' };
    expect(pageLimitWarnings(good)).toEqual([]);
    const names = { customer_country: 'kz', merchant_callback_url: url(256), customer_day_of_birth: '1990-12-31' };
    expect(pageLimitWarnings(names).map((warning) => warning.split(' ')[0])).toEqual(Object.keys(names));
  });

  it('apply to the fields that a profile adds to requests', () => {
    expect(profileLimitWarnings({ callbackUrl: url(255), customer: { id: '1', email: 'a@b.kz', ip: '::1' } })).toEqual(
      [],
    );
    const warnings = profileLimitWarnings({ callbackUrl: url(256), customer: { id: long(256), email: 'a@b' } });
    expect(warnings.map((warning) => warning.split(' ')[0])).toEqual([
      'general.merchant_callback_url',
      'customer.id',
      'customer.email',
    ]);
  });
});
