import { describe, expect, it } from 'vitest';
import { hasDotSegment } from '#domain/callbacks/dot-segments';

describe('a dot segment', () => {
  it.each([
    ...['/..', '/.', '/a/../b', '/a/./b', '/..%2fb', '/%2e%2e/b', '/.%2E/b', '/%2e', '/..%5cb', '/..\\b', '\\..\\b'],
    ...[
      '/..;/b',
      '/..%3b/b',
      '/..%3Bx=1/b',
      '/..#b',
      '/..%23b',
      '/..%3fb',
      '/..%00/b',
      '/..%09/b',
      '/..%20/b',
      '/..%0d%0a',
    ],
    ...['/%252e%252e/b', '/%25252525252525252e./b', '/..%25252fb', '/%c0%ae%c0%ae/b', '/%C0%AE./b', '/%e0%80%ae./b'],
    ...[
      '/..%c0%afb',
      '/..%c1%9cb',
      '/%u002e%u002e/b',
      '/%uff0e./b',
      '/..%u2215b',
      '/%ef%bc%8e%EF%BC%8E/b',
      '/a%2f..%2fb',
    ],
    ...['/%25c0%25ae./b', '/a/..'],
  ])('is seen in %s', (path) => {
    expect(hasDotSegment(path)).toBe(true);
  });

  it.each([
    ...['/', '/callbacks', '/a.b', '/.well-known/x', '/...', '/..a', '/a..', '/a..b/c', '/x?a=/../b', '/x?..', '/%'],
    ...['/100%25', '/%e4', '/a%2fb', '/a;b', '/file.%20x', '/.hidden', '/a%2eb', '/%ef%bc%8ex'],
  ])('is not seen in %s', (path) => {
    expect(hasDotSegment(path)).toBe(false);
  });

  it('is looked for in time that grows with the length of the path', () => {
    expect(hasDotSegment(`/%${'25'.repeat(100_000)}2e./b`)).toBe(true);
    expect(hasDotSegment(`/${'.'.repeat(300_000)}`)).toBe(false);
  });
});
