import { type Kysely, sql } from 'kysely';
import { createGuard } from '#adapters/ledger/guard-calls';
import type { LedgerDatabase } from '#adapters/ledger/ledger-database';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import { readPublicKey } from '#adapters/ledger/postgres/keys/data-key';
import type { TeamKey } from '#adapters/ledger/postgres/keys/key-ring';
import { hasAcceptedKeys } from '#adapters/ledger/postgres/members';
import type { TeamTables } from '#adapters/ledger/postgres/team-tables';
import { formatPublicKey } from '#domain/bulk-refunds/approval-key';
import { createPlanCheck } from '#domain/bulk-refunds/check-plan-rows';
import type { CheckedPlan } from '#domain/bulk-refunds/plan-storage';
import type { PlanHeader } from '#domain/bulk-refunds/refund-plan';
import { isReplacementOf, type ListedPlan, type PlanMember, type TeamPlans } from '#domain/bulk-refunds/team-plans';
import { Failure, usageError } from '#domain/errors/failure';
import type { MemberRole } from '#domain/team/member';
import { readApprovals } from './plan-approvals.ts';
import { createRowReader, storeRows } from './plan-blocks.ts';
import { readSigned, selectPlans } from './plan-headers.ts';
import { prunePlans } from './prune-plans.ts';
import { countSent } from './sent-rows.ts';

/** What the plans of a team need of its ledger. */
interface PlanParts {
  readonly db: Kysely<TeamTables>;
  readonly key: TeamKey;
  /** The failure of every write; undefined where this member may write. */
  readonly readOnly: Failure | undefined;
  readonly acquireLock: LedgerDatabase['acquireLock'];
  /** Converts an error of the database into a failure. */
  readonly toFailure: (error: unknown) => unknown;
}

/** Number of plans that are read to find the one that has replaced a plan. */
const MAX_REPLACEMENTS = 100;

/** Opens the plans in the ledger of a team: see {@link TeamPlans}. */
export function createTeamPlans({ db, key, readOnly, acquireLock, toFailure }: PlanParts): TeamPlans {
  const guarded = createGuard(toFailure);
  const checkWritable = () => {
    if (readOnly !== undefined) throw readOnly;
  };
  const members = async () => {
    await key.update(db);
    return readMembers(key, db);
  };
  return {
    async openPlan(id): Promise<CheckedPlan> {
      const open = guarded(async () => {
        const header = await readHeader(id, await members(), db);
        const rows = createRowReader(id, key, db);
        const check = createPlanCheck(header);
        for await (const row of rows()) check.add(row);
        check.end();
        return { header, rows };
      });
      const { header, rows } = await open();
      return {
        header,
        async *rows() {
          try {
            yield* rows();
          } catch (error) {
            throw toFailure(error);
          }
        },
      };
    },
    findReplacement: guarded(async (header) => {
      const named = selectPlans(db).where('header', 'like', `%"replaces":"${header.plan}"%`).orderBy('stored_at');
      const known = await members();
      for (const { plan, header: line } of await named.limit(MAX_REPLACEMENTS).execute()) {
        const newer = readSigned(line, plan, known);
        if (!(newer instanceof Failure) && isReplacementOf(newer, header)) return plan;
      }
      return undefined;
    }),
    readApprovals: guarded(async (id) => {
      await key.update(db);
      return (await readApprovals([id], key, db)).get(id) ?? [];
    }),
    saveApproval: guarded(async (id, approval) => {
      checkWritable();
      await db.transaction().execute(async (trx) => {
        await key.update(trx);
        const values = { plan: id, approval: key.seal(JSON.stringify(approval)) };
        await trx.insertInto('plan_approvals').values(values).execute();
      });
      return id;
    }),
    members: guarded(members),
    now: guarded(async () => {
      const time = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`;
      return (await db.selectNoFrom(time.as('now')).executeTakeFirstOrThrow()).now;
    }),
    add: guarded(async ({ header, rows }) => {
      checkWritable();
      const { plan } = header;
      await key.update(db);
      await storeRows(plan, rows(), key, db);
      // A transaction of the ledger is on disk when it ends, and so is everything before it.
      await db.transaction().execute((trx) =>
        trx
          .insertInto('plans')
          .values({ plan, header: JSON.stringify(header) })
          .execute(),
      );
    }),
    has: guarded(
      async (id) =>
        (await db.selectFrom('plans').select('plan').where('plan', '=', id).executeTakeFirst()) !== undefined,
    ),
    list: guarded(async (limit) => {
      const known = await members();
      const rows = await selectPlans(db).orderBy('stored_at', 'desc').orderBy('plan').limit(limit).execute();
      const ids = rows.map(({ plan }) => plan);
      const approvals = await readApprovals(ids, key, db);
      const applying = await readLocked(ids, db);
      const plans: ListedPlan[] = [];
      const changed: string[] = [];
      const isReplaced = (header: PlanHeader) => plans.some((newer) => isReplacementOf(newer.header, header));
      for (const { plan, header: line } of rows) {
        const header = readSigned(line, plan, known);
        if (header instanceof Failure) {
          changed.push(plan);
          continue;
        }
        plans.push({
          header,
          approvals: approvals.get(plan) ?? [],
          isApplying: applying.has(plan),
          // A replacement is newer than what it replaces, and so before it in the list.
          isReplaced: isReplaced(header),
          sent: await countSent(header, db),
        });
      }
      return { plans, changed };
    }),
    prune: guarded(async (pruning) => {
      if (!pruning.dryRun) checkWritable();
      return prunePlans(pruning, { db, members: await members(), acquireLock });
    }),
  };
}

async function readHeader(id: string, members: readonly PlanMember[], db: Kysely<TeamTables>): Promise<PlanHeader> {
  const row = await selectPlans(db).where('plan', '=', id).executeTakeFirst();
  if (row === undefined)
    throw usageError(`The ledger has no plan ${JSON.stringify(id)}.`, 'List the plans: rocketpay refunds list');
  const header = readSigned(row.header, id, members);
  if (header instanceof Failure) throw header;
  return header;
}

async function readMembers(key: LedgerKey, db: Kysely<TeamTables>): Promise<readonly PlanMember[]> {
  const rows = await db.selectFrom('members').selectAll().orderBy('joined_at', 'desc').execute();
  return rows.map((row) => ({
    name: row.name,
    login: row.login,
    key: toPublicKey(row.sign_key),
    role: row.role as MemberRole,
    isAccepted: hasAcceptedKeys(row, key),
  }));
}

/** Returns the key of a member in the form of approvals; an empty text where the database has no valid key. */
function toPublicKey(text: string): string {
  try {
    return formatPublicKey(readPublicKey(text));
  } catch {
    return '';
  }
}

/** Returns the plans that a process is applying: it has their locks. */
async function readLocked(plans: readonly string[], db: Kysely<TeamTables>): Promise<ReadonlySet<string>> {
  if (plans.length === 0) return new Set();
  const rows = await db
    .selectFrom('locks')
    .select('name')
    .where('name', 'in', plans)
    .where('expires_at', '>', sql<Date>`clock_timestamp()`)
    .execute();
  return new Set(rows.map(({ name }) => name));
}
