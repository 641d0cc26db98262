import { describe, expect, it } from 'vitest';
import { proxyAuthorization, proxyFor, proxyName } from '#domain/gate/proxy';
import { failureOf } from '../../support/failures.ts';

const GATE = 'https://api.rocketpay.kz';
const PROXY = 'http://proxy.example:3128';
const found = (url: string, environment: Record<string, string>) => proxyFor(url, environment)?.href;

describe('the proxy settings', () => {
  it.each([
    [{ HTTPS_PROXY: PROXY }],
    [{ https_proxy: PROXY }],
    [{ ALL_PROXY: PROXY }],
    [{ HTTPS_PROXY: 'proxy.example:3128' }],
    [{ https_proxy: PROXY, HTTPS_PROXY: 'http://other.example' }],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: 'example.com, pay.kz,api.rocketpay.kz:8443' }],
    [{ HTTPS_PROXY: PROXY, NO_PROXY: 'ocketpay.kz' }],
  ])('select the proxy: %j', (environment) => {
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
  ])('select no proxy: %j', (environment) => {
    expect(found(GATE, environment)).toBeUndefined();
  });

  it.each([
    'http://127.0.0.1:4010',
    'http://localhost:4010',
    'http://localhost.:4010',
    'http://shop.localhost:4010',
    'https://[::1]:1',
    'https://[::ffff:127.0.0.1]:1',
  ])('never send requests for %s to the proxy', (url) => {
    expect(found(url, { HTTP_PROXY: PROXY, HTTPS_PROXY: PROXY })).toBeUndefined();
  });

  it('apply to plain http too', () => {
    expect(found('http://gate.example', { HTTP_PROXY: PROXY })).toBe(`${PROXY}/`);
  });

  it.each([
    ['socks5://clerk:pass-9x7q@proxy.example', '.'],
    ['http://', '.'],
    ['http://clerk:pass-9x7q@ bad', ': it has white space.'],
    [`${PROXY} `, ': it has white space.'],
    [` ${PROXY}`, ': it has white space.'],
    [' ', ': it has white space.'],
    [`"${PROXY}"`, ': it is in quotation marks.'],
    [`'${PROXY}'`, ': it is in quotation marks.'],
    ['http://clerk:50%off@proxy.example:3128', ': its user name or password has a "%" that is not'],
    ['http://50%off:pass-9x7q@proxy.example:3128', ': its user name or password has a "%" that is not'],
    ['http://clerk:%E0%A4%A@proxy.example:3128', ': its user name or password has a "%" that is not'],
    ['http://clerk:%FF@proxy.example:3128', ': its user name or password has a "%" that is not'],
  ])('are refused when they are invalid, without showing the password: %s', (value, why) => {
    const failure = failureOf(() => found(GATE, { HTTPS_PROXY: value }));
    expect(failure).toMatchObject({ exit: 4, code: 'bad_proxy' });
    expect(failure.message).toContain(`HTTPS_PROXY does not name an http or https proxy${why}`);
    expect(`${failure.message}${failure.hint}`).not.toMatch(/pass-9x7q|50%off|clerk/);
  });

  it.each([
    ['fd00::2', true],
    ['[fd00::2]', true],
    ['[fd00::2]:8443', true],
    ['[FD00:0:0:0:0:0:0:2]:8443', true],
    ['fd00:0000:0000:0000:0000:0000:0000:0002', true],
    ['localhost, fd00::0.0.0.2', true],
    ['[fd00::2]:443', false],
    ['fd00::3', false],
    ['fd00::', false],
    ['[fd00::2', false],
    ['::', false],
    ['[]', false],
  ])('may exclude an IPv6 address in any spelling: %s', (NO_PROXY, isSpared) => {
    const url = 'https://[fd00::2]:8443';
    expect(found(url, { HTTPS_PROXY: PROXY, NO_PROXY })).toBe(isSpared ? undefined : `${PROXY}/`);
  });

  it.each(['10.0.0.7', '::ffff:10.0.0.7', '[::ffff:a00:7]:443', '010.0.0.7'])(
    'may list an address of IPv4 in any spelling: %s',
    (NO_PROXY) => {
      const expected = NO_PROXY.startsWith('010') ? `${PROXY}/` : undefined;
      expect(found('https://10.0.0.7', { HTTPS_PROXY: PROXY, NO_PROXY })).toBe(expected);
    },
  );

  it('may exclude a name with a dot at its end or with non-Latin letters', () => {
    expect(found(GATE, { HTTPS_PROXY: PROXY, NO_PROXY: 'api.rocketpay.kz.' })).toBeUndefined();
    expect(found('https://xn--80akhbyknj4f.kz', { HTTPS_PROXY: PROXY, NO_PROXY: 'ИСПЫТАНИЕ.kz' })).toBeUndefined();
  });

  it.each([
    ['http://clerk:p%40ss@proxy.example', 'clerk:p@ss'],
    ['http://clerk@proxy.example', 'clerk:'],
    ['http://proxy.example', undefined],
    ['http://clerk:%D0%BF@proxy.example', 'clerk:п'],
  ])('send the user name and password to the proxy: %s', (url, words) => {
    const header = words === undefined ? undefined : `Basic ${Buffer.from(words).toString('base64')}`;
    expect(proxyAuthorization(new URL(url))).toBe(header);
  });

  it('are described without the password', () => {
    expect(proxyName(new URL('http://clerk:pass-9x7q@proxy.example:3128'))).toBe(PROXY);
  });
});
