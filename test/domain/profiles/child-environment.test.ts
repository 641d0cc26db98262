import { describe, expect, it } from 'vitest';
import { browserEnvironment, childEnvironment, listSecretVariables } from '#domain/profiles/child-environment';

const SECRET = 'canary-7c01';

const ENVIRONMENT = {
  PATH: '/bin',
  HOME: '/home/shop',
  DISPLAY: ':0',
  LC_ALL: 'C',
  AWS_PROFILE: 'shop',
  no_proxy: 'localhost',
  HTTP_PROXY: 'http://proxy.example:3128',
  ROCKETPAY_SECRET_KEY: SECRET,
  ROCKETPAY_SECRET_KEY_FILE: SECRET,
  rocketpay_anything: SECRET,
  Shop_Secret: SECRET,
  HTTPS_PROXY: `http://user:${SECRET}@proxy.example`,
  all_proxy: `user:${SECRET}@proxy.example`,
  npm_config_https_proxy: `http://user:${SECRET}@proxy.example`,
  NODE_OPTIONS: SECRET,
  PGPASSWORD: SECRET,
};

describe('the environment of a child process', () => {
  it('contains no secret, no setting of rocketpay and no password of a proxy', () => {
    expect(Object.keys(childEnvironment(ENVIRONMENT, ['SHOP_SECRET']))).toEqual([
      ...['PATH', 'HOME', 'DISPLAY', 'LC_ALL', 'AWS_PROFILE', 'no_proxy', 'HTTP_PROXY'],
    ]);
  });

  it('contains for a browser only what it needs', () => {
    expect(Object.keys(browserEnvironment({ ...ENVIRONMENT, DISPLAY: SECRET }, ['SHOP_SECRET', 'DISPLAY']))).toEqual([
      ...['PATH', 'HOME', 'LC_ALL', 'no_proxy', 'HTTP_PROXY'],
    ]);
  });

  it('does not contain the variables that stored profiles name', () => {
    expect(
      listSecretVariables([{ secret: { kind: 'env', name: 'A' } }, {}, { secret: { kind: 'file', path: 'B' } }]),
    ).toEqual(['A']);
  });
});
