import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { formatJson, isJsonObject, type Json, type JsonObject, parseJson } from '#domain/json/exact-json';
import { signedLines } from '#domain/signature/canonical-lines';
import { fastStringToSign } from '#domain/signature/fast-string-to-sign';
import { Secret } from '#domain/signature/secret';
import {
  findSignature,
  SIGNATURE_LENGTH,
  sign,
  stringToSign,
  verifySigned,
  withSignature,
} from '#domain/signature/signature';
import { callbackVectors, requestVectors } from './vectors.ts';

const secret = new Secret('secret');
const exactly = (body: Json): string =>
  signedLines(body)
    .map(({ path, value }) => `${path}:${value}`)
    .join(';');

function objectOf(text: string): JsonObject {
  const body = parseJson(text);
  if (!isJsonObject(body)) throw new Error(`not an object: ${text}`);
  return body;
}

describe.each([...requestVectors, ...callbackVectors])('published body $name ($shows)', (vector) => {
  it('gives the published string to sign', () => {
    expect(stringToSign(parseJson(vector.body))).toBe(vector.stringToSign);
  });

  it('gives the published string in the exact way, and in the fast way or not at all', () => {
    expect(exactly(parseJson(vector.body))).toBe(vector.stringToSign);
    expect([undefined, vector.stringToSign]).toContain(fastStringToSign(parseJson(vector.body)));
    expect([undefined, vector.stringToSign]).toContain(fastStringToSign(JSON.parse(vector.body)));
  });
});

describe.each(requestVectors.filter((vector) => vector.signature !== null))('published request $name', (vector) => {
  const key = new Secret(vector.secret ?? '');

  it('gets the published signature', () => {
    expect(sign(parseJson(vector.body), key)).toBe(vector.signature);
  });

  it('is accepted after signing, and refused with another secret', () => {
    const signed = formatJson(withSignature(objectOf(vector.body), key));
    expect(verifySigned(signed, key)).toMatchObject({ valid: true });
    expect(verifySigned(signed, new Secret(`${vector.secret}\n`))).toMatchObject({ valid: false, problem: 'mismatch' });
  });
});

describe.each(callbackVectors)('published callback $name ($shows)', (vector) => {
  it(`is ${vector.valid ? 'accepted' : 'refused'}`, () => {
    expect(verifySigned(vector.body, new Secret(vector.secret)).valid).toBe(vector.valid);
  });
});

describe('signing a body', () => {
  it('returns the HMAC-SHA-512 of the string to sign, in 88 characters', () => {
    const body = { general: { project_id: 1234 } };
    const signature = sign(body, secret);
    expect(signature).toBe(createHmac('sha512', 'secret').update('general:project_id:1234').digest('base64'));
    expect(signature).toHaveLength(SIGNATURE_LENGTH);
    expect(signature).toMatch(/==$/);
  });

  it.each(['', ' secret', 'secret\n', 'c2VjcmV0', '736563726574', 'құпия', '\u00e9', 'e\u0301'])(
    'signs with the secret %j unchanged: not trimmed, not decoded, not normalised',
    (text) => {
      expect(sign({ a: 1 }, new Secret(text))).toBe(createHmac('sha512', text).update('a:1').digest('base64'));
    },
  );

  it('puts the signature into general when the body has such an object', () => {
    const signed = withSignature({ general: { project_id: 1 }, payment: { amount: 5 } }, secret);
    expect(signed).toEqual({ general: { project_id: 1, signature: sign(signed, secret) }, payment: { amount: 5 } });
  });

  it.each<[string, JsonObject]>([
    ['a flat body', { project_id: 1, request_id: 'r' }],
    ['a body whose general is text', { general: 'x' }],
    ['a body whose general is a list', { general: [1] }],
    ['an empty body', {}],
  ])('puts the signature at the top of %s', (_case, body) => {
    expect(withSignature(body, secret)).toEqual({ ...body, signature: sign(body, secret) });
  });

  it.each([
    '{"general":{"project_id":1,"signature":"an old one"}}',
    '{"project_id":1,"signature":"an old one"}',
    '{"general":{"project_id":1},"signature":"an old one"}',
    '{"general":{"project_id":1},"signature":null}',
  ])('signs %s again so that the result is accepted', (text) => {
    expect(verifySigned(formatJson(withSignature(objectOf(text), secret)), secret)).toMatchObject({ valid: true });
  });

  it('does not change the body that it is given', () => {
    const body = Object.freeze({ general: Object.freeze({ project_id: 1 }) });
    withSignature(body, secret);
    expect(body).toEqual({ general: { project_id: 1 } });
  });
});

describe('verifying a received text', () => {
  const good = callbackVectors[0]?.body ?? '';

  it('returns the body with every digit of its large numbers', () => {
    const text = '{"operation":{"id":95028800010128225}}';
    const signed = formatJson(withSignature(objectOf(text), secret));
    expect(verifySigned(signed, secret)).toMatchObject({
      valid: true,
      body: { operation: { id: 95028800010128225n } },
    });
    const other = signed.replace('95028800010128225', '95028800010128224');
    expect(verifySigned(other, secret)).toMatchObject({ valid: false, problem: 'mismatch' });
  });

  it.each<[string, string, string]>([
    ['nothing', '', 'malformed'],
    ['text that is no JSON', 'payment=1', 'malformed'],
    ['half of a callback', good.slice(0, 300), 'malformed'],
    ['a callback behind a byte order mark', `\ufeff${good}`, 'malformed'],
    ['half of a surrogate pair', '{"a":"\\ud83d","signature":"x"}', 'malformed'],
    ['too deep a nesting', `{"signature":"x","a":${'['.repeat(600)}${']'.repeat(600)}}`, 'malformed'],
    ['a very deep nesting', '['.repeat(200_000), 'malformed'],
    ['no signature', '{"payment":{"id":"p"}}', 'no_signature'],
    ['a signature that is a number', '{"signature":5}', 'no_signature'],
    ['a signature in another place', `{"payment":${good}}`, 'no_signature'],
    ['null', 'null', 'no_signature'],
    ['a list', '[1]', 'no_signature'],
    ['a text', '"text"', 'no_signature'],
    ['an empty signature', '{"signature":""}', 'placeholder'],
    ['a placeholder from the docs', '{"signature":"RQs2UaeIK7mYjQFYfr0HpiWT=="}', 'placeholder'],
    ['a signature without its end', good.replace('R3kQ==', 'R3kQ='), 'placeholder'],
    ['another letter in a value', good.replace('TELE2', 'TELE3'), 'mismatch'],
    ['one field more', good.replace('{', '{"extra":1,'), 'mismatch'],
    ['a signature of 88 wide characters', `{"signature":"${'é'.repeat(88)}"}`, 'mismatch'],
  ])('explains what is wrong with %s', (_case, text, problem) => {
    const verification = verifySigned(text, secret);
    expect(verification).toMatchObject({ valid: false, problem });
    expect(verification.valid ? '' : verification.reason).toMatch(/^[A-Z].{20,}\.$/su);
  });

  it('explains the place of a syntax error', () => {
    expect(verifySigned('{\n  "a": 1,\n}', secret)).toMatchObject({
      reason: expect.stringContaining('line 3, column 1'),
    });
  });

  it('explains that a short signature is a placeholder of the documentation', () => {
    expect(verifySigned('{"signature":"abc"}', secret)).toMatchObject({
      reason: expect.stringMatching(/has 3 characters.*88.*placeholder/s),
    });
  });

  it.each([`,${'"z":{"signature":"x"}'}`, ',"frame_mode":"popup"', ',"z":[],"y":{}'])(
    'accepts a callback with %s added, which is not signed',
    (more) => {
      expect(verifySigned(good.replace(/\}$/, `${more}}`), secret)).toMatchObject({ valid: true });
    },
  );

  it('refuses a body that is nested too deep, even if its signature is right', () => {
    const nested = (levels: number): Json => (levels === 1 ? { a: 1 } : { a: nested(levels - 1) });
    const text = (levels: number): string => formatJson(withSignature(nested(levels) as JsonObject, secret));
    expect(verifySigned(text(512), secret)).toMatchObject({ valid: true });
    expect(() => parseJson(text(513))).toThrow('nested deeper');
    expect(verifySigned(text(513), secret)).toMatchObject({ valid: false, problem: 'malformed' });
  });
});

describe('signature in a body', () => {
  it.each<[string, Json, string | undefined]>([
    ['at the top', { signature: 'a' }, 'a'],
    ['in general', { general: { signature: 'b' } }, 'b'],
    ['at the top first', { signature: 'a', general: { signature: 'b' } }, 'a'],
    ['in general when the one at the top is no text', { signature: null, general: { signature: 'b' } }, 'b'],
    ['nowhere else', { payment: { signature: 'c' } }, undefined],
    ['not in a list', [{ signature: 'a' }], undefined],
    ['not in what an object inherits', JSON.parse('{"__proto__":{"signature":"a"}}') as Json, undefined],
  ])('finds the signature in a body: %s', (_case, body, signature) => {
    expect(findSignature(body)).toBe(signature);
  });
});
