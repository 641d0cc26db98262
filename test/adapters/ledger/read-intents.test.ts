import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { INTENT_STATES } from '#domain/ledger/intent';
import { rejectionOf } from '../../support/failures.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { openTestLedger } from '../../support/ledger.ts';
import { openIntents } from '../../support/stored-intents.ts';
import { draft, idsOf, PROJECT, recordsOf, settled } from './drafts.ts';

const KZT = 'KZT';

describe('an intent', () => {
  it('is stored completely before its request is sent', async () => {
    const clock = new FakeClock(5000);
    const ledger = await openTestLedger(clock);
    const meant = draft('a', {
      phone: '77071234567',
      key: 'order-1',
      repeatReason: 'torn',
      knownOperations: ['op-1', 'op-2'],
    });
    const begun = await ledger.createIntent(meant);
    const { asked, phone: _, ...same } = meant;
    expect(begun).toMatchObject({ ...same, ...ledger.currentUser, state: 'sending', pid: process.pid });
    expect(begun).toMatchObject({ createdAt: 5000, changedAt: 5000, phone: '7707•••••67' });
    expect(begun.fingerprint).toBe(ledger.fingerprint(asked));
    expect(await ledger.get('a')).toEqual(begun);
    expect(idsOf(await openIntents(ledger))).toEqual(['a']);
  });

  it('keeps the values that a change does not contain', async () => {
    const clock = new FakeClock(5000);
    const ledger = await openTestLedger(clock);
    const begun = await ledger.createIntent(draft('a'));
    await clock.advance(1000);
    const answered = await ledger.change('a', 'answered', { state: 'accepted', requestId: 'r-1' });
    expect(answered).toEqual({
      ...begun,
      state: 'accepted',
      requestId: 'r-1',
      changedAt: 6000,
      changedBootAt: { boot: 'boot-1', milliseconds: 6000 },
      hash: expect.not.stringMatching(begun.hash),
    });
    await ledger.change('a', 'found', { state: 'declined', operationId: 'op-9', code: '20000', reason: 'said so' });
    expect(await ledger.get('a')).toMatchObject({
      state: 'declined',
      requestId: 'r-1',
      operationId: 'op-9',
      code: '20000',
      reason: 'said so',
      createdAt: 5000,
    });
    expect(await openIntents(ledger)).toEqual([]);
  });

  it('has all its changes in the audit trail in order, each with the hash of the previous record', async () => {
    const ledger = await openTestLedger();
    await ledger.createIntent(draft('a'));
    await ledger.createIntent(draft('b'));
    await ledger.change('a', 'answered', { state: 'unknown' });
    const last = await ledger.change('a', 'closed', { state: 'done' });
    const records = await recordsOf(ledger);
    expect(records.map(({ number, intentId, event }) => [number, intentId, event])).toEqual([
      [1, 'a', 'begun'],
      [2, 'b', 'begun'],
      [3, 'a', 'answered'],
      [4, 'a', 'closed'],
    ]);
    expect(records.slice(1).map(({ previous }) => previous)).toEqual(records.slice(0, -1).map(({ hash }) => hash));
    expect(last.hash).toBe(records.at(-1)?.hash);
    const { user, host } = ledger.currentUser;
    expect(new Set(records.map(({ by }) => by))).toEqual(new Set([`${user}@${host}`]));
  });

  it('is not stored when a rule refuses it', async () => {
    const ledger = await openTestLedger();
    await ledger.createIntent(draft('a'));
    const refusal = new Error('not twice');
    const begun = ledger.createIntent(draft('b', { key: 'k' }), async () => {
      throw refusal;
    });
    await expect(begun).rejects.toBe(refusal);
    expect((await rejectionOf(ledger.get('b'))).exit).toBe(EXIT.usage);
    expect(await ledger.findByKey(PROJECT, 'k')).toBeUndefined();
    expect(await ledger.verify()).toMatchObject({ records: 1, problem: undefined });
    expect((await ledger.createIntent(draft('b'))).id).toBe('b');
  });

  it('is checked against the history without itself', async () => {
    const ledger = await openTestLedger();
    await ledger.createIntent(draft('a'));
    let seen: readonly string[] = [];
    let sum = 0;
    await ledger.createIntent(draft('b'), async (past) => {
      seen = idsOf(past.intents);
      sum = await past.refundedSince(0, KZT);
    });
    expect(seen).toEqual(['a']);
    expect(sum).toBe(100);
  });

  it('is not overwritten by another one with the same id', async () => {
    const ledger = await openTestLedger();
    const first = await ledger.createIntent(draft('a'));
    await rejectionOf(ledger.createIntent(draft('a', { amount: { minor: 999, currency: KZT } })));
    expect(await ledger.get('a')).toEqual(first);
    expect(await ledger.verify()).toMatchObject({ records: 1, problem: undefined });
  });

  it('that does not exist cannot be changed, and nothing is recorded', async () => {
    const ledger = await openTestLedger();
    await ledger.createIntent(draft('a'));
    const failure = await rejectionOf(ledger.change('b', 'closed', { state: 'done' }));
    expect(failure).toMatchObject({ exit: EXIT.usage, message: 'There is no intent "b".' });
    expect(await recordsOf(ledger)).toHaveLength(1);
    expect(await ledger.verify()).toMatchObject({ records: 1, problem: undefined });
  });
});

describe('a key of a caller', () => {
  it.each(INTENT_STATES)('finds an intent in the state %s only if it may have been processed', async (state) => {
    const ledger = await openTestLedger();
    await settled(ledger, 'a', state, { key: 'order-1' });
    const found = await ledger.findByKey(PROJECT, 'order-1');
    const free = ['denied', 'not_sent', 'never_arrived', 'held'].includes(state);
    expect(found?.id).toBe(free ? undefined : 'a');
    const second = ledger.createIntent(draft('b', { key: 'order-1' }));
    if (free) expect((await second).id).toBe('b');
    else {
      expect(await rejectionOf(second)).toMatchObject({ exit: EXIT.blocked, code: 'in_flight', intentId: 'a' });
      expect(await recordsOf(ledger)).toHaveLength(state === 'sending' ? 1 : 2);
    }
  });

  it('finds the processed intent after others that were not processed', async () => {
    const ledger = await openTestLedger();
    await settled(ledger, 'a', 'not_sent', { key: 'order-1' });
    await settled(ledger, 'b', 'done', { key: 'order-1' });
    expect((await ledger.findByKey(PROJECT, 'order-1'))?.id).toBe('b');
  });

  it('is different in another project and in another case', async () => {
    const ledger = await openTestLedger();
    await ledger.createIntent(draft('a', { key: 'order-1' }));
    expect(await ledger.findByKey('gate.example/43', 'order-1')).toBeUndefined();
    expect(await ledger.findByKey(PROJECT, 'Order-1')).toBeUndefined();
    expect((await ledger.createIntent(draft('b', { key: 'order-1', project: 'gate.example/43' }))).id).toBe('b');
  });

  it('may contain SQL', async () => {
    const ledger = await openTestLedger();
    const key = `'; drop table intents; -- " ? $1 \\ %_`;
    await ledger.createIntent(draft('a', { key, paymentId: key, profile: key }));
    expect((await ledger.findByKey(PROJECT, key))?.id).toBe('a');
    expect(await ledger.findByKey(PROJECT, "' or '1'='1")).toBeUndefined();
    expect(idsOf((await ledger.paymentHistory(PROJECT, key)).intents)).toEqual(['a']);
    expect(idsOf(await ledger.history({ profile: key, user: ledger.currentUser.user, limit: 9 }))).toEqual(['a']);
    expect(await ledger.history({ user: "' or '1'='1", limit: 9 })).toEqual([]);
  });
});
