import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { formatPublicKey, isPublicKey } from '#domain/bulk-refunds/approval-key';
import {
  type Approval,
  type ApprovalRules,
  checkApproval,
  createApproval,
  describeMissingApprovers,
} from '#domain/bulk-refunds/plan-approval';
import { signHeader } from '#domain/bulk-refunds/plan-format';
import { NO_TOTALS } from '#domain/bulk-refunds/plan-totals';
import type { PlanHeader } from '#domain/bulk-refunds/refund-plan';
import { EXIT } from '#domain/errors/exit-codes';
import { failureOf } from '../../support/failures.ts';
import { HOUR, NOON } from '../ledger/intents.ts';

const newKey = () => generateKeyPairSync('ed25519').privateKey;
const MAKER = newKey();
const CHIEF = newKey();
const at = (time: number) => new Date(time).toISOString();

const aHeader = (values: Partial<PlanHeader> = {}, key = MAKER): PlanHeader =>
  signHeader(
    {
      type: 'plan',
      version: 2,
      plan: 'plan-1',
      createdAt: at(NOON),
      by: 'aigul@till-1',
      profile: 'shop',
      mode: 'live',
      project: 'api.rocketpay.kz/1234',
      currency: 'KZT',
      input: {
        file: 'a.csv',
        sha256: 'a'.repeat(64),
        format: 'simple',
        columns: ['payment_id', 'amount'],
        delimiter: ',',
        bom: false,
      },
      offline: false,
      again: null,
      ledger: '0123456789abcdef',
      totals: NO_TOTALS,
      rowsHash: 'b'.repeat(64),
      ...values,
    },
    key,
  );
const HEADER = aHeader();

/** The approval of the plan by a key, an hour after it was made. */
const approvalBy = (key = CHIEF, values: Partial<Approval> = {}): Approval =>
  createApproval(
    {
      plan: HEADER.plan,
      hash: HEADER.hash,
      by: 'daniyar@office',
      key: formatPublicKey(key),
      approvedAt: at(NOON + HOUR),
      ...values,
    },
    key,
  );

const RULES: ApprovalRules = {
  approvers: [formatPublicKey(CHIEF), formatPublicKey(MAKER)],
  maxAge: 24 * HOUR,
  now: NOON + 2 * HOUR,
};

const HINTS: Readonly<Record<string, string>> = {
  no_approvers: '--approver <key>',
  maker_unknown: '--approver ed25519:',
};

function expectBlocked(code: string, approval: unknown, rules = RULES, header = HEADER): void {
  const failure = failureOf(() => checkApproval(approval as Approval, header, rules));
  expect(failure).toMatchObject({ exit: EXIT.blocked, code, message: expect.stringContaining('Nothing was sent.') });
  expect(failure.hint).toContain(HINTS[code] ?? 'refunds approve');
}

describe('a key for approvals', () => {
  it('has a public part that is a text', () => {
    expect(formatPublicKey(CHIEF)).toMatch(/^ed25519:[\w-]{43}$/);
    expect(formatPublicKey(CHIEF)).not.toBe(formatPublicKey(MAKER));
    expect(isPublicKey(formatPublicKey(CHIEF))).toBe(true);
  });

  const text = formatPublicKey(CHIEF);
  it.each(['', 'ed25519:', text.slice(8), text.slice(0, -1), `${text}A`, ` ${text}`, `${text}\n`, text.toUpperCase()])(
    'is not %j',
    (other) => {
      expect(isPublicKey(other)).toBe(false);
    },
  );
});

describe('a plan is approved', () => {
  it.each<[what: string, approval: Approval, rules: Partial<ApprovalRules>]>([
    ['by a listed user', approvalBy(), {}],
    [
      'by one of several listed users',
      approvalBy(),
      { approvers: [formatPublicKey(newKey()), formatPublicKey(CHIEF), formatPublicKey(MAKER)] },
    ],
    ['by an approval of the same time as the plan', approvalBy(CHIEF, { approvedAt: at(NOON) }), {}],
    ['by an approval that just has not expired', approvalBy(), { now: NOON + 25 * HOUR }],
    ['by an approval that was stored as JSON', JSON.parse(JSON.stringify(approvalBy(), null, 2)), {}],
  ])('%s', (_, approval, rules) => {
    expect(checkApproval(approval, HEADER, { ...RULES, ...rules })).toBeUndefined();
  });
});

describe('a plan is blocked', () => {
  it('without an approval', () => {
    expectBlocked('approval_missing', undefined);
  });

  it('in a profile without approvers, for every approval', () => {
    for (const approval of [undefined, approvalBy(), approvalBy(MAKER), approvalBy(newKey())]) {
      expectBlocked('no_approvers', approval, { ...RULES, approvers: [] });
    }
  });

  it('whose maker is not listed, because a user could make it with a new key and approve it with the listed one', () => {
    const header = aHeader({}, newKey());
    expectBlocked('maker_unknown', approvalBy(CHIEF, { hash: header.hash }), RULES, header);
  });

  it('that its maker has approved, listed or not', () => {
    expectBlocked('approval_own', approvalBy(MAKER));
    expectBlocked('approval_own', approvalBy(MAKER), { ...RULES, approvers: [formatPublicKey(CHIEF)] });
  });

  it('that a user who is not listed has approved', () => {
    expectBlocked('approval_unknown', approvalBy(newKey()));
  });

  const foreign = approvalBy(newKey());
  it.each<[field: keyof Approval, value: unknown]>([
    ['plan', 'plan-2'],
    ['hash', HEADER.hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))],
    ['by', 'aigul@till-1'],
    ['key', foreign.key],
    ['key', formatPublicKey(MAKER)],
    ['key', ''],
    ['approvedAt', at(NOON + HOUR + 1)],
    ['signature', foreign.signature],
    ['signature', approvalBy(CHIEF, { plan: 'plan-2' }).signature],
    ['signature', approvalBy().signature.slice(4)],
    ['signature', ''],
    ...(['plan', 'hash', 'by', 'key', 'approvedAt', 'signature'] as const).flatMap(
      (field): [keyof Approval, unknown][] => [
        [field, undefined],
        [field, null],
        [field, 47],
        [field, {}],
      ],
    ),
  ])('whose approval has another %s: %j', (field, value) => {
    expectBlocked('approval_invalid', { ...approvalBy(), [field]: value });
  });

  it.each(['', 'yesterday', '2026', at(NOON + 48 * HOUR)])(
    'whose approval would not expire, because its time is %j',
    (approvedAt) => {
      const approval = approvalBy(CHIEF, { approvedAt });
      const { exit, code } = failureOf(() => checkApproval(approval, HEADER, RULES));
      expect([exit, code]).toEqual([EXIT.blocked, expect.stringMatching(/^approval_(invalid|outdated)$/)]);
    },
  );

  it('that its maker has approved with another spelling of the key', () => {
    const text = formatPublicKey(MAKER);
    // The last of 43 characters holds two bits that belong to no byte.
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const key = text.slice(0, -1) + letters.charAt(letters.indexOf(text.slice(-1)) ^ 1);
    const { exit, code } = failureOf(() => checkApproval(approvalBy(MAKER, { key }), HEADER, RULES));
    expect([exit, code]).toEqual([EXIT.blocked, expect.stringMatching(/^approval_(invalid|own)$/)]);
  });

  it.each([null, {}, [], '', 'approved', 47, true, { type: 'approval' }, { signature: 'x', key: [] }])(
    'whose approval is %j',
    (other) => {
      expectBlocked('approval_invalid', other);
    },
  );

  it.each<[what: string, approval: Approval, now: number]>([
    ['another plan', approvalBy(CHIEF, { plan: 'plan-2' }), RULES.now],
    ['another version of the plan', approvalBy(CHIEF, { hash: 'c'.repeat(64) }), RULES.now],
    ['a plan before it was made', approvalBy(CHIEF, { approvedAt: at(NOON - 1) }), RULES.now],
    ['an expired time', approvalBy(), NOON + 25 * HOUR + 1],
  ])('whose approval is for %s', (_, approval, now) => {
    expectBlocked('approval_outdated', approval, { ...RULES, now });
  });
});

describe('a profile that requires an approval', () => {
  it.each<[boolean, string[], RegExp | undefined]>([
    [true, [], /no approver is listed/],
    [true, ['a'], /only one approver is listed/],
    [true, ['a', 'b'], undefined],
    [false, [], undefined],
  ])('(%s) with the approvers %j is explained', (requireApproval, approvers, text) => {
    const missing = describeMissingApprovers({ requireApproval, approvers });
    if (text === undefined) expect(missing).toBeUndefined();
    else expect(String(missing)).toMatch(text);
  });
});
