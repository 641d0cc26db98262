import { describe, expect, it } from 'vitest';
import { forwardUrl, isForwardOf } from '#domain/callbacks/forwarding';

it.each([
  ['http://h/', '/', '/', 'http://h/'],
  ['http://h', '/', '/', 'http://h/'],
  ['http://h/cb', '/', '/', 'http://h/cb'],
  ['http://h/cb/', '/x', '/', 'http://h/cb/x'],
  ['http://h/cb?k=1', '/x?y=2', '/', 'http://h/cb/x?k=1&y=2'],
  ['http://h/cb', '/hooks/x', '/hooks', 'http://h/cb/x'],
  ['http://h/cb', '/hooks', '/hooks', 'http://h/cb'],
  ['http://h', '//evil.example/x', '/', 'http://h//evil.example/x'],
  ['http://h/cb', '//', '/', 'http://h/cb//'],
  ['http://h/cb', "/%2e%2E/a/../b%2F;c?q='1'&&r=?", '/', "http://h/cb/%2e%2E/a/../b%2F;c?q='1'&&r=?"],
  ['http://h', '/x?', '/', 'http://h/x?'],
])('a callback for %s that came to %s (listening at %s) goes to %s', (target, path, own, url) => {
  expect(forwardUrl(target, path, own)).toBe(url);
});

describe('a URL of the queue', () => {
  it.each([
    ['http://shop.test/cb', 'http://shop.test/cb'],
    ['http://shop.test/cb/x?y=1', 'http://shop.test/cb'],
    ['http://shop.test/cb?a=1&y=2', 'http://shop.test/cb?a=1'],
    ['http://shop.test/x', 'http://shop.test/'],
  ])('%s belongs to %s', (url, target) => {
    expect(isForwardOf(url, target)).toBe(true);
  });

  it.each([
    ['http://shop.test/cbx', 'http://shop.test/cb'],
    ['http://shop.test/cb/../admin', 'http://shop.test/cb'],
    ['http://shop.test.evil.test/', 'http://shop.test/'],
    ['http://shop.test@evil.test/', 'http://shop.test/'],
    ['https://shop.test/', 'http://shop.test/'],
    ['/cb', 'http://shop.test/cb'],
  ])('%s does not belong to %s', (url, target) => {
    expect(isForwardOf(url, target)).toBe(false);
  });
});
