import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { shellWord } from '#domain/encoding/shell-word';
import { blockedFailure } from '#domain/errors/failure';
import type { PlanHeader } from './refund-plan.ts';

/** Approval of a plan by one user. */
export interface Approval {
  readonly type: 'approval';
  readonly plan: string;
  /** Of the plan's header, which covers every row. */
  readonly hash: string;
  /** `user@host`, for people: what counts is the key. */
  readonly by: string;
  /** The approver's public key: see {@link publicKeyText}. */
  readonly key: string;
  /** ISO 8601. */
  readonly approvedAt: string;
  /** Ed25519 over all of the above, in Base64. */
  readonly signature: string;
}

/** A person's private key for approvals. */
export type ApprovalKey = KeyObject;

const PREFIX = 'ed25519:';

/** Formats the public part of a key: `ed25519:` and 43 characters. */
export const publicKeyText = (key: ApprovalKey): string => `${PREFIX}${key.export({ format: 'jwk' }).x}`;

/** True of a text that is a public key for approvals. */
export const isPublicKeyText = (text: string): boolean =>
  // Its last letter has bits that say nothing: one key is spelled in one way only.
  /^ed25519:[\w-]{43}$/.test(text) &&
  PREFIX + Buffer.from(text.slice(PREFIX.length), 'base64url').toString('base64url') === text;

const publicKeyOf = (text: string): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: text.slice(PREFIX.length) }, format: 'jwk' });

/** A key that no one keeps: for a plan that needs no approval, where the user's own key cannot be stored. */
export const temporaryApprovalKey = (): ApprovalKey => generateKeyPairSync('ed25519').privateKey;

const planText = ({ plan, hash }: Pick<PlanHeader, 'plan' | 'hash'>): Buffer =>
  Buffer.from(JSON.stringify(['rocketpay plan', plan, hash]));

/** Signs a plan as its maker, in Base64. */
export const signPlan = (header: Pick<PlanHeader, 'plan' | 'hash'>, key: ApprovalKey): string =>
  sign(null, planText(header), key).toString('base64');

/** True of a plan that the key which it names as its maker's has signed. */
export function isSignedBy(header: Pick<PlanHeader, 'plan' | 'hash' | 'makerKey' | 'signature'>): boolean {
  const signature = Buffer.from(header.signature, 'base64');
  // One signature is written in one way only.
  if (signature.toString('base64') !== header.signature) return false;
  return isPublicKeyText(header.makerKey) && verify(null, planText(header), publicKeyOf(header.makerKey), signature);
}

const signedText = ({ plan, hash, by, key, approvedAt }: Omit<Approval, 'type' | 'signature'>): Buffer =>
  Buffer.from(JSON.stringify(['rocketpay plan approval', plan, hash, by, key, approvedAt]));

/** Signs an approval. */
export function createApproval(said: Omit<Approval, 'type' | 'signature'>, privateKey: ApprovalKey): Approval {
  const signature = sign(null, signedText(said), privateKey).toString('base64');
  return { type: 'approval', ...said, signature };
}

/** Who may approve what, and until when. */
export interface ApprovalRules {
  /** Public keys that the profile lists: a plan needs two of them, that of its maker and that of its approver. */
  readonly approvers: readonly string[];
  /** How long an approval stands, in milliseconds. */
  readonly maxAge: number;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Where the plan is, for what is said. */
  readonly file?: string;
}

/**
 * Lets a plan pass that one listed key has made and another listed key has approved as it is. Both are listed,
 * for anyone can make new keys: with an unlisted one, a user could be both persons.
 *
 * @throws {Failure} (blocked) otherwise. Nothing has been sent then.
 */
export function checkApproval(approval: Approval | undefined, header: PlanHeader, rules: ApprovalRules): void {
  const { approvers, maxAge, now } = rules;
  const { profile, makerKey } = header;
  const hint = askFor(rules.file);
  if (approvers.length === 0)
    throw blockedFailure('no_approvers', `The profile ${profile} asks for approvals and lists no approvers.`, {
      hint: LIST_THEM(profile),
    });
  if (approval === undefined) throw blockedFailure('approval_missing', 'No one has approved this plan.', { hint });
  if (!isGenuine(approval))
    throw blockedFailure('approval_invalid', 'The approval was changed, or is not valid.', { hint });
  const at = Date.parse(approval.approvedAt);
  if (approval.plan !== header.plan || approval.hash !== header.hash || at < Date.parse(header.createdAt)) {
    throw blockedFailure('approval_outdated', 'The approval is of another plan.', { hint });
  }
  if (!(now - at <= maxAge && at - now < MAX_CLOCK_SKEW_MS))
    throw blockedFailure('approval_outdated', 'The approval is too old, or from the future.', { hint });
  if (approval.key === makerKey)
    throw blockedFailure('approval_own', 'The maker of the plan has approved it.', { hint });
  if (!approvers.includes(approval.key)) {
    throw blockedFailure('approval_unknown', `The key of ${approval.by} is not among the approvers of the profile.`, {
      hint,
    });
  }
  if (!approvers.includes(makerKey)) {
    const message = `The key of ${header.by}, who made the plan, is not listed in the profile.`;
    throw blockedFailure('maker_unknown', message, {
      hint: `If it is known, list it: ${addApprover(profile, makerKey)}`,
    });
  }
}

/** How a key is listed in a profile: its other options have to be given again. */
export const addApprover = (profile: string, key: string): string =>
  `rocketpay profiles add ${profile} … --approver ${key} --replace`;

/**
 * Says why no plan of a profile can be applied yet; undefined when both people who an approval takes are listed, or none is
 * required.
 */
export function missingApprovers({
  requireApproval,
  approvers,
}: {
  readonly requireApproval: boolean;
  readonly approvers: readonly string[];
}): string | undefined {
  if (!requireApproval || approvers.length >= 2) return undefined;
  const listed = approvers.length === 0 ? 'no approver is listed' : 'only one approver is listed';
  return `plans of this profile need an approval, and ${listed}: no plan can be applied before the keys of the maker and of the approver are`;
}

/** How to list the approvers of a profile. */
export const LIST_THEM = (profile: string): string =>
  `Each person shows their key: rocketpay refunds key. Then list the keys: ${addApprover(profile, '<key>')}`;

/** Clocks of two machines differ by less. */
export const MAX_CLOCK_SKEW_MS = 5 * 60_000;

const askFor = (file = '<plan>'): string =>
  `Another person, with a key of their own: rocketpay refunds approve ${file === '<plan>' ? file : shellWord(file)}`;

function isGenuine(approval: Approval): boolean {
  try {
    const signature = Buffer.from(approval.signature, 'base64');
    return isPublicKeyText(approval.key) && verify(null, signedText(approval), publicKeyOf(approval.key), signature);
  } catch {
    return false;
  }
}
