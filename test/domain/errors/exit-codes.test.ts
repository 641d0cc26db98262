import { describe, expect, it } from 'vitest';
import { EXIT, EXIT_MEANINGS } from '#domain/errors/exit-codes';

describe('the exit codes', () => {
  it('never change', () => {
    expect(EXIT).toMatchObject({
      done: 0,
      bug: 1,
      usage: 2,
      refused: 3,
      credentials: 4,
      unavailable: 5,
      unknown: 6,
      blocked: 7,
      pending: 8,
      unverified: 9,
      interrupted: 130,
    });
  });

  it('have different numbers, and a text for the help', () => {
    const codes = Object.values(EXIT);
    expect(new Set(codes).size).toBe(codes.length);
    expect(Object.keys(EXIT_MEANINGS).map(Number)).toEqual([...codes].sort((a, b) => a - b));
    expect(Object.values(EXIT_MEANINGS).every((words) => words.length > 5)).toBe(true);
  });
});
