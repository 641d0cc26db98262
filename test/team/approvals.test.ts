import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { connect } from '#adapters/ledger/postgres/connection';
import type { IntentDraft } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import { REQUEST_REASON } from '#domain/team/refund-approval';
import { draft } from '../adapters/ledger/drafts.ts';
import { rejectionOf } from '../support/failures.ts';
import { movingClock } from '../support/moving-clock.ts';
import { documentOf, errorOf, expectPromised, rocketpay } from '../support/session.ts';
import { openShop } from '../support/shop.ts';
import { createTeam, type TestTeam } from '../support/team/team.ts';

/** Anna refunds up to 100 minor units without an approval; Boris may approve. */
async function approvingTeam(withoutApproval = 100): Promise<TestTeam> {
  const team = await createTeam();
  await team.add('anna', 'support');
  await team.add('boris', 'approver');
  await team.manage('olga').setLimits({ member: undefined, limits: { currency: 'KZT', withoutApproval } });
  return team;
}

const large = (id: string, values: Partial<IntentDraft> = {}) =>
  draft(id, { amount: { minor: 101, currency: 'KZT' }, ...values });

const approveAs = async (ledger: Ledger, intentId: string) => ledger.approveRefund?.(await ledger.get(intentId));

/** Anna's request for a refund of 101 minor units, approved by Boris. */
async function approvedTeam() {
  const team = await approvingTeam();
  const anna = await team.open('anna');
  const boris = await team.open('boris');
  await anna.recordBlocked(large('request'), REQUEST_REASON);
  await approveAs(boris, 'request');
  return { team, anna, boris };
}

const MISSING = { exit: 7, code: 'approval_missing' };

describe('a refund over the amount that needs an approval', () => {
  it('is blocked without one, and a smaller one is not', async () => {
    const team = await approvingTeam();
    const anna = await team.open('anna');
    expect(await rejectionOf(anna.createIntent(large('a')))).toMatchObject(MISSING);
    await anna.createIntent(draft('b', { amount: { minor: 100, currency: 'KZT' } }));
  });

  it('is sent once with one approval, which its intent names', async () => {
    const { anna } = await approvedTeam();
    expect(await anna.createIntent(large('a'))).toMatchObject({ approval: 'request' });
    await anna.change('a', 'answered', { state: 'done' });
    expect(await rejectionOf(anna.createIntent(large('b')))).toMatchObject(MISSING);
    expect(await anna.verify()).toMatchObject({ problem: undefined });
  });

  it('can use its approval again when it was not sent', async () => {
    const { anna } = await approvedTeam();
    await anna.createIntent(large('a'));
    await anna.change('a', 'answered', { state: 'not_sent' });
    expect(await anna.createIntent(large('b'))).toMatchObject({ approval: 'request' });
  });

  it.each<[what: string, values: Partial<IntentDraft>]>([
    ['amount', { amount: { minor: 102, currency: 'KZT' } }],
    ['payment', { paymentId: 'payment_48' }],
    ['project', { project: 'gate.example/43' }],
  ])('cannot use the approval of another %s', async (_, values) => {
    const { anna } = await approvedTeam();
    expect(await rejectionOf(anna.createIntent(large('a', values)))).toMatchObject(MISSING);
  });

  it('cannot use the approval of the request of another member', async () => {
    const { boris } = await approvedTeam();
    expect(await rejectionOf(boris.createIntent(large('a')))).toMatchObject(MISSING);
  });

  it.each<[what: string, statement: string]>([
    ['is older than 24 hours', 'update rocketpay.refund_approvals set approved_at = approved_at - 86400001'],
    ['was changed', 'update rocketpay.refund_approvals set approved_at = approved_at - 1'],
    ['names another approver', `update rocketpay.refund_approvals set by = 'olga'`],
    [
      'is by a member whose keys no administrator has accepted',
      `update rocketpay.members set keys_mac = 'x' where name = 'boris'`,
    ],
    [
      'is by a member who is no approver any more',
      `update rocketpay.members set role = 'support' where name = 'boris'`,
    ],
  ])('cannot use an approval that %s', async (_, statement) => {
    const { team, anna } = await approvedTeam();
    await team.sql(statement);
    expect(await rejectionOf(anna.createIntent(large('a')))).toMatchObject(MISSING);
  });
});

describe('a member', () => {
  it('approves no request of their own, and nothing without the role', async () => {
    const team = await approvingTeam();
    const [anna, boris] = [await team.open('anna'), await team.open('boris')];
    await anna.recordBlocked(large('of-anna'), REQUEST_REASON);
    await boris.recordBlocked(large('of-boris', { paymentId: 'p2' }), REQUEST_REASON);
    expect(await rejectionOf(approveAs(boris, 'of-boris'))).toMatchObject({ code: 'approval_own', exit: 7 });
    expect(await rejectionOf(approveAs(anna, 'of-boris'))).toMatchObject({ code: 'not_an_approver', exit: 7 });
    await boris.createIntent(draft('small', { paymentId: 'p3' }));
    expect(await rejectionOf(approveAs(boris, 'small'))).toMatchObject({ code: 'no_request', exit: 7 });
  });

  it('approves no request whose approval was used', async () => {
    const { anna, boris } = await approvedTeam();
    await anna.createIntent(large('a'));
    const failure = await rejectionOf(approveAs(boris, 'request'));
    expect(failure).toMatchObject({ code: 'approval_used', exit: 7 });
    expect(failure.message).toContain('its approval was used by a.');
  });

  it('approves no other request than the one that was shown', async () => {
    const team = await approvingTeam();
    const [anna, boris] = [await team.open('anna'), await team.open('boris')];
    const shown = await anna.recordBlocked(large('request'), REQUEST_REASON);
    await team.sql('update rocketpay.intents set amount = 90000');
    expect(await rejectionOf(boris.approveRefund?.(shown) as Promise<unknown>)).toMatchObject({ code: 'row_changed' });
    await team.sql('update rocketpay.intents set amount = 101');
    const other = { ...shown, amount: { minor: 50, currency: 'KZT' } };
    expect(await rejectionOf(boris.approveRefund?.(other) as Promise<unknown>)).toMatchObject({
      code: 'request_changed',
    });
  });

  it.each([
    ['anna', 'of-boris'],
    ['boris', 'of-boris'],
  ])('%s cannot add an approval of %s with psql', async (name, request) => {
    const team = await approvingTeam();
    await (await team.open('boris')).recordBlocked(large('of-boris'), REQUEST_REASON);
    const db = connect(team.url(name));
    const insert = `insert into rocketpay.refund_approvals (intent_id, by, approved_at, signature)
      values ('${request}', 'olga', 1, 'x')`;
    await expect(sql.raw(insert).execute(db)).rejects.toMatchObject({ code: '42501' });
    await expect(sql.raw('delete from rocketpay.refund_approvals').execute(db)).rejects.toMatchObject({
      code: '42501',
    });
    await db.destroy();
  });
});

describe('the requests of a team', () => {
  const waiting = async (ledger: Ledger) => (await ledger.requests()).map(({ id }) => id);

  it('wait until another member approves them, and again when the approval has expired or is not valid', async () => {
    const { team, anna, boris } = await approvedTeam();
    await anna.recordBlocked(large('other', { paymentId: 'p2' }), REQUEST_REASON);
    await anna.recordBlocked(large('unknown', { paymentId: 'p3' }), 'another reason');
    expect(await waiting(boris)).toEqual(['other']);
    await team.sql('update rocketpay.refund_approvals set approved_at = approved_at - 1');
    expect(await waiting(boris)).toEqual(['request', 'other']);
    await approveAs(boris, 'request');
    expect(await waiting(boris)).toEqual(['other']);
    await team.sql('update rocketpay.refund_approvals set approved_at = approved_at - 86400001');
    expect(await waiting(boris)).toEqual(['request', 'other']);
  });

  it('do not wait any more after the refund was sent, or seven days', async () => {
    const { team, anna, boris } = await approvedTeam();
    await anna.createIntent(large('a'));
    await anna.change('a', 'answered', { state: 'done' });
    await team.sql('update rocketpay.refund_approvals set approved_at = approved_at - 86400001');
    await anna.recordBlocked(large('old', { paymentId: 'p2' }), REQUEST_REASON);
    expect(await waiting(boris)).toEqual(['old']);
    await team.sql(`update rocketpay.intents set created_at = created_at - 604800001 where id = 'old'`);
    expect(await waiting(boris)).toEqual([]);
  });

  it('are listed by pending with the command that approves them', async () => {
    const team = await approvingTeam();
    const anna = await team.open('anna');
    await anna.recordBlocked(large('request-1'), REQUEST_REASON);
    const ledger = await team.open('boris');
    const document = documentOf(await rocketpay(['pending', '--json'], { ledger }));
    expectPromised(document, 'pending');
    const { user, host } = anna.currentUser;
    expect(document).toMatchObject({
      intents: [],
      requests: [{ intent: 'request-1', amountMinor: 101, user, host, approve: 'rocketpay approve request-1' }],
    });
    const { out } = await rocketpay(['pending'], { ledger });
    expect(out).toContain('wait for the approval of another member');
    expect(out).toContain(`requested by anna@${host}`);
    expect(out).toContain('rocketpay approve request-1');
  });
});

it('a large refund is requested by one member, approved by another with rocketpay approve, and then sent', async () => {
  const team = await approvingTeam(50_000);
  const shop = await openShop();
  await shop.paid();
  const [anna, boris] = [await team.open('anna'), await team.open('boris')];
  const settings = { env: shop.env, clock: movingClock(shop.platform.clock) };
  const refund = ['refund', 'order-1', '--amount', '600', '--confirm', '600', '--json'];
  const requested = errorOf(await rocketpay(refund, { ...settings, ledger: anna }));
  expect(requested).toMatchObject(MISSING);
  const request = requested.intent ?? '';
  expect(requested.message).toContain('Nothing was sent. It was recorded as a request.');
  expect(requested.hint).toContain(`rocketpay approve ${request}`);
  expect(errorOf(await rocketpay(refund, { ...settings, ledger: anna })).intent).toBe(request);
  expect(shop.requestsTo('/refund')).toBe(0);

  const approve = (...words: readonly string[]) =>
    rocketpay(['approve', request, ...words], { ...settings, ledger: boris });
  expect(errorOf(await approve('--confirm', '500', '--json'))).toMatchObject({ code: 'not_confirmed', exit: 7 });
  expect(documentOf(await approve('--confirm', '600', '--json'))).toMatchObject({
    ...{ intent: request, paymentId: 'order-1', amountMinor: 60_000, approvedBy: 'boris' },
    requestedBy: `anna@${anna.currentUser.host}`,
  });
  const sent = documentOf(await rocketpay(refund, { ...settings, ledger: anna }));
  expect(sent).toMatchObject({ status: 'accepted' });
  expect(shop.requestsTo('/refund')).toBe(1);
  const receipt = documentOf(
    await rocketpay(['receipt', String(sent.intent), '--json'], { ...settings, ledger: boris }),
  );
  expect(receipt).toMatchObject({ approval: request });
});
