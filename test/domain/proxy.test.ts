import { describe, expect, it } from 'vitest';
import { proxyFor, proxyName } from '../../src/domain/proxy.ts';

const GATE = 'https://api.rocketpay.kz';
const PROXY = 'http://proxy.example:3128';
const found = (url: string, environment: Record<string, string>) => proxyFor(url, environment)?.href;

describe('a company with a proxy', () => {
  it.each([
    [{ HTTPS_PROXY: PROXY }],
    [{ https_proxy: PROXY }],
    [{ ALL_PROXY: PROXY }],
    [{ HTTPS_PROXY: 'proxy.example:3128' }],
    [{ https_proxy: PROXY, HTTPS_PROXY: 'http://other.example' }],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: 'example.com, pay.kz,api.rocketpay.kz:8443' }],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: 'ocketpay.kz' }],
  ])('is obeyed: %j', (environment) => {
    expect(found(GATE, environment)).toBe(`${PROXY}/`);
  });

  it.each([
    [{}],
    [{ HTTPS_PROXY: '' }],
    [{ HTTP_PROXY: PROXY }],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: '*' }],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: 'other,api.rocketpay.kz' }],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: '.rocketpay.kz' }],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: '*.rocketpay.kz' }],
    [{ HTTPS_PROXY: PROXY, no_proxy: 'Rocketpay.KZ:443' }],
  ])('is left out of it: %j', (environment) => {
    expect(found(GATE, environment)).toBeUndefined();
  });

  it.each(['http://127.0.0.1:4010', 'http://localhost:4010', 'https://[::1]:1'])('never sees what is for %s', (url) => {
    expect(found(url, { HTTP_PROXY: PROXY, HTTPS_PROXY: PROXY })).toBeUndefined();
  });

  it('has one for plain http too', () => {
    expect(found('http://gate.example', { HTTP_PROXY: PROXY })).toBe(`${PROXY}/`);
  });

  it.each(['socks5://clerk:pass-9x7q@proxy.example', 'http://', 'http://clerk:pass-9x7q@ bad'])(
    'is told when the proxy cannot work, without its password: %s',
    (value) => {
      expect(() => found(GATE, { HTTPS_PROXY: value })).toThrow(
        expect.objectContaining({ exit: 4, message: 'HTTPS_PROXY does not name an http or https proxy.' }),
      );
    },
  );

  it('finds its proxy named without the password', () => {
    expect(proxyName(new URL('http://clerk:pass-9x7q@proxy.example:3128'))).toBe(PROXY);
  });
});
