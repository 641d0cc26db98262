import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '#async/clock';
import { requestFingerprintText, type SignedRequest } from '#domain/gate/signed-request';
import type { Json, JsonObject } from '#domain/json/exact-json';
import { INTENT_KINDS, type IntentKind } from '#domain/ledger/intent';
import { ledgerFolder, openTestLedger } from '../../support/ledger.ts';
import { draft, PROJECT } from './drafts.ts';

/** What must not be on the disk, in any form. */
const CANARIES = {
  phone: '77075550142',
  'phone without its country code': '7075550142',
  'one-time password': '90318274',
  secret: 'canary-secret-6b1f',
  signature: 'Y2FuYXJ5LXNpZ25hdHVyZQ==',
  email: 'canary.customer@mail.example',
  name: 'Zhanaryqanat',
} as const;

const BODIES: Readonly<Record<IntentKind, JsonObject>> = {
  sale: {
    customer: { id: 'c-1', first_name: CANARIES.name, last_name: CANARIES.name, email: CANARIES.email },
    account: { number: CANARIES.phone },
    payment: { amount: 100, currency: 'KZT' },
  },
  otp: { additional_data: { additional_data: { approval_code: CANARIES['one-time password'] } } },
  resend: { customer: { ip_address: '198.51.100.47', email: CANARIES.email } },
  refund: { payment: { amount: 100, currency: 'KZT', description: `for ${CANARIES.name}, ${CANARIES.phone}` } },
  raw: { secret: CANARIES.secret, phone: `+${CANARIES.phone}`, nested: [{ code: CANARIES['one-time password'] }] },
};

const signed = (kind: IntentKind): SignedRequest => ({
  kind,
  writes: true,
  url: `https://gate.example/v2/${kind}`,
  body: { ...BODIES[kind], general: { payment_id: 'payment_47', signature: CANARIES.signature } } as {
    [key: string]: Json;
  },
  stringToSign: CANARIES.secret,
  paymentId: 'payment_47',
});

/** A text as bytes may hold it: as it is, in hex, in base64 at each of the three places where it may begin. */
function formsOf(text: string): Buffer[] {
  const plain = Buffer.from(text);
  const hex = plain.toString('hex');
  const base64 = [0, 1, 2].map((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), plain])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and the last letters depend on the neighbours.
    return whole.slice(Math.ceil((shift * 8) / 6), -1);
  });
  const texts = [
    hex,
    hex.toUpperCase(),
    ...base64,
    ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
  ];
  return [
    plain,
    Buffer.from(text, 'utf16le'),
    Buffer.from([...text].reverse().join('')),
    ...texts.map((form) => Buffer.from(form)),
  ];
}

/** Canaries that are in a file, by name. */
function foundIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const bytes = readFileSync(join(folder, name));
    return Object.entries(CANARIES)
      .filter(([, text]) => formsOf(text).some((form) => bytes.includes(form)))
      .map(([canary]) => `${canary} in ${name}`);
  });
}

const phoneOf = ({ account }: JsonObject): string | undefined => (account === undefined ? undefined : CANARIES.phone);

describe('the bytes of a ledger', () => {
  it.each(INTENT_KINDS)(
    'contain no phone, code, secret or name of a customer after a write of the kind %s',
    async (kind) => {
      const folder = ledgerFolder();
      const ledger = await openTestLedger(systemClock, folder);
      const request = signed(kind);
      const { id } = await ledger.createIntent(
        draft('in-canary', {
          kind,
          path: new URL(request.url).pathname,
          phone: phoneOf(BODIES[kind]),
          asked: requestFingerprintText(request),
        }),
      );
      expect(readdirSync(folder).sort()).toEqual([
        'head.json',
        'ledger.db',
        'ledger.db-shm',
        'ledger.db-wal',
        'ledger.key',
      ]);
      expect(foundIn(folder)).toEqual([]);
      await ledger.change(id, 'answered', { state: 'unknown', reason: 'the answer was cut off' });
      await ledger.change(id, 'found', { state: 'done', requestId: 'r-1', operationId: 'op-1', code: '0' });
      const seen = { project: PROJECT, paymentId: 'payment_47', status: 'success', remaining: undefined };
      await ledger.savePayment({ ...seen, resendsUsed: 1, otpAskedAt: 1, seenAt: 2 });
      await ledger.history({ phone: CANARIES.phone, limit: 1 });
      await ledger.findByKey(PROJECT, 'key');
      expect(foundIn(folder)).toEqual([]);
      await ledger.close();
      expect(foundIn(folder)).toEqual([]);
    },
  );

  it('would show a canary in each encoding, and show what is stored in plain text', async () => {
    const folder = ledgerFolder();
    const ledger = await openTestLedger(systemClock, folder);
    for (const [index, form] of formsOf(CANARIES.email).entries()) {
      await ledger.createIntent(draft(`in-${index}`, { repeatReason: `because ${form.toString('latin1')}.` }));
      expect(foundIn(folder)).toContain('email in ledger.db-wal');
      await ledger.change(`in-${index}`, 'answered', { state: 'not_sent' });
    }
    const bytes = readFileSync(join(folder, 'ledger.db-wal'));
    expect(bytes.includes('payment_47')).toBe(true);
  });
});
