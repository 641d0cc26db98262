import { expect, it } from 'vitest';
import { forwardUrl } from '../../src/domain/delivery.ts';

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
