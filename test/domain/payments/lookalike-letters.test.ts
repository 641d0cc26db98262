import { describe, expect, it } from 'vitest';
import { lookalikeSentence } from '#domain/payments/lookalike-letters';

describe('letters that look alike', () => {
  it.each([
    ['оrder-01', 'It has the Cyrillic letter "о": it looks Latin. In Latin: order-01.'],
    ['РАУ-1', 'It has Cyrillic letters "Р", "А", "У": they look Latin. In Latin: PAY-1.'],
    ['order-01', undefined],
    // A Cyrillic word is an id of its own.
    ['заказ-01', undefined],
  ])('describes them in %s', (id, sentence) => {
    expect(lookalikeSentence(id)?.toString()).toBe(sentence);
  });
});
