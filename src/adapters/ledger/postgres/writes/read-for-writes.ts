import { type Kysely, sql } from 'kysely';
import type { RecordedColumns } from '#adapters/ledger/audit/recorded-columns';
import type { Leases } from '#adapters/ledger/postgres/expiring-lock';
import type { TeamKey } from '#adapters/ledger/postgres/keys/key-ring';
import type { TeamTables } from '#adapters/ledger/postgres/team-tables';
import type { IntentRow, Tables } from '#adapters/ledger/tables';
import type { WriteNeeds } from '#adapters/ledger/writes/intent-write';
import type { RecordLink } from '#domain/ledger/audit-record';
import { comparablePaymentId } from '#domain/payments/payment-id';
import { listProjectNames } from '#domain/profiles/project';

/** What some writes read in their transaction. */
export interface ReadForWrites {
  /** The end of the audit trail; undefined where it is missing. */
  readonly head: RecordLink | undefined;
  /** The intents that a write has named by their id, their payment or their key. */
  readonly intents: readonly IntentRow[];
  readonly payments: readonly IntentRow[];
  readonly keys: readonly IntentRow[];
  /** The records of the intents of {@link payments}, in the order of the trail. */
  readonly records: readonly RecordedColumns[];
  /** False where no member has limits. */
  readonly isLimited: boolean;
  readonly locks: { readonly asked: readonly string[]; readonly alive: readonly string[] };
}

type Found = Readonly<Record<'intents' | 'payments' | 'keys', readonly IntentRow[] | null>> & {
  readonly key: number;
  readonly imports: number;
  readonly head: RecordLink | null;
  readonly limited: boolean;
  readonly records: readonly RecordedColumns[] | null;
  readonly holders: readonly string[] | null;
};

const orNull = (texts: readonly (string | undefined)[]): readonly string[] | null => {
  const given = texts.filter((text) => text !== undefined);
  return given.length === 0 ? null : [...new Set(given)];
};

/** Reads what writes need with one statement, after their transaction has the lock of the ledger. It updates the key first. */
export async function readForWrites(
  needs: readonly WriteNeeds[],
  { key, leases }: { readonly key: TeamKey; readonly leases: Leases },
  trx: Kysely<Tables>,
): Promise<ReadForWrites> {
  const asked = leases.holders();
  const declared = key.number();
  const keys = needs.flatMap((need) => need.key ?? []);
  const values = [
    String(declared),
    orNull(needs.map(({ intentId }) => intentId)),
    orNull(needs.map(({ paymentId }) => (paymentId === undefined ? undefined : comparablePaymentId(paymentId)))),
    orNull(keys.flatMap(({ project }) => listProjectNames(project))),
    orNull(keys.map((used) => used.key)),
    asked.length === 0 ? null : asked,
  ];
  const { rows } = await sql<{ found: Found }>`
    select rocketpay.read_for_writes(${sql.join(values)}) as found`.execute(trx);
  const { found } = rows[0] as { readonly found: Found };
  const state = { number: found.key, imports: found.imports };
  // Another transaction of this process can have updated the key while this one waited for the lock.
  if (found.key !== declared || !key.isNewest(state)) await key.update(trx as unknown as Kysely<TeamTables>);
  return {
    head: found.head ?? undefined,
    intents: found.intents ?? [],
    payments: found.payments ?? [],
    keys: found.keys ?? [],
    records: found.records ?? [],
    isLimited: found.limited,
    locks: { asked, alive: found.holders ?? [] },
  };
}
