import { describe, expect, it } from 'vitest';
import { findUnsignedKind } from '#domain/callbacks/chargeback';
import { Secret } from '#domain/signature/secret';
import { verifySigned } from '#domain/signature/signature';
import { signedAnswer } from '../../support/gate/fixtures.ts';

const secret = new Secret('secret');
const kind = (text: string) => findUnsignedKind({ text, verification: verifySigned(text, secret) });

describe('the kind of a callback', () => {
  it.each([
    { chargeback: { id: 1, amount: 100 } },
    { chargebacks: [{ payment_id: 'p' }] },
    { project_id: 1, operation: { type: 'chargeback', status: 'success' } },
    { payment: { id: 'p', status: 'Chargeback reversed' } },
    { event_type: 'CHARGE-BACK' },
    [{ data: { items: [{ kind: 'charge_back' }] } }],
    { charge_back_date: null },
  ])('is chargeback without a signature: %j', (body) => {
    expect(kind(JSON.stringify(body))).toBe('chargeback');
  });

  it.each([
    [{ payment: { id: 'p', status: 'success', description: 'chargeback' } }],
    [{ payment: { status: `chargeback ${'x'.repeat(100)}` } }],
    [{ operation: { type: 'sale', status: 'success' } }],
    [{ chargeback: 1, signature: 'short' }],
    [{ chargeback: 1, signature: null }],
    [{ chargeback: 1, signature: 5 }],
    [{ chargeback: 1, general: { signature: {} } }],
    [{ chargeback: 1, signature: `${'A'.repeat(86)}==` }],
    ['chargeback'],
    [null],
  ])('is not chargeback: %j', (body) => {
    expect(kind(JSON.stringify(body))).toBeUndefined();
  });

  it('is not chargeback when it is signed, and none of what is not JSON', () => {
    expect(kind(signedAnswer({ chargeback: { id: 1 } }, secret))).toBeUndefined();
    expect(kind('{"chargeback":')).toBeUndefined();
  });

  it('is decided by the first ten thousand keys of eight levels', () => {
    const many = { ...Object.fromEntries(Array.from({ length: 10_001 }, (_, at) => [`k${at}`, at])), chargeback: 1 };
    expect(kind(JSON.stringify(many))).toBeUndefined();
    expect(kind(`${'{"a":'.repeat(7)}{"chargeback":1}${'}'.repeat(7)}`)).toBe('chargeback');
    expect(kind(`${'{"a":'.repeat(8)}{"chargeback":1}${'}'.repeat(8)}`)).toBeUndefined();
    expect(kind(`${'['.repeat(100_000)}"chargeback"${']'.repeat(100_000)}`)).toBeUndefined();
  });
});
