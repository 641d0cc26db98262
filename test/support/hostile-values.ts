import type { JsonObject } from '#domain/json/exact-json';
import { parseJson } from '#domain/json/exact-json';
import { withOverrides } from '#domain/json/json-path';
import type { Secret } from '#domain/signature/secret';
import { withSignature } from '#domain/signature/signature';
import { TRIES_EVERY_CASE } from './suite/case-count.ts';

const nested = (open: string, value: string, close: string, depth: number): string =>
  open.repeat(depth) + value + close.repeat(depth);

/** JSON texts of values that no field of a request or callback is made for. */
export const HOSTILE_VALUES: readonly string[] = [
  ...['null', 'true', 'false', '0', '-0', '-1', '1.5', '1e2', '1e308', '1e-400', '1e400', '9007199254740993'],
  ...['-9007199254740993', '1'.repeat(400), '""', '" "', '"0x10"', '"1e400"', '"-0"', '"Infinity"', '"NaN"'],
  ...['[]', '{}', '[[]]', '[null]', '[{}]', '["a",1,true,null]', '{"0":"a","1":"b"}', '{"length":3}', '[[1],[2]]'],
  ...['{"toString":1,"valueOf":1}', '{"toString":null}', '{"__proto__":{"a":1}}', '{"__proto__":null}'],
  ...['{"constructor":{"prototype":{"a":1}}}', '{"then":1}', '{"toJSON":1}', '{"hasOwnProperty":1}', '{"":{"":1}}'],
  ...['"__proto__"', '"constructor"', '"toString"', '"hasOwnProperty"', '"__defineGetter__"'],
  ...[
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"a\\u0000b"',
    '"\\u001b]52;c;eA==\\u0007"',
    '"\\u202e\\u2028\\ufeff"',
    '"\\ufffd"',
  ],
  ...[
    '"a;payment:status:success"',
    '"../../etc/passwd"',
    '"%ff"',
    '"http://%ff@127.0.0.1/"',
    '"http://[::1"',
    '"2024"',
  ],
  ...['"2024-12-07T19:08:45+9999"', '"-271821-04-20T00:00:00Z"', '"\\r\\nX: y"', `"${'x'.repeat(5000)}"`],
  nested('[', '1', ']', 300),
  nested('{"a":', '1', '}', 300),
  nested('[', '', ']', 600),
  nested('[', '', ']', 20_000),
  nested('{"a":', '{}', '}', 20_000),
  `{"${'k'.repeat(5000)}":1}`,
  `{"${'k'.repeat(2000)}":[${'1,'.repeat(2000)}1]}`,
  `[${'{},'.repeat(3000)}{}]`,
];

/** Every value for every field in `npm run test:fuzz`; else each field has its share of them, so that all have their turn. */
const SHARES = process.env.FUZZ_ROUNDS !== undefined ? 1 : TRIES_EVERY_CASE ? 4 : 12;

/** The values to be tried in one of many fields. */
export const shareOf = <T>(values: readonly T[], field: number): readonly T[] =>
  values.filter((_, at) => at % SHARES === field % SHARES);

/** Stands for the value until its text is put in. */
const PLACE = '@@hostile@@';

/**
 * The text of a body in which one field has a hostile value, signed as far as the value can be read.
 *
 * @param path dotted
 * @param value JSON text, which may be one that `parseJson` refuses
 */
export function hostileText(body: JsonObject, path: string, value: string, secret: Secret): string {
  const place = JSON.stringify(withSignature(withOverrides(body, [{ path, value: PLACE }]), secret));
  try {
    const changed = withOverrides(body, [{ path, value: parseJson(value) }]);
    const { signature, general } = withSignature(changed, secret) as { signature?: string; general?: JsonObject };
    const signed = withOverrides(JSON.parse(place), [
      signature === undefined
        ? { path: 'general.signature', value: general?.signature ?? '' }
        : { path: 'signature', value: signature },
    ]);
    return JSON.stringify(signed).replace(`"${PLACE}"`, () => value);
  } catch {
    return place.replace(`"${PLACE}"`, () => value);
  }
}
