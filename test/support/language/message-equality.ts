import { expect } from 'vitest';
import { Message } from '#domain/language/message';

/** In a test a message equals its English text, also inside of an object. */
expect.addEqualityTesters([
  (one: unknown, other: unknown) => {
    if (one instanceof Message && typeof other === 'string') return String(one) === other;
    return typeof one === 'string' && other instanceof Message ? one === String(other) : undefined;
  },
]);
