import { describe, expect, it } from 'vitest';
import { parseGatePath } from '#domain/gate/gate-path';

describe('the path of an endpoint', () => {
  it.each([
    ['/v2/payment/status', '/v2/payment/status'],
    ['v2/payment/status', '/v2/payment/status'],
    ['//v2/payment/status', '/v2/payment/status'],
    [' /v2/payment/status/\r', '/v2/payment/status/'],
  ])('%j is %j', (text, path) => {
    expect(parseGatePath(text)).toBe(path);
  });

  it.each([
    'C:/Program Files/Git/v2/payment/status',
    'C:\\Program Files\\Git\\v2\\payment\\status',
    'D:/msys64/v2/payment/status',
    'C:/git-sdk-64/usr/v2/payment/status',
  ])('%j was changed by Git Bash, which is reported', (text) => {
    expect(() => parseGatePath(text)).toThrow(
      expect.objectContaining({
        exit: 2,
        message: expect.stringContaining('Git Bash'),
        hint: 'Write two slashes, //v2/payment/status, or set MSYS_NO_PATHCONV=1 before the command.',
      }),
    );
  });

  it.each(['', '/', 'a/../b', '/v2/%2e%2e/x', 'https://evil.test/x', '/v2/a b', '/v2/x?y'])('%j is refused', (text) => {
    expect(() => parseGatePath(text)).toThrow(expect.objectContaining({ exit: 2 }));
  });
});
