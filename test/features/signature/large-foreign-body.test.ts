import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../adapters/profiles/folders.ts';
import { documentOf, errorOf, rocketpay } from '../../support/session.ts';
import { openLedger, run } from '../callbacks/callback-shop.ts';

const env = { ROCKETPAY_SECRET_KEY: 'secret' };
const list = (length: number, last: unknown = 0) => [...Array<number>(length - 1).fill(0), last];

/** Each asks for far more work than its size. */
const BODIES: readonly (readonly [string, object])[] = [
  ['a long key over a list', { ['k'.repeat(40_000)]: list(20_000, 1.5) }],
  ['a long key over many zeros', { ['k'.repeat(1060)]: list(400_000) }],
  ['many empty lists', { a: Array(60_000).fill([]) }],
  ['deep long keys', { ['k'.repeat(5000)]: { ['l'.repeat(5000)]: list(10_000) } }],
];
const SIGNATURES: readonly (readonly [string, object, string])[] = [
  ['no signature', {}, 'no signature'],
  ['a short signature', { signature: 'abc' }, 'has 3 characters'],
  ['a long signature', { signature: 'A'.repeat(2000) }, '2000 characters'],
  ['a signature of another form', { signature: 'A'.repeat(88) }, 'not the one'],
  ['a signature in general', { general: { signature: 'x'.repeat(88) } }, 'not the one'],
  ['a plausible signature', { signature: `${'A'.repeat(86)}==` }, 'The body is not one that the platform sends'],
];
const CASES = BODIES.flatMap(([name, body]) =>
  SIGNATURES.map(
    ([form, signature, reason]) => [name, form, JSON.stringify({ ...body, ...signature }), reason] as const,
  ),
);

const EXCESS = /more than 50000 values|string to sign is longer than 4194304 characters/;

describe('body that requires too much work', () => {
  it.each(CASES)(
    'does not examine a body that requires too much work, and says why: %s, %s',
    async (_, __, input, why) => {
      const finished = await rocketpay(['verify-callback', '--explain', '--json'], { env, input });
      expect(finished.exit).toBe(9);
      const { diagnosis, stringToSign, lines, reason } = documentOf(finished);
      expect({ diagnosis, stringToSign, lines }).toEqual({});
      expect(reason).toMatch(EXCESS);
      expect(reason).toContain(why);
    },
  );

  it('does not examine a body that requires too much work inside of another one', async () => {
    const inner = JSON.stringify({ ...BODIES[1]?.[1], signature: `${'A'.repeat(86)}==` });
    for (const input of [
      JSON.stringify(inner),
      JSON.stringify({ body: inner }),
      `payload=${encodeURIComponent(inner)}`,
    ]) {
      const finished = await rocketpay(['verify-callback', '--json'], { env, input });
      expect(finished.exit).toBe(9);
      const { diagnosis } = documentOf(finished) as { diagnosis?: { proven: boolean } };
      expect(diagnosis?.proven ?? false).toBe(false);
    }
  });

  it('does not compare a body that requires too much work with the string of another signer', async () => {
    const file = join(await temporaryFolder(), 'theirs.txt');
    await writeFile(file, 'a:1');
    const input = JSON.stringify(BODIES[0]?.[1]);
    const finished = await rocketpay(['verify-callback', '--compare', file, '--json'], { env, input });
    expect(finished.exit).toBe(2);
    expect(errorOf(finished).message).toMatch(EXCESS);
  });

  it('does not examine a body that is longer than listen accepts', async () => {
    const input = JSON.stringify({ note: 'x'.repeat(1024 * 1024), signature: 'short' });
    const { reason, diagnosis } = documentOf(await rocketpay(['verify-callback', '--json'], { env, input }));
    expect(diagnosis).toBeUndefined();
    expect(reason).toContain('longer than 1048576 characters');
  });

  it('says that a stored callback requires too much work', async () => {
    const ledger = await openLedger();
    const { id } = await ledger.addCallback({
      ...{ project: 'api.rocketpay.kz/1234', text: JSON.stringify(BODIES[2]?.[1]), valid: false, status: 'unknown' },
      ...{ paymentId: undefined, operationId: undefined, operationStatus: undefined, requestId: undefined },
    });
    const { diagnosis, reason } = documentOf(await run(ledger, 'callbacks', 'show', id, '--json'));
    expect(diagnosis).toBeUndefined();
    expect(reason).toMatch(EXCESS);
  });

  it('does not examine a Payment Page link that requires too much work', async () => {
    const link = `https://page.test/payment?${'a[0]=1&'.repeat(3)}${Array.from({ length: 60_000 }, (_, at) => `a[${at}]=1`).join('&')}&signature=${'A'.repeat(86)}%3D%3D`;
    const finished = await rocketpay(['checkout', 'verify', link, '--json'], { env });
    expect(finished.exit).toBe(9);
    const { diagnosis, reason } = documentOf(finished);
    expect(diagnosis).toBeUndefined();
    expect(reason).toMatch(EXCESS);
  });
});
