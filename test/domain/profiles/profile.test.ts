import { describe, expect, it } from 'vitest';
import { PROFILE_DEFAULTS, validateBaseUrl } from '#domain/profiles/profile';

describe('a base URL', () => {
  it.each([
    'https://api.rocketpay.kz',
    'https://api.rocketpay.kz/',
    'https://api.rocketpay.kz:8443/base',
    'https://192.0.2.1',
    'https://[2001:db8::1]',
    'https://көлік.kz',
    'http://localhost:4010',
    'http://localhost',
    'http://127.0.0.1:4010',
    'http://127.1.2.3',
    'http://127.1',
    'http://[::1]:4010',
    'HTTP://LOCALHOST',
  ])('%s is accepted', (url) => {
    expect(validateBaseUrl(url, false)).toBeUndefined();
  });

  it.each<[url: string, problem: string]>([
    ['', 'not an https URL'],
    ['api.rocketpay.kz', 'not an https URL'],
    ['//api.rocketpay.kz', 'not an https URL'],
    ['localhost:4010', 'not an https URL'],
    ['https://', 'not an https URL'],
    ['ftp://api.rocketpay.kz', 'not an https URL'],
    ['file:///etc/hosts', 'not an https URL'],
    ['javascript:alert(1)', 'not an https URL'],
    ['https://user@api.rocketpay.kz', 'user name or a password'],
    ['https://user:pass@api.rocketpay.kz', 'user name or a password'],
    ['https://:pass@api.rocketpay.kz', 'user name or a password'],
    ['https://api.rocketpay.kz?a=b', 'query or a fragment'],
    ['https://api.rocketpay.kz/#a', 'query or a fragment'],
    ['https://api.rocketpay.kz/?', 'query or a fragment'],
    ['https://api.rocketpay.kz/#', 'query or a fragment'],
    ['http://api.rocketpay.kz', 'plain http to another machine'],
    ['http://localhost.example.com', 'plain http to another machine'],
    ['http://127.0.0.1.example.com', 'plain http to another machine'],
    ['http://example.com/localhost', 'plain http to another machine'],
    ['http://0.0.0.0:4010', 'plain http to another machine'],
    ['http://192.168.0.1', 'plain http to another machine'],
    ['http://[::2]', 'plain http to another machine'],
    ['http://localhost@example.com', 'user name or a password'],
  ])('%j is refused: %s', (url, problem) => {
    expect(String(validateBaseUrl(url, false))).toContain(problem);
  });

  it('may be plain http to another machine if no one else can read the traffic', () => {
    expect(validateBaseUrl('http://gate.internal:8080', true)).toBeUndefined();
  });

  it.each(['ftp://gate.internal', 'http://user@gate.internal', 'http://gate.internal?a', ''])(
    'is refused %j even then',
    (url) => {
      expect(validateBaseUrl(url, true)).toBeDefined();
    },
  );

  it('is never shown with its password', () => {
    for (const url of ['https://u:p4ss@a.kz', 'http://u:p4ss@a.kz', 'ftp://u:p4ss@a.kz']) {
      expect(validateBaseUrl(url, false)).not.toContain('p4ss');
    }
  });
});

describe('a profile without settings', () => {
  it('has the documented hosts and safe defaults', () => {
    expect(PROFILE_DEFAULTS).toEqual({
      gateUrl: 'https://api.rocketpay.kz',
      paymentPageUrl: 'https://paymentpage.rocketpay.kz',
      mode: 'live',
      otpSeconds: 80,
      resends: 3,
      currency: 'KZT',
      customer: {},
      statusDelaySeconds: 10,
      requireApproval: false,
      approvers: [],
      merchantRefundId: false,
      acceptUnsignedStatus: false,
      speed: 1,
      insecure: false,
    });
    expect(validateBaseUrl(PROFILE_DEFAULTS.gateUrl, false)).toBeUndefined();
    expect(validateBaseUrl(PROFILE_DEFAULTS.paymentPageUrl, false)).toBeUndefined();
  });
});
