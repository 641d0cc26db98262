import { expect } from 'vitest';

/** Matches a text, or a message by its English text, that contains a part or matches a pattern. */
export const textMatching = (part: string | RegExp): unknown =>
  expect.toSatisfy(
    (value: unknown) => (typeof part === 'string' ? String(value).includes(part) : part.test(String(value))),
    `matches ${part}`,
  );
