import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import { diagnose } from '#domain/diagnosis/diagnose';
import type { MistakeName } from '#domain/diagnosis/mistake';
import { parseReceived } from '#domain/diagnosis/received-body';
import { Secret } from '#domain/signature/secret';
import { verifySigned } from '#domain/signature/signature';

/** No real one. */
export const SECRET = 'the-secret-of-the-shop';
/** The one that the bodies are verified with. */
export const secret = new Secret(SECRET);

/** The lines of a body as the platform signs them, written down by hand: nothing of ours makes them. */
export const LINES = [
  'account:number:77071234567',
  'customer:id:customer_123',
  'operation:code:0',
  'operation:date:2024-12-07T19:08:45+0000',
  'operation:id:95028800010128225',
  'operation:provider:auth_code:',
  'operation:provider:id:',
  'operation:rate:1.5',
  'operation:request_id:1a23456bc7890de',
  'operation:status:success',
  'operation:sum_initial:amount:100000',
  'operation:sum_initial:currency:KZT',
  'operation:test:0',
  'payment:description:Кітап',
  'payment:id:payment_47',
  'payment:is_new:1',
  'payment:status:success',
  'payment:sum:amount:100000',
  'payment:sum:currency:KZT',
  'positions:2:1',
  'positions:10:2',
  'project_id:1234',
];

/** The body of these lines, with a hole for the signature. */
export const body = (signature: string | undefined): string =>
  `{"project_id":1234,"payment":{"id":"payment_47","status":"success","is_new":true,"sum":{"amount":100000,"currency":"KZT"},` +
  `"description":"Кітап"},"customer":{"id":"customer_123"},"operation":{"id":95028800010128225,"status":"success",` +
  `"date":"2024-12-07T19:08:45+0000","request_id":"1a23456bc7890de","sum_initial":{"amount":100000,"currency":"KZT"},` +
  `"code":"0","rate":1.5,"test":false,"provider":{"id":null,"auth_code":""}},"positions":{"2":1,"10":2},` +
  `"account":{"number":"77071234567"}${signature === undefined ? '' : `,"signature":${JSON.stringify(signature)}`}}`;

/** An HMAC of lines, to be written in whatever form. */
export const hmac = (lines: readonly string[] | string, key: string | Buffer = SECRET, hash = 'sha512') =>
  createHmac(hash, key).update(typeof lines === 'string' ? lines : lines.join(';'));

/** The platform's signature of lines. */
export const sign = (lines: readonly string[] | string, key: string | Buffer = SECRET): string =>
  hmac(lines, key).digest('base64');

/** The one that verifies. */
export const RIGHT = sign(LINES);

/** Lines with some of them written in another way. */
export const swap = (...pairs: readonly (readonly [string, string | undefined])[]): string[] =>
  pairs.reduce<string[]>(
    (lines, [from, to]) => {
      expect(lines).toContain(from);
      return lines.flatMap((line) => (line !== from ? [line] : to === undefined ? [] : [to]));
    },
    [...LINES],
  );

/** The names of what makes a text verify, all of it together. */
export const named = (text: string): readonly MistakeName[] => {
  expect(verifySigned(text, secret).valid).toBe(false);
  const { proven, mistakes } = diagnose(parseReceived(text), secret);
  expect({ proven, mistakes }).toMatchObject({ proven: true });
  for (const { if: clause, advice } of mistakes) expect(`${clause}${advice}`).not.toContain(SECRET);
  return mistakes.map(({ name }) => name);
};

/** The body with the signature of a string that is not the right one. */
export const signedOver = (lines: readonly string[] | string): string => body(sign(lines));
