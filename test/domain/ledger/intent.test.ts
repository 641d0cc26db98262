import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { toFailure as failureFor } from '#domain/gate/outcome-failure';
import type { Outcome } from '#domain/gate/request-outcome';
import {
  createIntentId,
  getMerchantRefundId,
  INTENT_KINDS,
  INTENT_STATES,
  type IntentChange,
  type IntentState,
  isCertainlyNotDone,
  isOpen,
  lacksResult,
  NOT_PROCESSED_STATES,
  projectKey,
  STATES_WITHOUT_RESULT,
  wasAccepted,
} from '#domain/ledger/intent';
import { changeFromOutcome, getHttpStatus } from '#domain/ledger/intent-transitions';

const refused = (httpStatus: number, code?: string, message?: string): Extract<Outcome, { kind: 'refused' }> => ({
  kind: 'refused',
  httpStatus,
  code,
  message,
  requestId: undefined,
});

describe('the change of an intent for an outcome', () => {
  it.each<[what: string, Outcome, IntentChange]>([
    [
      'taken by the platform, which is not "done"',
      { kind: 'accepted', answer: {}, requestId: 'r1', signed: false },
      { state: 'accepted', requestId: 'r1' },
    ],
    ['refused', refused(400, '3060'), { state: 'refused', code: '3060', reason: 'the platform answered HTTP 400' }],
    ['refused without a word', refused(404), { state: 'refused', reason: 'the platform answered HTTP 404' }],
    ['refused within an HTTP 200', refused(200, '3283'), { state: 'refused', code: '3283' }],
    ['a repeated merchant_refund_id', refused(400, '3230'), { state: 'refused', code: '3230' }],
    ['a wrong signature', refused(400, '3261'), { state: 'denied', code: '3261' }],
    ['no signature', refused(400, '3262'), { state: 'denied', code: '3262' }],
    ['a project that is not known', refused(200, '2442'), { state: 'denied', code: '2442' }],
    ['an address that is not on the list', refused(403), { state: 'denied' }],
    ['no permission', refused(401), { state: 'denied' }],
    ['a signature named without a code', refused(400, undefined, 'Invalid signature'), { state: 'denied' }],
    ['a platform that is busy', refused(400, '2147'), { state: 'denied', code: '2147' }],
    ['a busy platform that gave a request id', { ...refused(400, '2147'), requestId: 'r9' }, { state: 'refused' }],
    ['nothing left', { kind: 'not_sent', reason: 'no address' }, { state: 'not_sent', reason: 'no address' }],
    ['no answer', { kind: 'unknown', reason: 'timed out' }, { state: 'unknown', reason: 'timed out' }],
    ['an unverified answer', { kind: 'unverified', reason: 'forged' }, { state: 'unknown', reason: 'forged' }],
  ])('%s', (_what, outcome, change) => {
    expect(changeFromOutcome(outcome)).toMatchObject(change);
  });

  it('contains the request id of a refusal', () => {
    expect(changeFromOutcome({ ...refused(400, '3060'), requestId: 'r9' })).toMatchObject({
      state: 'refused',
      requestId: 'r9',
    });
  });

  it('contains the HTTP status of a refusal', () => {
    for (const status of [200, 400, 409, 422])
      expect(getHttpStatus({ reason: changeFromOutcome(refused(status, '3060')).reason })).toBe(status);
    expect(getHttpStatus({ reason: 'set manually' })).toBe(400);
    expect(getHttpStatus({ reason: undefined })).toBe(400);
  });

  it('contains the request id of an error and the code of a repeat', () => {
    const change = changeFromOutcome({ kind: 'unknown', reason: 'both', requestId: 'r9', code: '3230' });
    expect(change).toMatchObject({ state: 'unknown', requestId: 'r9', code: '3230' });
  });

  it('contains no text of the platform', () => {
    const words = 'Wrong key s3cr3t for 77071234567';
    expect(JSON.stringify(changeFromOutcome(refused(400, '3060', words)))).not.toMatch(/s3cr3t|7707/);
  });

  it('is open exactly when the message calls the outcome unknown', () => {
    const outcomes: Exclude<Outcome, { kind: 'accepted' }>[] = [
      refused(400, '3060'),
      refused(403),
      { kind: 'not_sent', reason: '' },
      { kind: 'unknown', reason: '' },
    ];
    for (const outcome of outcomes) {
      const { exit } = failureFor(outcome, { kind: 'refund', writes: true, paymentId: 'p' });
      expect(isOpen(changeFromOutcome(outcome))).toBe(exit === EXIT.unknown);
    }
  });
});

describe('the properties of an intent', () => {
  type Expected = readonly [open: boolean, accepted: boolean, sentAgain: boolean];
  const expected: Readonly<Record<IntentState, Expected>> = {
    sending: [true, false, false],
    unknown: [true, false, false],
    accepted: [false, true, false],
    done: [false, true, false],
    declined: [false, true, false],
    refused: [false, false, false],
    denied: [false, false, true],
    not_sent: [false, false, true],
    never_arrived: [false, false, true],
    held: [false, false, true],
  };

  it.each(INTENT_STATES)('%s shows whether it is open or accepted, and whether its key may be sent again', (state) => {
    const sentAgain = (NOT_PROCESSED_STATES as readonly IntentState[]).includes(state);
    expect([isOpen({ state }), wasAccepted({ state }), sentAgain]).toEqual(expected[state]);
  });

  it('is tested for every state', () => {
    expect([...INTENT_STATES].sort()).toEqual(Object.keys(expected).sort());
    expect(new Set(INTENT_KINDS).size).toBe(INTENT_KINDS.length);
  });
});

describe('an intent', () => {
  it('is certainly not done only when it was refused or not sent', () => {
    const certain = INTENT_STATES.filter((state) => isCertainlyNotDone({ state }));
    expect(certain).toEqual(['declined', 'refused', 'denied', 'not_sent', 'held']);
  });

  it('lacks a result while it is open or accepted', () => {
    const without = INTENT_STATES.filter((state) => lacksResult({ state }));
    expect(without).toEqual(['sending', 'unknown', 'accepted']);
    expect(without).toEqual([...STATES_WITHOUT_RESULT]);
  });

  it('has the same merchant_refund_id for all attempts with one key', () => {
    const first = getMerchantRefundId({ id: 'in-1', key: 'ticket-1' });
    expect(getMerchantRefundId({ id: 'in-2', key: 'ticket-1' })).toBe(first);
    expect(getMerchantRefundId({ id: 'in-1', key: undefined })).toBe('in-1');
  });
});

describe('the id of an intent', () => {
  it('is in lower case without similar letters', () => {
    for (let n = 0; n < 500; n++) expect(createIntentId()).toMatch(/^in-[0-9a-hjkmnp-tv-z]{12}$/);
  });

  it('is unique', () => {
    const ids = Array.from({ length: 20_000 }, createIntentId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('uses the whole alphabet at each position', () => {
    const ids = Array.from({ length: 5000 }, createIntentId);
    for (let place = 3; place < 15; place++) expect(new Set(ids.map((id) => id[place])).size).toBe(32);
  });
});

describe('the stored name of a project', () => {
  it.each<[gateUrl: string, projectId: number, project: string]>([
    ['https://api.rocketpay.kz', 1234, 'api.rocketpay.kz/1234'],
    ['https://api.rocketpay.kz/', 1234, 'api.rocketpay.kz/1234'],
    ['https://API.Rocketpay.KZ:443', 1234, 'api.rocketpay.kz/1234'],
    ['https://api.rocketpay.kz.', 1234, 'api.rocketpay.kz/1234'],
    ['https://api.rocketpay.kz.:8443//', 1234, 'api.rocketpay.kz:8443/1234'],
    ['https://api.rocketpay.kz/base', 1234, 'api.rocketpay.kz/base/1234'],
    ['https://api.rocketpay.kz/Base/live/', 1234, 'api.rocketpay.kz/Base/live/1234'],
    ['https://api.rocketpay.kz', 1235, 'api.rocketpay.kz/1235'],
    ['https://api.example.com', 1234, 'api.example.com/1234'],
    ['http://127.0.0.1:4010', 1, '127.0.0.1:4010/1'],
    ['http://127.0.0.1:4011', 1, '127.0.0.1:4011/1'],
  ])('for %s and project %d is %s', (gateUrl, projectId, project) => {
    expect(projectKey({ gateUrl, projectId })).toBe(project);
  });
});
