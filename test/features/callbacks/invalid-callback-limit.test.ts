import { describe, expect, it } from 'vitest';
import { DEFAULT_INVALID_BYTES, InvalidCallbacks } from '#features/callbacks/invalid-callback-limit';

const MEGABYTE = 1024 * 1024;
const ENVELOPE = { path: `/${'p'.repeat(1000)}`, headers: [['x-long', 'h'.repeat(9000)]] } as const;

function limited(quota = DEFAULT_INVALID_BYTES, free = Number.POSITIVE_INFINITY) {
  let now = 0;
  const pruned: number[] = [];
  const told: string[] = [];
  const ledger = {
    pruneInvalidCallbacks: async (bytes: number) => {
      pruned.push(bytes);
      return free;
    },
  };
  const invalid = new InvalidCallbacks(quota, ledger, { elapsed: () => now }, () => told.push('full'));
  const sizeOf = (text: string) => Buffer.byteLength(JSON.stringify(invalid.takeBeginning(text, ENVELOPE) ?? null));
  return { invalid, pruned, told, sizeOf, pass: (milliseconds: number) => (now += milliseconds) };
}

describe('the store of callbacks with a wrong signature', () => {
  it.each([
    ['letters', 'x'],
    ['control characters', '\x01'],
    ['letters of three bytes', '\u20ac'],
    ['halves of surrogate pairs', '\ud800'],
    ['pairs', '\u{1f600}'],
    ['quotes', '"'],
  ])('limits each callback by its size on disk: %s', (_, unit) => {
    const { invalid } = limited();
    const { text } = invalid.takeBeginning(unit.repeat(MEGABYTE / unit.length), ENVELOPE) ?? { text: '' };
    const size = Buffer.byteLength(JSON.stringify(text));
    expect(size).toBeLessThan(66 * 1024);
    expect(size).toBeGreaterThan(30 * 1024);
    expect(text.isWellFormed()).toBe(true);
  });

  it('keeps small ones whole, with their headers', () => {
    const { invalid } = limited();
    expect(invalid.takeBeginning('{"a":1}', ENVELOPE)).toEqual({ text: '{"a":1}', envelope: ENVELOPE });
  });

  it('keeps little of each while many come, whatever their headers are, and more again later', () => {
    const { sizeOf, pass } = limited();
    const all = Array.from({ length: 1000 }, () => sizeOf('\x01'.repeat(MEGABYTE)));
    expect(all.reduce((sum, size) => sum + size)).toBeLessThan(7 * MEGABYTE);
    expect(all.at(-1)).toBeLessThan(2 * 1024);
    pass(1000);
    expect(sizeOf('\x01'.repeat(MEGABYTE))).toBeGreaterThan(60 * 1024);
  });

  it('removes the oldest ones again and again, with the quota of the user', async () => {
    const { invalid, pruned } = limited(MEGABYTE);
    await invalid.prune();
    expect(pruned).toEqual([]);
    for (let count = 0; count < 1000; count += 1) {
      invalid.takeBeginning('x'.repeat(4000), ENVELOPE);
      await invalid.prune();
    }
    expect(pruned.length).toBeGreaterThan(5);
    expect(new Set(pruned)).toEqual(new Set([MEGABYTE]));
  });

  it('keeps none with a quota of 0, and none when the disk is nearly full', async () => {
    expect(limited(0).invalid.takeBeginning('x', ENVELOPE)).toBeUndefined();
    const { invalid, told } = limited(MEGABYTE, 100 * MEGABYTE);
    for (let count = 0; count < 10; count += 1) invalid.takeBeginning('x'.repeat(64_000), ENVELOPE);
    await invalid.prune();
    expect(told).toEqual(['full']);
    expect(invalid.takeBeginning('x', ENVELOPE)).toBeUndefined();
  });
});
