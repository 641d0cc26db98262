import { shellWord } from '#domain/encoding/shell-word';
import { blockedFailure, type Failure } from '#domain/errors/failure';
import { type Message, message, type Text } from '#domain/language/message';
import { type ApprovalKey, signValues, verifyValues } from './approval-key.ts';
import type { PlanHeader } from './refund-plan.ts';
import { findPlanMember, mayApprove, type PlanMember } from './team-plans.ts';

/** Approval of a plan by one user. */
export interface Approval {
  readonly type: 'approval';
  /** Plan id. */
  readonly plan: string;
  /** Hash of the plan's header, which covers every row. */
  readonly hash: string;
  /** `user@host` of the approver, for information. The key identifies the approver. */
  readonly by: string;
  /** Public key of the approver: see `formatPublicKey`. */
  readonly key: string;
  /** ISO 8601. */
  readonly approvedAt: string;
  /** Ed25519 signature of the fields above, in Base64. */
  readonly signature: string;
}

/** An approval before it is signed. */
export type UnsignedApproval = Omit<Approval, 'type' | 'signature'>;

const toValues = ({ plan, hash, by, key, approvedAt }: UnsignedApproval): readonly string[] => [
  'rocketpay plan approval',
  ...[plan, hash, by, key, approvedAt],
];

/** True of an approval that is signed with its own key. The file may contain any JSON value. */
function isSignedApproval(approval: unknown): boolean {
  const values = Object(approval) as Approval;
  return verifyValues(toValues(values), values.signature, values.key);
}

/** Signs an approval. */
export const createApproval = (unsigned: UnsignedApproval, privateKey: ApprovalKey): Approval => ({
  type: 'approval',
  ...unsigned,
  signature: signValues(toValues(unsigned), privateKey),
});

/** Requirements for an approval. */
export interface ApprovalRules {
  /** Public keys of the profile: the keys of both the maker and the approver must be listed. */
  readonly approvers: readonly string[];
  /** The members of the team, for a plan in its ledger. The profile then need not list keys. */
  readonly members?: readonly PlanMember[] | undefined;
  /** Maximum age of an approval, in milliseconds. */
  readonly maxAge: number;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Path of the plan, for messages. */
  readonly file?: string;
}

/** Assumed maximum difference between the clocks of two machines. */
export const MAX_CLOCK_SKEW_MS = 5 * 60_000;

/**
 * Checks that a plan was made with one listed key and approved with another listed key. Both must be listed: anyone can create
 * keys, and a user with an unlisted key could be both maker and approver.
 *
 * @throws {Failure} (blocked) otherwise; nothing has been sent.
 */
export function checkApproval(approval: Approval | undefined, header: PlanHeader, rules: ApprovalRules): void {
  const { approvers, members, maxAge, now, file } = rules;
  const { profile, makerKey } = header;
  const plan = file === undefined ? '<plan>' : shellWord(file);
  const hint = message('Another user approves it with their own key: rocketpay refunds approve {plan}', { plan });
  const refuse = (code: string, text: Text, next: Text = hint) => blockedFailure(code, text, { hint: next });
  if (members === undefined && approvers.length === 0) {
    const text = message('Profile {profile} requires approvals and lists no approvers.', { profile });
    throw refuse('no_approvers', text, formatListHint(profile));
  }
  if (approval === undefined) throw refuse('approval_missing', message('No user has approved this plan.'));
  if (!isSignedApproval(approval))
    throw refuse('approval_invalid', message('The approval was changed, or is not valid.'));
  const approvedAt = Date.parse(approval.approvedAt);
  if (approval.plan !== header.plan || approval.hash !== header.hash || approvedAt < Date.parse(header.createdAt))
    throw refuse('approval_outdated', message('The approval is for another plan.'));
  if (!(now - approvedAt <= maxAge && approvedAt - now < MAX_CLOCK_SKEW_MS))
    throw refuse('approval_outdated', message('The approval is too old, or its time is in the future.'));
  if (approval.key === makerKey) throw refuse('approval_own', message('The plan was approved by its maker.'));
  checkKeys(approval, header, rules, refuse);
}

/** Checks that the maker and the approver are listed in the profile, or are members of the team with their roles. */
function checkKeys(
  { key, by }: Approval,
  header: PlanHeader,
  { approvers, members }: ApprovalRules,
  refuse: (code: string, text: Text, hint?: Text) => Failure,
): void {
  const { profile, makerKey } = header;
  if (members !== undefined) {
    const approver = findPlanMember({ key, by }, members);
    if (approver === undefined || !mayApprove(approver))
      throw refuse('approval_unknown', message('{by} is not an approver of the team.', { by }));
    if (approver.login === findPlanMember({ key: makerKey, by: header.by }, members)?.login)
      throw refuse('approval_own', message('The plan was approved by its maker.'));
    if (approvers.length === 0) return;
  }
  if (!approvers.includes(key))
    throw refuse(
      'approval_unknown',
      message('The key of {by} is not listed as an approver in profile {profile}.', { by, profile }),
    );
  if (approvers.includes(makerKey)) return;
  const values = { by: header.by, profile };
  throw refuse(
    'maker_unknown',
    message('The key of {by}, the maker of the plan, is not listed in profile {profile}.', values),
    message('If you trust this key, list it: {command}', { command: formatAddApprover(profile, makerKey) }),
  );
}

/**
 * Checks the approvals of a plan: one must count, and none may have been changed.
 *
 * @param approvals newest first
 * @throws {Failure} (blocked) the failure of the newest one otherwise; nothing has been sent.
 */
export function checkApprovals(approvals: readonly Approval[], header: PlanHeader, rules: ApprovalRules): void {
  const changed = approvals.find((approval) => !isSignedApproval(approval));
  const [first, ...others] = changed === undefined ? approvals : [changed];
  try {
    checkApproval(first, header, rules);
  } catch (error) {
    if (!others.some((approval) => isApproval(approval, header, rules))) throw error;
  }
}

/** True of an approval that counts. */
export function isApproval(approval: Approval, header: PlanHeader, rules: ApprovalRules): boolean {
  try {
    checkApproval(approval, header, rules);
    return true;
  } catch {
    return false;
  }
}

/** Returns the command that lists a key in a profile. The other options of the profile must be repeated. */
export const formatAddApprover = (profile: string, key: string): string =>
  `rocketpay profiles add ${profile} … --approver ${key} --replace`;

/** Explains how to list the approvers of a profile. */
export const formatListHint = (profile: string): Message =>
  message('Each user shows their key: rocketpay refunds key. Then list the keys: {command}', {
    command: formatAddApprover(profile, '<key>'),
  });

/** Explains why no plan of a profile can be applied yet; undefined when enough keys are listed, or no approval is required. */
export function describeMissingApprovers({
  requireApproval,
  approvers,
}: {
  readonly requireApproval: boolean;
  readonly approvers: readonly string[];
}): Message | undefined {
  if (!requireApproval || approvers.length >= 2) return undefined;
  return approvers.length === 0
    ? message(
        'plans of this profile need an approval and no approver is listed; no plan can be applied until the keys of the maker and of the approver are listed',
      )
    : message(
        'plans of this profile need an approval and only one approver is listed; no plan can be applied until the keys of the maker and of the approver are listed',
      );
}
