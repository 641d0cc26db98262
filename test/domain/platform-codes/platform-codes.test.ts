import { describe, expect, it } from 'vitest';
import { explainOperationCode, explainRequestCode, isCredentialRefusal } from '#domain/platform-codes/platform-codes';

const REQUEST_CODES = [
  2003, 2004, 2147, 2442, 3024, 3028, 3041, 3060, 3061, 3062, 3191, 3230, 3261, 3262, 3283, 3284, 3285, 3286, 3287,
  3288, 3610, 3613,
].map(String);
const OPERATION_CODES = [
  0, 100, 1405, 1407, 1409, 1422, 1433, 1434, 9999, 20000, 20100, 20101, 20102, 20104, 20105, 20106, 20201, 20202,
  20206, 20301, 20302, 20602, 20603, 20706, 20802, 20899,
].map(String);

describe('the explanation of a platform code', () => {
  it.each(REQUEST_CODES)('exists for code %s of a refused request', (code) => {
    expect(String(explainRequestCode(code)?.meaning)).toMatch(/^\S.{5,}[^.]$/);
  });

  it.each([...OPERATION_CODES, ...REQUEST_CODES])('exists for code %s of an operation', (code) => {
    expect(String(explainOperationCode(code)?.meaning)).toMatch(/^\S.{5,}[^.]$/);
  });

  it.each([...OPERATION_CODES, ...REQUEST_CODES])('has advice in whole sentences, if any: %s', (code) => {
    expect(String(explainOperationCode(code)?.advice ?? 'None.')).toMatch(/^[A-Z].+(\.|rocketpay \w+)$/);
  });

  it.each(OPERATION_CODES)('does not exist for operation code %s of a refused request', (code) => {
    expect(explainRequestCode(code)).toBeUndefined();
  });

  it.each(['3061', '3062'])('says that code %s is not final', (code) => {
    expect(String(explainRequestCode(code)?.advice)).toContain('not final');
  });

  it.each([undefined, '', '1', '03061', '3061 ', 'constructor', '__proto__', 'toString'])(
    'does not exist for the unknown code %j',
    (code) => {
      expect(explainRequestCode(code)).toBeUndefined();
      expect(explainOperationCode(code)).toBeUndefined();
    },
  );
});

describe('the check whether a refusal is about the credentials:', () => {
  it.each<[httpStatus: number, code: string | undefined, message: string | undefined, about: boolean]>([
    [400, '3261', undefined, true],
    [400, '3262', 'Signature is empty', true],
    [200, '2442', 'Project not found', true],
    [401, undefined, undefined, true],
    [403, undefined, undefined, true],
    [403, '3041', 'whatever', true],
    [400, undefined, 'Invalid SIGNATURE', true],
    [400, undefined, 'Amount is required', false],
    [400, '3041', 'Payment exists', false],
    [400, '2004', 'Field general.signature is fine, customer.id is not', false],
    [200, '3061', 'Not found', false],
    [422, undefined, undefined, false],
  ])('HTTP %d, code %s, %j: %s', (httpStatus, code, message, about) => {
    expect(isCredentialRefusal({ httpStatus, code, message })).toBe(about);
  });
});
