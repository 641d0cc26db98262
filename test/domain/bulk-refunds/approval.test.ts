import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type Approval,
  type ApprovalRules,
  checkApproval,
  createApproval,
  isPublicKeyText,
  missingApprovers,
  publicKeyText,
} from '#domain/bulk-refunds/approval';
import { hashHeader } from '#domain/bulk-refunds/plan-format';
import { NO_TOTALS, type PlanHeader } from '#domain/bulk-refunds/refund-plan';
import { EXIT } from '#domain/errors/exit-codes';
import { failureOf } from '../../support/failures.ts';
import { HOUR, NOON } from '../ledger/intents.ts';

const newKey = () => generateKeyPairSync('ed25519').privateKey;
const MAKER = newKey();
const CHIEF = newKey();
const at = (time: number) => new Date(time).toISOString();

const headerOf = (values: Partial<PlanHeader> = {}, key = MAKER): PlanHeader =>
  hashHeader(
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
const HEADER = headerOf();

/** The approval of the plan by a key, an hour after it was made. */
const approvalBy = (key = CHIEF, values: Partial<Approval> = {}): Approval =>
  createApproval(
    {
      plan: HEADER.plan,
      hash: HEADER.hash,
      by: 'daniyar@office',
      key: publicKeyText(key),
      approvedAt: at(NOON + HOUR),
      ...values,
    },
    key,
  );

const RULES: ApprovalRules = {
  approvers: [publicKeyText(CHIEF), publicKeyText(MAKER)],
  maxAge: 24 * HOUR,
  now: NOON + 2 * HOUR,
};

const HINTS: Readonly<Record<string, string>> = {
  no_approvers: '--approver <key>',
  maker_unknown: '--approver ed25519:',
};

function expectHeld(code: string, approval: unknown, rules = RULES, header = HEADER): void {
  const failure = failureOf(() => checkApproval(approval as Approval, header, rules));
  expect(failure).toMatchObject({ exit: EXIT.blocked, code, message: expect.stringContaining('Nothing was sent.') });
  expect(failure.hint).toContain(HINTS[code] ?? 'refunds approve');
}

describe('a key for approvals', () => {
  it('is handed on as a text that can be told from others', () => {
    expect(publicKeyText(CHIEF)).toMatch(/^ed25519:[\w-]{43}$/);
    expect(publicKeyText(CHIEF)).not.toBe(publicKeyText(MAKER));
    expect(isPublicKeyText(publicKeyText(CHIEF))).toBe(true);
  });

  const text = publicKeyText(CHIEF);
  it.each(['', 'ed25519:', text.slice(8), text.slice(0, -1), `${text}A`, ` ${text}`, `${text}\n`, text.toUpperCase()])(
    '%j is none',
    (other) => {
      expect(isPublicKeyText(other)).toBe(false);
    },
  );
});

describe('a plan passes', () => {
  it.each<[what: string, approval: Approval, rules: Partial<ApprovalRules>]>([
    ['with the approval of a listed person', approvalBy(), {}],
    [
      'with that of one of several',
      approvalBy(),
      { approvers: [publicKeyText(newKey()), publicKeyText(CHIEF), publicKeyText(MAKER)] },
    ],
    ['when it was approved as soon as it was made', approvalBy(CHIEF, { approvedAt: at(NOON) }), {}],
    ['until its approval is too old', approvalBy(), { now: NOON + 25 * HOUR }],
    ['with an approval that was kept as JSON', JSON.parse(JSON.stringify(approvalBy(), null, 2)), {}],
  ])('%s', (_, approval, rules) => {
    expect(checkApproval(approval, HEADER, { ...RULES, ...rules })).toBeUndefined();
  });
});

describe('a plan is held', () => {
  it('that nobody has approved', () => {
    expectHeld('approval_missing', undefined);
  });

  it('of a profile that lists no approvers, anyone who approves it', () => {
    for (const approval of [undefined, approvalBy(), approvalBy(MAKER), approvalBy(newKey())]) {
      expectHeld('no_approvers', approval, { ...RULES, approvers: [] });
    }
  });

  it('whose maker is not listed: a user could make it with a new key and approve it with the listed one', () => {
    const header = headerOf({}, newKey());
    expectHeld('maker_unknown', approvalBy(CHIEF, { hash: header.hash }), RULES, header);
  });

  it('that its maker has approved, listed or not', () => {
    expectHeld('approval_own', approvalBy(MAKER));
    expectHeld('approval_own', approvalBy(MAKER), { ...RULES, approvers: [publicKeyText(CHIEF)] });
  });

  it('that somebody has approved who is not listed', () => {
    expectHeld('approval_unknown', approvalBy(newKey()));
  });

  const other = approvalBy(newKey());
  it.each<[field: keyof Approval, value: unknown]>([
    ['plan', 'plan-2'],
    ['hash', HEADER.hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))],
    ['by', 'aigul@till-1'],
    ['key', other.key],
    ['key', publicKeyText(MAKER)],
    ['key', ''],
    ['approvedAt', at(NOON + HOUR + 1)],
    ['signature', other.signature],
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
  ])('whose approval says another %s: %j', (field, value) => {
    expectHeld('approval_invalid', { ...approvalBy(), [field]: value });
  });

  it.each(['', 'yesterday', '2026', at(NOON + 48 * HOUR)])(
    'whose approval tells the time %j, and so never ends',
    (approvedAt) => {
      const approval = approvalBy(CHIEF, { approvedAt });
      const { exit, code } = failureOf(() => checkApproval(approval, HEADER, RULES));
      expect([exit, code]).toEqual([EXIT.blocked, expect.stringMatching(/^approval_(invalid|outdated)$/)]);
    },
  );

  it('that its maker has approved, whose key is spelled in another way', () => {
    const text = publicKeyText(MAKER);
    // The last of 43 characters holds two bits that belong to no byte.
    const other = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const key = text.slice(0, -1) + other.charAt(other.indexOf(text.slice(-1)) ^ 1);
    const { exit, code } = failureOf(() => checkApproval(approvalBy(MAKER, { key }), HEADER, RULES));
    expect([exit, code]).toEqual([EXIT.blocked, expect.stringMatching(/^approval_(invalid|own)$/)]);
  });

  it.each([null, {}, [], '', 'approved', 47, true, { type: 'approval' }, { signature: 'x', key: [] }])(
    'whose approval is %j',
    (garbage) => {
      expectHeld('approval_invalid', garbage);
    },
  );

  it.each<[what: string, approval: Approval, now: number]>([
    ['another plan', approvalBy(CHIEF, { plan: 'plan-2' }), RULES.now],
    ['another version of the plan', approvalBy(CHIEF, { hash: 'c'.repeat(64) }), RULES.now],
    ['a plan before it was made', approvalBy(CHIEF, { approvedAt: at(NOON - 1) }), RULES.now],
    ['a time that is too long ago', approvalBy(), NOON + 25 * HOUR + 1],
  ])('whose approval is of %s', (_, approval, now) => {
    expectHeld('approval_outdated', approval, { ...RULES, now });
  });
});

describe('a profile that requires an approval', () => {
  it.each<[boolean, string[], RegExp | undefined]>([
    [true, [], /no approver is listed/],
    [true, ['a'], /only one approver is listed/],
    [true, ['a', 'b'], undefined],
    [false, [], undefined],
  ])('%s with %j tells what is missing', (requireApproval, approvers, said) => {
    const missing = missingApprovers({ requireApproval, approvers });
    if (said === undefined) expect(missing).toBeUndefined();
    else expect(missing).toMatch(said);
  });
});
