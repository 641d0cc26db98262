import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import type { PaymentHistory } from '#domain/ledger/ledger';
import { draft, idsOf, PROJECT, recordsOf } from '../../adapters/ledger/drafts.ts';
import { openIntents } from '../../support/stored-intents.ts';
import { createTeam } from '../../support/team/team.ts';

const MANY = Array.from({ length: 12 }, (_, at) => `in-${at}`);

const onlyFirst = async ({ intents }: PaymentHistory) => {
  if (intents.length > 0) throw new Error('not twice');
};

const endsOf = (ends: readonly PromiseSettledResult<unknown>[]) =>
  ends.map((end) => (end.status === 'fulfilled' ? 'stored' : end.reason.message));

describe('writes of one transaction in the ledger of a team', () => {
  it('of the same payment, in any case, are checked against each other: one is stored', async () => {
    const ledger = await (await createTeam()).open('olga');
    const ends = await Promise.allSettled(
      MANY.map((id, at) => ledger.createIntent(draft(id, { paymentId: at % 2 === 0 ? 'P1' : 'p1' }), onlyFirst)),
    );
    expect(endsOf(ends)).toEqual(['stored', ...MANY.slice(1).map(() => 'not twice')]);
    expect(await ledger.verify()).toMatchObject({ records: 1, problem: undefined });
  });

  it('with the same key of the caller are checked against each other: one is stored', async () => {
    const ledger = await (await createTeam()).open('olga');
    const ends = await Promise.allSettled(
      MANY.map((id) => ledger.createIntent(draft(id, { paymentId: id, key: 'k' }), onlyFirst)),
    );
    expect(ends.filter(({ status }) => status === 'fulfilled')).toEqual([ends[0]]);
    expect(ends[1]).toMatchObject({ reason: { exit: EXIT.blocked, code: 'in_flight', intentId: 'in-0' } });
    expect(await ledger.verify()).toMatchObject({ records: 1, problem: undefined });
  });

  it('are stored although the rules of others refuse those, in their order', async () => {
    const ledger = await (await createTeam()).open('olga');
    const ends = await Promise.allSettled(
      MANY.map((id, at) =>
        ledger.createIntent(draft(id, { paymentId: id }), async () => {
          if (at % 3 === 0) throw new Error('not this one');
        }),
      ),
    );
    const stored = MANY.filter((_, at) => at % 3 !== 0);
    expect(endsOf(ends)).toEqual(MANY.map((id) => (stored.includes(id) ? 'stored' : 'not this one')));
    expect((await recordsOf(ledger)).map(({ intentId }) => intentId)).toEqual(stored);
    expect(await ledger.verify()).toMatchObject({ records: stored.length, problem: undefined });
  });

  it('are stored although the database refuses the row of another one', async () => {
    const ledger = await (await createTeam()).open('olga');
    const ids = ['a', 'b', 'a', 'c'];
    const ends = await Promise.allSettled([
      ...ids.map((id, at) => ledger.createIntent(draft(id, { paymentId: `p${at}` }))),
      ledger.change('none', 'answered', { state: 'done' }),
    ]);
    expect(endsOf(ends)).toEqual([
      ...['stored', 'stored', expect.stringContaining('has recorded the same write'), 'stored'],
      'There is no intent "none".',
    ]);
    expect(idsOf(await openIntents(ledger)).sort()).toEqual(['a', 'b', 'c']);
    expect(await ledger.verify()).toMatchObject({ records: 3, problem: undefined });
  });

  it('count for the daily limits of the later ones', async () => {
    const ledger = await (await createTeam()).open('olga');
    const allow = async ({ refundedSince }: PaymentHistory) => {
      if ((await refundedSince(0, 'KZT')) >= 300) throw new Error('over the limit');
    };
    const ends = await Promise.allSettled(
      MANY.map((id) =>
        ledger.createIntent(draft(id, { paymentId: id, amount: { minor: 100, currency: 'KZT' } }), allow),
      ),
    );
    expect(endsOf(ends)).toEqual(MANY.map((_, at) => (at < 3 ? 'stored' : 'over the limit')));
    expect(await (await ledger.paymentHistory(PROJECT, 'x')).refundedSince(0, 'KZT')).toBe(300);
  });

  it('of an intent and its payment follow each other: each reads what the earlier ones have stored', async () => {
    const ledger = await (await createTeam()).open('olga');
    const seen: string[] = [];
    const look = async ({ intents }: PaymentHistory) => void seen.push(intents.map(({ state }) => state).join());
    await Promise.all([
      ledger.createIntent(draft('a', { paymentId: 'p1' }), look),
      ledger.change('a', 'answered', { state: 'refused' }),
      ledger.createIntent(draft('b', { paymentId: 'p1' }), look),
      ledger.change('b', 'answered', { state: 'accepted' }),
      ledger.change('b', 'found', { state: 'done' }, ['accepted']),
    ]);
    expect(seen).toEqual(['', 'refused']);
    expect((await ledger.get('b')).state).toBe('done');
    expect(await (await ledger.paymentHistory(PROJECT, 'x')).refundedSince(0, 'KZT')).toBe(100);
    expect(await ledger.verify()).toMatchObject({ records: 5, problem: undefined });
  });

  it('keep one chain when several members write concurrently', async () => {
    const team = await createTeam();
    await team.add('anna', 'support');
    const ledgers = await Promise.all(['olga', 'anna', 'olga'].map((name) => team.open(name)));
    await Promise.all(
      ledgers.flatMap((ledger, of) =>
        MANY.map(async (id) => {
          const draftOf = draft(`${id}-${of}`, { paymentId: `${id}-${of}` });
          await ledger.createIntent(draftOf, onlyFirst);
          await ledger.change(draftOf.id, 'answered', { state: 'accepted', requestId: draftOf.id });
        }),
      ),
    );
    expect(await ledgers[0]?.verify()).toMatchObject({ records: MANY.length * 6, problem: undefined });
  });

  it('are found by their payments, with each term', async () => {
    const ledger = await (await createTeam()).open('olga');
    await Promise.all(
      MANY.map((id) => ledger.createIntent(draft(id, { paymentId: `order-${id}`, phone: '77011234567' }))),
    );
    const phone = await ledger.history({ phone: '77011234567', limit: 99 });
    expect(phone).toHaveLength(MANY.length);
  });
});
