import { randomBytes } from 'node:crypto';
import { encodeBase32 } from '#domain/payments/payment-id';
import type { PlanHeader, PlanRow } from './refund-plan.ts';

/** Returns a new plan id. */
export const createPlanId = (): string => `plan-${encodeBase32(randomBytes(16))}`;

/** True of a text in the form of {@link createPlanId}. A plan id becomes part of file names and keys. */
export const isPlanId = (id: unknown): boolean => typeof id === 'string' && /^plan-[0-9a-z]{16}$/.test(id);

/** Returns the ledger's key of a row: the same row of the same plan is never sent twice. */
export const rowKey = ({ plan }: Pick<PlanHeader, 'plan'>, { row }: Pick<PlanRow, 'row'>): string => `${plan}/${row}`;

/** True of the key of a row of this plan. */
export const isRowKey = (key: string | undefined, { plan }: Pick<PlanHeader, 'plan'>): boolean =>
  key?.startsWith(`${plan}/`) === true;

/** Returns the plan id in the key of a row; undefined for any other key. */
export const readPlanId = (key: string | undefined): string | undefined =>
  /^(plan-[0-9a-z]{16})\/\d+$/.exec(key ?? '')?.[1];
