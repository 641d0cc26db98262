import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { formatJson, type Json, type JsonObject } from '#domain/json/exact-json';
import { getPath, parseOverride, withOverrides } from '#domain/json/json-path';
import { failureOf } from '../../support/failures.ts';
import { tidyBody, wildBody } from './arbitraries.ts';

const set = (body: JsonObject, ...texts: string[]): JsonObject => withOverrides(body, texts.map(parseOverride));

describe('getPath', () => {
  const answer: Json = {
    payment: { sum: { amount: 100000 }, status: 'success', note: '' },
    operations: [{ id: 95028800010128225n }, { id: 2 }],
    none: null,
    'a.b': 1,
  };

  it.each<[path: string, value: Json | undefined]>([
    ['payment.status', 'success'],
    ['payment.sum.amount', 100000],
    ['payment.sum', { amount: 100000 }],
    ['payment.note', ''],
    ['operations.0.id', 95028800010128225n],
    ['operations.1', { id: 2 }],
    ['none', null],
    ['operations.2', undefined],
    ['operations.-1', undefined],
    ['payment.missing', undefined],
    ['payment.status.x', undefined],
    ['payment.status.length', undefined],
    ['none.x', undefined],
    ['a.b', undefined],
    ['', undefined],
    ['payment.', undefined],
    ['constructor', undefined],
    ['__proto__', undefined],
    ['payment.toString', undefined],
    ['operations.map', undefined],
  ])('%j', (path, value) => {
    expect(getPath(answer, path)).toEqual(value);
  });

  it('never throws, for any body', () => {
    fc.assert(
      fc.property(wildBody, fc.string({ unit: fc.constantFrom(...'ab01.'), maxLength: 6 }), (body, path) => {
        getPath(body, path);
      }),
    );
  });
});

describe('parseOverride', () => {
  it.each<[text: string, path: string, value: Json]>([
    ['callback.delay=10', 'callback.delay', 10],
    ['callback.force_disable=true', 'callback.force_disable', true],
    [
      'general.merchant_callback_url=https://shop.example/cb?a=b',
      'general.merchant_callback_url',
      'https://shop.example/cb?a=b',
    ],
    ['a="10"', 'a', '10'],
    ['a=', 'a', ''],
    ['a=""', 'a', ''],
    ['a=null', 'a', null],
    ['a= 1', 'a', 1],
    ['a=007', 'a', '007'],
    ['a=1.', 'a', '1.'],
    ['a=True', 'a', 'True'],
    ['a=Төлем', 'a', 'Төлем'],
    ['a={"b":[1,2]}', 'a', { b: [1, 2] }],
    ['a={"b":', 'a', '{"b":'],
    ['a=95028800010128225', 'a', 95028800010128225n],
    ['a b=c d', 'a b', 'c d'],
    ['signatures=1', 'signatures', 1],
  ])('%s', (text, path, value) => {
    expect(parseOverride(text)).toEqual({ path, value });
  });

  it.each(['', '=', '=1', 'a', 'a.b', '.a=1', 'a.=1', 'a..b=1', '.=1'])('refuses %j with an example', (text) => {
    expect(failureOf(() => parseOverride(text))).toMatchObject({
      exit: EXIT.usage,
      hint: expect.stringContaining('--set'),
    });
  });

  it.each(['signature=x', 'general.signature=x', 'signature.a=x', 'a.signature.b=x'])(
    '%s is refused: it is made here',
    (text) => {
      expect(failureOf(() => parseOverride(text))).toMatchObject({
        exit: EXIT.usage,
        message: expect.stringContaining('signature'),
      });
    },
  );
});

describe('withOverrides', () => {
  const body = { general: { project_id: 1 }, payment: { amount: 5, currency: 'KZT' } };

  it.each<[string, string[], JsonObject]>([
    ['a new one', ['callback.delay=10'], { ...body, callback: { delay: 10 } }],
    ['another value', ['payment.amount=7'], { ...body, payment: { amount: 7, currency: 'KZT' } }],
    ['one beside others', ['general.x.y=1'], { ...body, general: { project_id: 1, x: { y: 1 } } }],
    ['the last of two', ['a=1', 'a=2'], { ...body, a: 2 }],
    ['one inside another', ['a={"b":1}', 'a.c=2'], { ...body, a: { b: 1, c: 2 } }],
    ['an object where text was', ['payment.currency.x=1'], { ...body, payment: { amount: 5, currency: { x: 1 } } }],
    ['none', [], body],
  ])('%s', (_case, texts, changed) => {
    expect(set(body, ...texts)).toEqual(changed);
  });

  it('does not change its arguments', () => {
    const frozen = Object.freeze({ general: Object.freeze({ project_id: 1 }) });
    set(frozen, 'general.project_id=2', 'general.x=3', 'y=4');
    expect(frozen).toEqual({ general: { project_id: 1 } });
  });

  it.each(['__proto__.polluted=true', 'constructor.prototype.polluted=true', 'a.__proto__.polluted=true'])(
    'and no prototype is touched by %s',
    (text) => {
      const changed = set({ a: {} }, text);
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
      expect(Object.getPrototypeOf(changed)).toBe(Object.prototype);
      expect(formatJson(changed)).toContain('"polluted":true');
    },
  );

  it('sets an item of a list and keeps the other items', () => {
    const positions = { positions: [{ amount: 1 }, { amount: 2 }] };
    expect(set(positions, 'positions.0.amount=5')).toEqual({ positions: [{ amount: 5 }, { amount: 2 }] });
  });

  it('sets a value that getPath returns, for any body', () => {
    fc.assert(
      fc.property(
        tidyBody,
        fc.stringMatching(/^[a-z]{1,3}(\.[a-z]{1,3}){0,2}$/),
        fc.integer(),
        (whatever, path, value) => {
          expect(getPath(set(whatever, `${path}=${value}`), path)).toBe(value);
        },
      ),
    );
  });
});
