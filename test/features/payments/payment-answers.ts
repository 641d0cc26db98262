import type { Clock } from '#async/clock';
import type { Outcome } from '#domain/gate/request-outcome';
import type { Json, JsonObject } from '#domain/json/exact-json';
import type { Ledger } from '#domain/ledger/ledger';
import { type EffectiveProfile, PROFILE_DEFAULTS } from '#domain/profiles/profile';
import { accepted, FAKE_PROJECT } from '../../support/gate/fake-gate.ts';
import { openMemoryLedger } from '../../support/ledger.ts';

/** An operation as a status answer tells it. */
export interface Told {
  readonly type?: string;
  readonly status?: string;
  readonly code?: string;
  readonly message?: string;
  readonly requestId?: string;
  readonly createdAt?: number;
  readonly changedAt?: number;
}

/** The documented answer to a status request about payment `order-1`. */
export function statusBody(
  status: string,
  operations: readonly Told[] = [],
  { left = 100_000, id = 'order-1' }: { left?: number; id?: string } = {},
): JsonObject {
  return {
    project_id: 4242,
    payment: { id, type: 'purchase', status, method: 'mobile', sum: { amount: left, currency: 'KZT' } },
    operations: operations.map(operation),
  };
}

function operation(told: Told, index: number): Json {
  const { type = 'sale', status = 'success', code, message, requestId, createdAt, changedAt } = told;
  const parts = { code, message, request_id: requestId, created_date: date(createdAt), date: date(changedAt) };
  const known = Object.entries(parts).filter(([, value]) => value !== undefined);
  return { id: 5028800010128225n + BigInt(index), type, status, ...(Object.fromEntries(known) as JsonObject) };
}

/** Dates as the platform writes them. */
const date = (time: number | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString().replace(/\.\d+Z$/, '+0000');

/** The outcome of a status request. */
export const answered = (...words: Parameters<typeof statusBody>): Outcome => accepted(statusBody(...words));

/** "Not found (yet)" (3061) and "details not received yet" (3062). */
export const notKnown = (code: '3061' | '3062'): Outcome =>
  accepted({ project_id: 4242, payment: { id: 'order-1', status: 'error' }, errors: [{ code, message: 'not yet' }] });

/** A project, and a ledger of its own: what a flow keeps answers with. */
export function fakeProject(clock: Clock) {
  const profile: EffectiveProfile = {
    ...PROFILE_DEFAULTS,
    name: 'shop',
    projectId: FAKE_PROJECT,
    gateUrl: 'https://gate.test',
    origins: {},
  };
  let opened: Promise<Ledger> | undefined;
  const ledger = () => {
    opened ??= openMemoryLedger(clock);
    return opened;
  };
  return { profile: async () => profile, ledger };
}
