import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatJson, type Json, type JsonObject, parseJson } from '#domain/json/exact-json';
import { Secret } from '#domain/signature/secret';
import { sign, stringToSign, verifySigned, withSignature } from '#domain/signature/signature';
import {
  objectsOf,
  spell,
  spelling,
  tidyBody,
  tidyKey,
  tidyScalar,
  wildBody,
  wildKey,
  wildScalar,
} from '../json/arbitraries.ts';

const secret = new Secret('secret');
const secrets = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map((text) => new Secret(text));

describe('signature of a body that is written differently', () => {
  it('stays the same when white space, key order and escapes change', () => {
    fc.assert(
      fc.property(tidyBody, spelling, (body, choices) => {
        expect(stringToSign(parseJson(spell(body, choices)))).toBe(stringToSign(body));
      }),
    );
  });

  it('is accepted when white space, key order and escapes change', () => {
    fc.assert(
      fc.property(tidyBody, spelling, (body, choices) => {
        expect(verifySigned(spell(withSignature(body, secret), choices), secret)).toMatchObject({ valid: true });
      }),
    );
  });

  it('does not cover the keys signature and frame_mode at any depth', () => {
    const ignored = fc.constantFrom('signature', 'frame_mode');
    fc.assert(
      fc.property(tidyBody, ignored, tidyBody, fc.nat(), (body, key, value, place) => {
        expect(stringToSign(withEntry(body, place, key, value))).toBe(stringToSign(body));
      }),
    );
  });

  it('is accepted for any body and any secret that signed it', () => {
    fc.assert(
      fc.property(
        objectsOf(
          wildKey.filter((key) => key !== 'signature'),
          wildScalar,
        ),
        secrets,
        (body, key) => {
          const text = formatJson(withSignature(body, key));
          expect(verifySigned(text, key)).toMatchObject({ valid: true });
        },
      ),
    );
  });

  it('is accepted for any JSON text that was signed', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const signed = formatJson(withSignature({ data: parseJson(text) }, secret));
        expect(verifySigned(signed, secret)).toMatchObject({ valid: true, body: parseJson(signed) });
      }),
    );
  });
});

describe('signature of a body that is changed', () => {
  it('changes when one value changes', () => {
    fc.assert(
      fc.property(tidyBody, fc.nat(), tidyScalar, (body, which, value) => {
        const leaves = leavesOf(body);
        fc.pre(leaves.length > 0);
        const leaf = leaves[which % leaves.length] as Leaf;
        // 1, "1" and true are signed alike, and so are null and "": documented.
        fc.pre(signedText(leaf.value) !== signedText(value));
        const changed = withLeaf(body, leaf.path, value);
        expect(sign(changed, secret)).not.toBe(sign(body, secret));
        const kept = { ...withSignature(body, secret), ...changed, signature: sign(body, secret) };
        expect(verifySigned(formatJson(kept), secret)).toMatchObject({ valid: false, problem: 'mismatch' });
      }),
    );
  });

  it('changes when a field is added', () => {
    fc.assert(
      fc.property(tidyBody, tidyKey, tidyScalar, (body, key, value) => {
        fc.pre(!Object.hasOwn(body, key));
        expect(sign({ ...body, [key]: value }, secret)).not.toBe(sign(body, secret));
      }),
    );
  });

  it('changes with another secret', () => {
    fc.assert(
      fc.property(tidyBody, fc.string(), fc.string(), (body, one, other) => {
        fc.pre(one !== other && [one, other].every((text) => new Secret(text).problem === undefined));
        expect(sign(body, new Secret(one))).not.toBe(sign(body, new Secret(other)));
      }),
    );
  });

  it('is refused when any one of its characters changes', () => {
    const body = { payment: { id: 'p', status: 'success' } };
    const signature = sign(body, secret);
    for (let place = 0; place < signature.length; place++) {
      for (const other of 'Aa0+/=é\u0000') {
        if (signature[place] === other) continue;
        const changed = signature.slice(0, place) + other + signature.slice(place + 1);
        expect(verifySigned(formatJson({ ...body, signature: changed }), secret)).toMatchObject({ valid: false });
      }
    }
  });

  it('is refused when one of its characters is missing or doubled', () => {
    const body = { payment: { id: 'p' } };
    const signature = sign(body, secret);
    for (let place = 0; place < signature.length; place++) {
      for (const middle of ['', `${signature[place]}${signature[place]}`]) {
        const changed = signature.slice(0, place) + middle + signature.slice(place + 1);
        expect(verifySigned(formatJson({ ...body, signature: changed }), secret)).toMatchObject({
          problem: 'placeholder',
        });
      }
    }
  });
});

describe('signature of two bodies', () => {
  it.each<[string, string]>([
    ['{"a":"1;b:2"}', '{"a":"1","b":"2"}'],
    ['{"a":1}', '{"a":"1"}'],
    ['{"a":"1"}', '{"a":true}'],
    ['{"a":0}', '{"a":false}'],
    ['{"a":null}', '{"a":""}'],
    ['{"a":{},"b":[]}', '{}'],
    ['{"a":["x"]}', '{"a":{"0":"x"}}'],
    ['{"a":1.0}', '{"a":1}'],
    ['{"a":1.50}', '{"a":1.5}'],
    ['{"a":1,"a":2}', '{"a":2}'],
  ])('is the same for two bodies where the documentation says so: %s and %s', (one, other) => {
    expect(sign(parseJson(one), secret)).toBe(sign(parseJson(other), secret));
  });

  it.each<[string, string]>([
    ['{"a:b":1}', '{"a":{"b":1}}'],
    ['{"a":" 1"}', '{"a":"1"}'],
    ['{"a":"01"}', '{"a":"1"}'],
    ['{"a":"\u00e9"}', '{"a":"e\u0301"}'],
    ['{"a":"true"}', '{"a":true}'],
    ['{"a":null}', '{}'],
    ['{"A":1}', '{"a":1}'],
    ['{"a":[1,2]}', '{"a":[2,1]}'],
    ['{"a":9007199254740993}', '{"a":9007199254740992}'],
  ])('differs for two bodies: %s and %s', (one, other) => {
    expect(sign(parseJson(one), secret)).not.toBe(sign(parseJson(other), secret));
  });

  it('is the same when a signed body is signed again', () => {
    fc.assert(
      fc.property(wildBody, (body) => {
        expect(sign(withSignature(body, secret), secret)).toBe(sign(body, secret));
      }),
    );
  });
});

interface Leaf {
  readonly path: readonly (string | number)[];
  readonly value: Json;
}

function leavesOf(value: Json, path: readonly (string | number)[] = []): Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item as Json, [...path, key]));
}

function signedText(value: Json): string {
  if (value === null) return '';
  return typeof value === 'boolean' ? String(Number(value)) : String(value);
}

function withLeaf(body: JsonObject, path: Leaf['path'], value: Json): JsonObject {
  const copy = structuredClone(body) as JsonObject;
  let at = copy as Record<string | number, Json>;
  for (const part of path.slice(0, -1)) at = at[part] as Record<string | number, Json>;
  at[path.at(-1) ?? ''] = value;
  return copy;
}

/** The body with an entry more in one of its objects, however deep. */
function withEntry(body: JsonObject, place: number, key: string, value: Json): JsonObject {
  const copy = structuredClone(body) as JsonObject;
  const objects = objectsIn(copy);
  (objects[place % objects.length] as Record<string, Json>)[key] = value;
  return copy;
}

function objectsIn(value: Json): JsonObject[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap((item) => objectsIn(item as Json));
  return Array.isArray(value) ? inner : [value as JsonObject, ...inner];
}
