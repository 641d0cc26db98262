import { describe, expect, it } from 'vitest';
import type { Intent } from '#domain/ledger/intent';
import { type LocalResends, type ResendWindow, resendWindow } from '#domain/otp/resend-window';
import type { Operation } from '#domain/payments/payment-state';
import { anIntent } from '../ledger/intents.ts';

const RULES = { otpSeconds: 80, resends: 3 };
const START = Date.UTC(2024, 11, 7, 19, 8, 5);
const seconds = (count: number): number => START + count * 1000;

function operation(type: string, status: string, createdAt?: number, changedAt?: number): Operation {
  return {
    id: '1',
    type,
    status,
    createdAt,
    changedAt,
    requestId: undefined,
    amount: undefined,
    code: undefined,
    message: undefined,
  };
}

const sale = operation('sale', 'awaiting clarification', START, seconds(5));
const resent = (at: number, status = 'success'): Operation =>
  operation('customer action', status, seconds(at), seconds(at + 2));

describe('the resends of the platform', () => {
  it.each<[string, readonly Operation[], ResendWindow]>([
    ['nothing is known', [], { used: 0, remaining: 3, possibleAt: undefined }],
    ['the OTP was asked for', [sale], { used: 0, remaining: 3, possibleAt: seconds(85) }],
    [
      'the sale does not say when it changed',
      [operation('sale', 'processing', START)],
      { used: 0, remaining: 3, possibleAt: seconds(80) },
    ],
    ['the sale has no dates', [operation('sale', 'processing')], { used: 0, remaining: 3, possibleAt: undefined }],
    ['it was resent once', [sale, resent(100)], { used: 1, remaining: 2, possibleAt: seconds(180) }],
    ['it was resent, in another order', [resent(100), sale], { used: 1, remaining: 2, possibleAt: seconds(180) }],
    ['it was resent twice', [sale, resent(200), resent(100)], { used: 2, remaining: 1, possibleAt: seconds(280) }],
    [
      'it was resent three times',
      [sale, resent(100), resent(200), resent(300)],
      { used: 3, remaining: 0, possibleAt: seconds(380) },
    ],
    [
      'it was resent more often than allowed',
      [1, 2, 3, 4].map((n) => resent(n * 100)),
      { used: 4, remaining: 0, possibleAt: seconds(480) },
    ],
    ['a resend is on its way', [sale, resent(100, 'processing')], { used: 1, remaining: 2, possibleAt: seconds(180) }],
    ['a resend was declined', [sale, resent(100, 'decline')], { used: 0, remaining: 3, possibleAt: seconds(85) }],
    [
      'a resend has no dates',
      [sale, operation('customer action', 'success')],
      { used: 1, remaining: 2, possibleAt: seconds(85) },
    ],
    [
      'a resend says only when it changed',
      [operation('customer action', 'success', undefined, seconds(9))],
      { used: 1, remaining: 2, possibleAt: seconds(89) },
    ],
    [
      'other operations do not count',
      [sale, operation('refund', 'success', seconds(500), seconds(500))],
      { used: 0, remaining: 3, possibleAt: seconds(85) },
    ],
  ])('are counted when %s', (_case, operations, window) => {
    expect(resendWindow(operations, RULES)).toEqual(window);
  });

  it('follow the rules of the project', () => {
    expect(resendWindow([sale], { otpSeconds: 90, resends: 1 })).toEqual({
      used: 0,
      remaining: 1,
      possibleAt: seconds(95),
    });
    expect(resendWindow([sale], { otpSeconds: 90, resends: 0 })).toMatchObject({ remaining: 0 });
  });
});

describe('a resend of this machine that the platform does not show yet', () => {
  const asked = (state: Intent['state'], at: number, requestId?: string): Intent =>
    anIntent({ kind: 'resend', state, changedAt: seconds(at), requestId });
  const windowOf = (operations: readonly Operation[], own: Partial<LocalResends>): ResendWindow =>
    resendWindow(operations, RULES, { intents: [], otpAskedAt: undefined, clockOffset: 0, ...own });

  it.each<[state: Intent['state'], used: number]>([
    ['sending', 1],
    ['unknown', 1],
    ['accepted', 1],
    ['done', 1],
    ['declined', 0],
    ['refused', 0],
    ['denied', 0],
    ['not_sent', 0],
    ['never_arrived', 0],
  ])('that is %s counts %d times', (state, used) => {
    const possibleAt = seconds(used === 1 ? 180 : 85);
    expect(windowOf([sale], { intents: [asked(state, 100)] })).toEqual({ used, remaining: 3 - used, possibleAt });
  });

  it('counts once when the platform shows it too', () => {
    const shown = { ...resent(100), requestId: 'r' };
    expect(windowOf([sale, shown], { intents: [asked('accepted', 300, 'r')] })).toEqual({
      used: 1,
      remaining: 2,
      possibleAt: seconds(180),
    });
  });

  it('counts beside another one that the platform shows', () => {
    expect(windowOf([sale, resent(100)], { intents: [asked('accepted', 200, 'r')] })).toEqual({
      used: 2,
      remaining: 1,
      possibleAt: seconds(280),
    });
  });

  it('does not count when it is not a resend', () => {
    const others = (['sale', 'otp', 'refund', 'raw'] as const).map((kind) => anIntent({ kind, state: 'accepted' }));
    expect(windowOf([sale], { intents: others })).toMatchObject({ used: 0 });
  });

  it('has the time of the first status that asks for the code when no other time is known', () => {
    expect(windowOf([], { otpAskedAt: seconds(7) }).possibleAt).toBe(seconds(87));
    expect(windowOf([sale], { otpAskedAt: seconds(7) }).possibleAt).toBe(seconds(85));
  });

  it('has a time by the clock of the platform, which may be ahead', () => {
    const offset = 3_600_000;
    expect(windowOf([], { otpAskedAt: seconds(7) + offset, clockOffset: offset }).possibleAt).toBe(
      seconds(87) + offset,
    );
    const own = windowOf([sale], { intents: [asked('accepted', 100)], clockOffset: offset });
    expect(own.possibleAt).toBe(seconds(180) + offset);
  });
});
