import { verify } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { checkRecorded } from '#adapters/ledger/audit/recorded-columns';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import { readPublicKey } from '#adapters/ledger/postgres/keys/data-key';
import { getRow } from '#adapters/ledger/read-intents';
import { toIntent } from '#adapters/ledger/row-mapping';
import type { IntentRow, Tables } from '#adapters/ledger/tables';
import { type Intent, type IntentDraft, MAYBE_PROCESSED_STATES } from '#domain/ledger/intent';
import { comparablePaymentId } from '#domain/payments/payment-id';
import {
  APPROVAL_LIFETIME_MS,
  isRequest,
  notApproved,
  REQUEST_LIFETIME_MS,
  type RefundApproval,
} from '#domain/team/refund-approval';
import { hasAcceptedKeys, type MemberKeys, signRecord } from './members.ts';
import type { MemberRow, RefundApprovalRow, TeamTables } from './team-tables.ts';

/**
 * Approvals of single refunds. A row belongs to a blocked intent, and is signed with the key of the approver over everything that
 * the refund has in common with it. Only approvers can add rows, and not for their own intents.
 */

type Request = Pick<IntentRow, 'id' | 'project' | 'payment_key' | 'amount' | 'currency' | 'user'>;

const toSigned = (
  ledger: string,
  { id, project, payment_key, amount, currency, user }: Request,
  { by, approved_at }: Pick<RefundApprovalRow, 'by' | 'approved_at'>,
): string =>
  JSON.stringify(['refund approval', ledger, id, project, payment_key, amount, currency, user, by, approved_at]);

const mayApprove = ({ role, data_key, removed_at }: MemberRow): boolean =>
  (role === 'approver' || role === 'admin') && data_key !== null && removed_at === null;

const readNow = async (db: Kysely<TeamTables>): Promise<number> => {
  const { rows } = await sql<{ now: number }>`
    select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(db);
  return rows[0]?.now ?? 0;
};

/**
 * Approves a blocked refund as a member.
 *
 * @param shown the request as the approver has seen it
 * @throws {Failure} (blocked) when it waits for no approval, or this member must not approve it.
 */
export async function approveRefund(
  shown: Intent,
  {
    ledger,
    member,
    keys,
  }: { readonly ledger: string; readonly member: MemberRow | undefined; readonly keys: MemberKeys },
  db: Kysely<TeamTables>,
): Promise<RefundApproval> {
  const { id: intentId } = shown;
  const tables = db as unknown as Kysely<Tables>;
  const row = await getRow(intentId, tables);
  if (!isRequest(toIntent(row))) throw notApproved('no_request', `${intentId} waits for no approval`);
  await checkRecorded([row], tables);
  if (!isSameRequest(toIntent(row), shown))
    throw notApproved('request_changed', `${intentId} has changed since it was shown`);
  if (member === undefined || !mayApprove(member))
    throw notApproved(
      'not_an_approver',
      `your role is ${member?.role ?? 'none'}`,
      'Only a member with the role approver or admin approves refunds: rocketpay ledger members',
    );
  if (row.user === member.name)
    throw notApproved('approval_own', 'you have requested it yourself', 'Another approver has to approve it.');
  const use = await findUse(intentId, tables);
  if (use !== undefined)
    throw notApproved('approval_used', `${intentId} was approved, and its approval was used by ${use}`);
  const approved_at = await readNow(db);
  const given = { by: member.name, approved_at };
  const signature = signRecord(toSigned(ledger, row, given), keys);
  await db
    .insertInto('refund_approvals')
    .values({ intent_id: intentId, ...given, signature })
    .execute();
  return { intentId, by: member.name, approvedAt: approved_at, expiresAt: approved_at + APPROVAL_LIFETIME_MS };
}

/** What checks the approvals of a team. */
interface ApprovingTeam {
  /** Id of the ledger. */
  readonly ledger: string;
  readonly key: LedgerKey;
}

const isSameRequest = (one: Intent, { project, paymentId, amount, user }: Intent): boolean =>
  one.project === project &&
  one.paymentId === paymentId &&
  one.amount?.minor === amount?.minor &&
  one.amount?.currency === amount?.currency &&
  one.user === user;

/** Returns the id of the refund that has used the approval of a request; undefined where none has. */
async function findUse(request: string, db: Kysely<Tables>): Promise<string | undefined> {
  const uses = db
    .selectFrom('intents')
    .select('id')
    .where('approval', '=', request)
    .where('state', 'in', MAYBE_PROCESSED_STATES);
  return (await uses.executeTakeFirst())?.id;
}

/**
 * Returns the request whose approval a refund can use: of the same member, project, payment and amount, approved by another member
 * within 24 hours by the clock of the server, and used by no other refund. Undefined without one.
 */
export async function findApproved(
  { project, paymentId, amount }: Pick<IntentDraft, 'project' | 'paymentId' | 'amount'>,
  { member, ...team }: ApprovingTeam & { readonly member: string },
  db: Kysely<TeamTables>,
): Promise<string | undefined> {
  if (paymentId === undefined || amount === undefined) return undefined;
  const requests = await db
    .selectFrom('refund_approvals')
    .innerJoin('intents', 'intents.id', 'refund_approvals.intent_id')
    .selectAll('intents')
    .select(['refund_approvals.by', 'refund_approvals.approved_at', 'refund_approvals.signature'])
    .where('intents.project', '=', project)
    .where('intents.payment_key', '=', comparablePaymentId(paymentId))
    .where('intents.amount', '=', amount.minor)
    .where('intents.currency', '=', amount.currency)
    .where('intents.user', '=', member)
    .where('intents.state', '=', 'held')
    .where('refund_approvals.approved_at', '>', (await readNow(db)) - APPROVAL_LIFETIME_MS)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('intents as used')
            .select('used.id')
            .whereRef('used.approval', '=', 'intents.id')
            .where('used.state', 'in', MAYBE_PROCESSED_STATES),
        ),
      ),
    )
    .execute();
  const isGiven = await createApprovalCheck(team, db);
  return requests.find(isGiven)?.id;
}

/** Returns a check whether an approval was signed by another member than the maker, who still may approve. */
async function createApprovalCheck({ ledger, key }: ApprovingTeam, db: Kysely<TeamTables>) {
  const members = await db.selectFrom('members').selectAll().execute();
  return (request: Request & Pick<RefundApprovalRow, 'by' | 'approved_at' | 'signature'>): boolean => {
    const approver = members.find(({ name }) => name === request.by);
    return (
      approver !== undefined &&
      approver.name !== request.user &&
      mayApprove(approver) &&
      hasAcceptedKeys(approver, key) &&
      verify(
        null,
        Buffer.from(toSigned(ledger, request, request)),
        readPublicKey(approver.sign_key),
        Buffer.from(request.signature, 'base64'),
      )
    );
  };
}

/**
 * Returns the requests that wait for an approval, oldest first: those of the last {@link REQUEST_LIFETIME_MS} that have no approval
 * which can still be used, and after which their member has sent no refund of the same payment and amount.
 */
export async function findRequests(team: ApprovingTeam, db: Kysely<TeamTables>): Promise<readonly Intent[]> {
  const now = await readNow(db);
  const held = await db
    .selectFrom('intents')
    .selectAll('intents')
    .where('state', '=', 'held')
    .where('created_at', '>', now - REQUEST_LIFETIME_MS)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('intents as sent')
            .select('sent.id')
            .where('sent.state', 'in', MAYBE_PROCESSED_STATES)
            .whereRef('sent.payment_key', '=', 'intents.payment_key')
            .whereRef('sent.project', '=', 'intents.project')
            .whereRef('sent.user', '=', 'intents.user')
            .whereRef('sent.amount', '=', 'intents.amount')
            .whereRef('sent.currency', '=', 'intents.currency')
            .whereRef('sent.created_at', '>=', 'intents.created_at'),
        ),
      ),
    )
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  const requests = held.filter((row) => isRequest(toIntent(row)));
  if (requests.length === 0) return [];
  const approvals = await db
    .selectFrom('refund_approvals')
    .selectAll()
    .where(
      'intent_id',
      'in',
      requests.map(({ id }) => id),
    )
    .where('approved_at', '>', now - APPROVAL_LIFETIME_MS)
    .execute();
  const isGiven = await createApprovalCheck(team, db);
  const isApproved = (request: IntentRow) =>
    approvals.some((approval) => approval.intent_id === request.id && isGiven({ ...request, ...approval }));
  return requests.filter((request) => !isApproved(request)).map(toIntent);
}
