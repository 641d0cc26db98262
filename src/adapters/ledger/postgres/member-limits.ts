import { verify } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import { readInfo } from '#adapters/ledger/migrations/migrate';
import { readPublicKey } from '#adapters/ledger/postgres/keys/data-key';
import { countedSince } from '#adapters/ledger/refund-sums';
import type { Tables } from '#adapters/ledger/tables';
import { shellWord } from '#domain/encoding/shell-word';
import { blockedFailure } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import type { LimitedWrite } from '#domain/ledger/ledger';
import { isRefundIntent } from '#domain/refunds/refund-history';
import { checkMemberLimits, findLimits, type RefundLimits, type SetLimits } from '#domain/team/member-limits';
import { MissingApproval, needsApproval } from '#domain/team/refund-approval';
import { DAY_MS } from '#domain/time/duration';
import { type MemberKeys, signRecord } from './members.ts';
import { findApproved } from './refund-approvals.ts';
import type { LimitRow, TeamTables } from './team-tables.ts';

/**
 * Limits of members for refunds. Each change is a row that only administrators can add, signed with the key of the administrator. The
 * newest row of a member counts, else the newest row without a member.
 */

type NewLimit = Omit<LimitRow, 'number' | 'signature'>;

/** The text that an administrator signs. The ledger is part of it: the limits of another team do not count here. */
function toSigned(ledger: string, row: NewLimit): string {
  const { member, currency, per_refund, per_day, without_approval, set_by, set_at } = row;
  return JSON.stringify([
    ...['refund limits', ledger, member, currency],
    ...[per_refund, per_day, without_approval, set_by, set_at],
  ]);
}

const readId = async (db: Kysely<TeamTables>): Promise<string> =>
  (await readInfo('id', db as unknown as Kysely<Tables>)) ?? '';

/** Adds limits, signed by an administrator. @param at epoch milliseconds */
export async function saveLimits(
  { member, limits }: SetLimits,
  { name, keys, at }: { readonly name: string; readonly keys: MemberKeys; readonly at: number },
  db: Kysely<TeamTables>,
): Promise<void> {
  const row: NewLimit = {
    member: member ?? null,
    currency: limits?.currency ?? null,
    per_refund: limits?.perRefund ?? null,
    per_day: limits?.perDay ?? null,
    without_approval: limits?.withoutApproval ?? null,
    set_by: name,
    set_at: at,
  };
  const signature = signRecord(toSigned(await readId(db), row), keys);
  await db
    .insertInto('refund_limits')
    .values({ ...row, signature })
    .execute();
}

/**
 * Returns the newest limits of everyone and of each member.
 *
 * @throws {Failure} (blocked) when an administrator has not signed them.
 */
export async function listLimits(db: Kysely<TeamTables>): Promise<readonly SetLimits[]> {
  const rows = await db
    .selectFrom('refund_limits')
    .selectAll()
    .distinctOn('member')
    .orderBy('member')
    .orderBy('number', 'desc')
    .execute();
  if (rows.length === 0) return [];
  const ledger = await readId(db);
  const admins = await db.selectFrom('members').select(['name', 'sign_key']).where('role', '=', 'admin').execute();
  for (const row of rows) {
    const key = admins.find(({ name }) => name === row.set_by)?.sign_key;
    const isSigned =
      key !== undefined &&
      verify(null, Buffer.from(toSigned(ledger, row)), readPublicKey(key), Buffer.from(row.signature, 'base64'));
    if (!isSigned) throw unsignedFailure(row);
  }
  return rows.map((row) => ({ member: row.member ?? undefined, limits: toLimits(row) }));
}

const toLimits = ({ currency, per_refund, per_day, without_approval }: LimitRow): RefundLimits | undefined =>
  currency === null
    ? undefined
    : {
        currency,
        perRefund: per_refund ?? undefined,
        perDay: per_day ?? undefined,
        withoutApproval: without_approval ?? undefined,
      };

const unsignedFailure = ({ member }: LimitRow) =>
  blockedFailure(
    'limits_unsigned',
    message('The limits of {member} in the ledger are not signed by an administrator of the team.', {
      member: member ?? message('all members'),
    }),
    {
      hint:
        member === null
          ? message('An administrator removes them, and then sets them again: rocketpay ledger limit --reset')
          : message(
              'An administrator removes them, and then sets them again: rocketpay ledger limit {member} --reset',
              {
                member: shellWord(member),
              },
            ),
    },
  );

/**
 * Checks a write against the limits of a member. In the transaction that stores it, no other machine of the member writes meanwhile.
 *
 * @returns the blocked refund whose approval the write uses; undefined where it needs none
 * @throws {Failure} (blocked) when it is a refund over a limit, or has no approval.
 */
export async function checkLimits(
  write: LimitedWrite,
  { ledger, member, key }: { readonly ledger: string; readonly member: string; readonly key: LedgerKey },
  db: Kysely<TeamTables>,
): Promise<string | undefined> {
  if (!isRefundIntent(write)) return undefined;
  const limits = findLimits(member, await listLimits(db));
  if (limits === undefined) return undefined;
  checkMemberLimits(write, member, limits, limits.perDay === undefined ? 0 : await usedToday(member, limits, db));
  const { paymentId, amount } = write;
  if (amount === undefined || !needsApproval(amount, limits)) return undefined;
  const approved = await findApproved(write, { ledger, member, key }, db);
  if (approved === undefined) throw new MissingApproval(paymentId, amount, member, limits);
  return approved;
}

/** Returns what a member has refunded within 24 hours of the server's clock, or may have, in minor units. */
async function usedToday(member: string, { currency }: RefundLimits, db: Kysely<TeamTables>): Promise<number> {
  const { rows } = await sql<{ now: number }>`
    select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(db);
  return countedSince(member, (rows[0]?.now ?? 0) - DAY_MS, currency, db as unknown as Kysely<Tables>);
}
