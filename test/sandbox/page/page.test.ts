import { describe, expect, it } from 'vitest';
import { signPage } from '#domain/checkout/page-link';
import { pageParameters } from '#domain/checkout/page-parameters';
import type { JsonObject } from '#domain/json/exact-json';
import { Secret } from '#domain/signature/secret';
import { OTP_MILLISECONDS, openPlatform, type TestPlatform } from '../support.ts';

const ORDER = {
  payment_id: 'order-1',
  customer_id: 'customer_123',
  customer_first_name: 'Aigerim',
  customer_last_name: 'Omarova',
  customer_email: 'a@example.com',
  payment_currency: 'KZT',
  payment_amount: 100_000,
};

const PAY = { phone: '+7 707 123 45 67', operator: 'TELE2' };

function linkOf({ sandbox }: TestPlatform, more: JsonObject = {}, secret = sandbox.secret): string {
  return signPage(sandbox.url, pageParameters({ ...ORDER, project_id: sandbox.projectId, ...more }), secret).url;
}

const open = async (url: string) => {
  const response = await fetch(url);
  return { status: response.status, text: await response.text() };
};

/** Sends an action as the page does. */
const step = async (name: string, link: string, fields: object = {}) => {
  const { origin, search } = new URL(link);
  const body = JSON.stringify({ link: search.slice(1), ...fields });
  const response = await fetch(`${origin}/payment/${name}`, { method: 'POST', body });
  const { state, problem, requestId } = (await response.json()) as Record<string, unknown>;
  return { status: response.status, ...(state as object), problem, requestId };
};

describe('a link to the page of a sandbox', () => {
  it('opens with a valid signature, by GET and by POST, without the secret in the page', async () => {
    const platform = await openPlatform();
    const link = linkOf(platform);
    const { headers, status } = await fetch(link);
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    const { origin, search } = new URL(link);
    const posted = await fetch(`${origin}/payment`, { method: 'POST', body: new URLSearchParams(search) });
    expect(posted.status).toBe(200);
    expect(await posted.text()).not.toContain(platform.sandbox.secret.reveal());
  });

  it.each<[what: string, change: (link: string, platform: TestPlatform) => string, status: number, says: string]>([
    ['a value was changed', (link) => link.replace('100000', '1'), 400, 'Invalid signature'],
    ['a parameter was added', (link) => `${link}&payment_description=x`, 400, 'Invalid signature'],
    ['the secret is another one', (_, platform) => linkOf(platform, {}, new Secret('x')), 400, 'Invalid signature'],
    ['the signature is missing', (link) => link.replace(/&signature=.*/, ''), 400, 'no signature'],
    ['a parameter is missing', (link) => link.replace(/customer_email=[^&]*&/, ''), 400, 'Missing: customer_email'],
    ['the project is another one', (_, platform) => linkOf(platform, { project_id: 77 }), 404, 'Project id not found'],
    [
      'the method is another one',
      (_, platform) => linkOf(platform, { force_payment_method: 'card' }),
      400,
      'only mobile',
    ],
    [
      'there is no such operator',
      (_, platform) => linkOf(platform, { payment_methods_options: { selected_operator: 'TELE3' } }),
      400,
      'no such operator',
    ],
  ])('is refused when %s, by each action too, and no callback is sent', async (_, change, status, says) => {
    const platform = await openPlatform();
    const link = change(linkOf(platform), platform);
    const page = await open(link);
    expect(page).toMatchObject({ status, text: expect.stringContaining('This link cannot be opened') });
    expect(page.text).toContain(says);
    expect(await step('pay', link, PAY)).toMatchObject({ status });
    await platform.clock.advance(5000);
    expect(platform.merchant.callbacks).toEqual([]);
  });

  it('opens with the unsigned parameters of widgets and plugins', async () => {
    const platform = await openPlatform();
    expect(await open(`${linkOf(platform)}&frame_mode=popup&_plugin_version=1.2&_sw=1280`)).toMatchObject({
      status: 200,
    });
  });

  it('expires, except for a payment that has started', async () => {
    const platform = await openPlatform();
    const end = new Date(platform.clock.now() + 60_000).toISOString();
    const [link, late] = [
      linkOf(platform, { best_before: end }),
      linkOf(platform, { payment_id: 'late', best_before: end }),
    ];
    await step('pay', link, PAY);
    await platform.clock.advance(60_000);
    expect(await step('state', link)).toMatchObject({ screen: 'code' });
    expect(await step('state', late)).toMatchObject({ screen: 'expired' });
    expect(await step('pay', late, PAY)).toMatchObject({ status: 400, screen: 'expired' });
  });
});

describe('a payment on the page', () => {
  it('has a status, callbacks and refunds like any payment of the Gate', async () => {
    const platform = await openPlatform();
    const link = linkOf(platform, { merchant_callback_url: platform.merchant.url, payment_description: 'Tea' });
    expect(await step('state', link)).toMatchObject({ screen: 'form' });
    const { requestId } = await step('pay', link, PAY);
    const asked = await platform.callback();
    expect(asked).toMatchObject({ verification: { valid: true }, body: { operation: { request_id: requestId } } });
    const code = {
      screen: 'code',
      phone: '+7707•••••67',
      codeMilliseconds: OTP_MILLISECONDS,
      resendsLeft: 3,
      wrongCodes: 0,
    };
    expect(await step('state', link)).toMatchObject(code);
    expect(await step('code', link, { code: platform.lastCode() })).toMatchObject({ status: 200, screen: 'waiting' });
    const { body } = await platform.callback();
    expect(body).toMatchObject({
      payment: { id: 'order-1', status: 'success', description: 'Tea' },
      account: { type: 'TELE2' },
    });
    expect(await step('state', link)).toMatchObject({ screen: 'success', code: '0' });
    expect((await platform.status()).body).toMatchObject({ payment: { status: 'success' } });
    expect(await platform.refund({ amount: 100, currency: 'KZT' })).toMatchObject({ httpStatus: 200 });
  });

  it.each([
    [{ phone: '123', operator: 'TELE2' }, 'phone'],
    [{ phone: '87071234567', operator: 'TELE3' }, 'operator'],
    [{ phone: '87071234567' }, 'operator'],
  ])('does not start with %j', async (fields, problem) => {
    const platform = await openPlatform();
    expect(await step('pay', linkOf(platform), fields)).toMatchObject({ status: 400, problem, screen: 'form' });
  });

  it('starts once when the button is pressed twice, and new codes cannot be requested too early or too often', async () => {
    const platform = await openPlatform();
    const link = linkOf(platform);
    await step('pay', link, PAY);
    expect(await step('pay', link, PAY)).toMatchObject({ status: 400, screen: 'waiting' });
    expect(await step('code', link, { code: '1' })).toMatchObject({ status: 400, screen: 'waiting' });
    await platform.callback();
    expect(await step('resend', link)).toMatchObject({ status: 400, screen: 'code', resendsLeft: 3 });
    for (const resendsLeft of [2, 1, 0]) {
      await platform.clock.advance(OTP_MILLISECONDS);
      expect(await step('resend', link)).toMatchObject({ status: 200, resendsLeft });
    }
    await platform.clock.advance(OTP_MILLISECONDS);
    expect(await step('resend', link)).toMatchObject({ status: 400, resendsLeft: 0 });
  });

  it('refuses an action without a link, and invalid JSON', async () => {
    const { sandbox } = await openPlatform();
    for (const body of ['', '[]', '{"link":7}', 'x']) {
      expect((await fetch(`${sandbox.url}/payment/pay`, { method: 'POST', body })).status).toBe(400);
    }
    expect((await fetch(`${sandbox.url}/payment/pay`)).status).toBe(405);
    expect((await fetch(`${sandbox.url}/payment/other`)).status).toBe(404);
  });
});
