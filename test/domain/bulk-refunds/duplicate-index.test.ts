import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DuplicateIndex } from '#domain/bulk-refunds/duplicate-index';

describe('the lines in which payments stand first', () => {
  it('are those that a map would hold, however many there are', () => {
    const ids = fc.array(fc.oneof(fc.string({ maxLength: 3 }), fc.nat(3000).map(String)), { maxLength: 5000 });
    fc.assert(
      fc.property(ids, (keys) => {
        const lines = new DuplicateIndex();
        const map = new Map<string, number>();
        for (const [at, key] of keys.entries()) {
          expect(lines.add(key, at + 2)).toBe(map.get(key));
          if (!map.has(key)) map.set(key, at + 2);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('are kept while the file grows', () => {
    const lines = new DuplicateIndex();
    for (let line = 2; line < 50_000; line++) expect(lines.add(`order-${line}`, line)).toBeUndefined();
    for (let line = 2; line < 50_000; line += 997) expect(lines.add(`order-${line}`, 1)).toBe(line);
  });
});
