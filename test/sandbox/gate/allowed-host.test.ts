import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { isAllowedHost } from '#sandbox/gate/allowed-host';
import { openPlatform } from '../support.ts';

describe('the Host header of a request to the sandbox', () => {
  const listening = { host: '127.0.0.1', port: 4010 };

  it.each(['localhost:4010', 'LOCALHOST:4010', '127.0.0.1:4010', '127.0.0.2:4010', '[::1]:4010'])(
    'may be %s',
    (header) => expect(isAllowedHost(header, listening)).toBe(true),
  );

  it.each([
    'evil.example',
    'evil.example:4010',
    'localhost.evil.example:4010',
    'localhost:4011',
    'localhost',
    '127.0.0.1.evil.example:4010',
    'user@localhost:4010',
    '127.0.0.1:4010:4010',
    '10.0.0.1:4010',
    '',
    ' localhost:4010',
  ])('must not be %j', (header) => expect(isAllowedHost(header, listening)).toBe(false));

  it.each(['0.0.0.0', '::', '10.0.0.1', 'shop.example'])('may be any name when --host is %s', (host) =>
    expect(isAllowedHost('sandbox.internal:8080', { host, port: 4010 })).toBe(true),
  );

  it.each(['::1', '127.0.0.1', 'localhost'])('is checked when --host is %s', (host) => {
    expect(isAllowedHost('evil.example:4010', { host, port: 4010 })).toBe(false);
    expect(isAllowedHost('localhost:4010', { host, port: 4010 })).toBe(true);
  });

  it.each([
    ['GET', '/sandbox/messages'],
    ['GET', '/payment?payment_id=1'],
    ['POST', '/v2/payment/status'],
  ])('of another name is answered with 421 for %s %s', async (method, path) => {
    const platform = await openPlatform();
    const { port } = new URL(platform.sandbox.url);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { host: `evil.example:${port}` };
      request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(421);
  });
});
