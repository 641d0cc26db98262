import { blockedFailure } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import type { MemberRole } from '#domain/team/member';
import type { Approval } from './plan-approval.ts';
import type { CheckedPlan, PlanSource } from './plan-storage.ts';
import type { PlanHeader } from './refund-plan.ts';

/** The plans in the ledger of a team. A plan is stored with all its rows, which only members can decrypt, and never changes. */
export interface TeamPlans extends PlanSource {
  /** Stores a plan. It is shown to no one before it is complete, and a second call continues an interrupted one. */
  add(plan: CheckedPlan): Promise<void>;
  /** True of a plan that is stored completely. */
  has(id: string): Promise<boolean>;
  /** Returns the newest plans, newest first. */
  list(limit: number): Promise<PlanList>;
  /**
   * Removes plans that were stored before a time, with their rows and approvals, or only counts them: those of which nothing was sent,
   * and those whose rows all have their final result. The writes of a plan and their records stay.
   */
  prune(pruning: PlanPruning): Promise<PrunedPlans>;
  members(): Promise<readonly PlanMember[]>;
  now(): Promise<number>;
}

/** Selects plans to remove. */
export interface PlanPruning {
  /** Epoch milliseconds, by the clock of the server. */
  readonly before: number;
  /** Removes nothing. */
  readonly dryRun: boolean;
}

/** Numbers of plans that were removed, or would be, and of those that stay. */
export interface PrunedPlans {
  /** Nothing of them was sent. */
  readonly unused: number;
  /** Every row has its final result. */
  readonly finished: number;
  readonly kept: number;
}

/** The plans of a list. */
interface PlanList {
  readonly plans: readonly ListedPlan[];
  /** Ids of the plans that were changed after they were made. */
  readonly changed: readonly string[];
}

/** A plan of a list. */
export interface ListedPlan {
  readonly header: PlanHeader;
  /** Approvals of any kind, newest first: see {@link PlanSource.readApprovals}. */
  readonly approvals: readonly Approval[];
  /** True while a process has the lock of the plan. */
  readonly isApplying: boolean;
  /** True when its maker has replaced it. */
  readonly isReplaced: boolean;
  /** Number of rows that were sent, whatever their result is. */
  readonly sent: number;
}

/** A member of a team, as the maker or an approver of plans. */
export interface PlanMember {
  readonly name: string;
  /** The user name at the database. */
  readonly login: string;
  /** Public key: see `formatPublicKey`. */
  readonly key: string;
  readonly role: MemberRole;
  /** False of a member who was removed, or who waits to be accepted. */
  readonly isAccepted: boolean;
}

/** True of a member whose approvals count. */
export const mayApprove = ({ role, isAccepted }: PlanMember): boolean =>
  isAccepted && (role === 'approver' || role === 'admin');

/**
 * Returns the member who has signed a plan or an approval; undefined when no member of this name has the key.
 *
 * @param by `user@host`
 */
export const findPlanMember = (
  { key, by }: { readonly key: string; readonly by: string },
  members: readonly PlanMember[],
): PlanMember | undefined =>
  members.find((member) => member.key === key && member.name === by.slice(0, by.lastIndexOf('@')));

/** True of a plan that replaces another one, of the same maker. */
export const isReplacementOf = (newer: PlanHeader, older: PlanHeader): boolean =>
  newer.replaces === older.plan && newer.makerKey === older.makerKey;

/**
 * Checks that the maker of a plan is still a member of the team.
 *
 * @throws {Failure} (blocked) otherwise; nothing has been sent.
 */
export function checkMaker({ makerKey, by }: PlanHeader, members: readonly PlanMember[]): void {
  if (findPlanMember({ key: makerKey, by }, members)?.isAccepted === true) return;
  throw blockedFailure('maker_unknown', message('{by}, who has made the plan, is not a member of the team.', { by }), {
    hint: message('Make a new plan: rocketpay refunds plan <file.csv>'),
  });
}

/** States of a plan in the ledger: `applied` when every row to refund was sent, whatever its result is. */
export const PLAN_STATES = ['open', 'approved', 'applying', 'applied', 'replaced'] as const;

export type PlanState = (typeof PLAN_STATES)[number];

/** @param isApproved true of a plan with an approval that counts */
export function toPlanState({ header, isApplying, isReplaced, sent }: ListedPlan, isApproved: boolean): PlanState {
  const { refunds } = header.totals;
  if (isApplying) return 'applying';
  if (refunds > 0 && sent >= refunds) return 'applied';
  if (isReplaced) return 'replaced';
  return isApproved ? 'approved' : 'open';
}
