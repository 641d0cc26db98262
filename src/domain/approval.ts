import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { Failure } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import type { PlanHeader } from './refund-plan.ts';

/** One person's word that a plan may be applied. */
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

/** The public part of a key as people hand it on: `ed25519:` and 43 characters. */
export const publicKeyText = (key: ApprovalKey): string => `${PREFIX}${key.export({ format: 'jwk' }).x}`;

/** True of a text that is a public key for approvals. */
export const isPublicKeyText = (text: string): boolean =>
  // Its last letter has bits that say nothing: one key is spelled in one way only.
  /^ed25519:[\w-]{43}$/.test(text) &&
  PREFIX + Buffer.from(text.slice(PREFIX.length), 'base64url').toString('base64url') === text;

const publicKeyOf = (text: string): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: text.slice(PREFIX.length) }, format: 'jwk' });

const signedText = ({ plan, hash, by, key, approvedAt }: Omit<Approval, 'type' | 'signature'>): Buffer =>
  Buffer.from(JSON.stringify(['rocketpay plan approval', plan, hash, by, key, approvedAt]));

/** Signs an approval. */
export function createApproval(said: Omit<Approval, 'type' | 'signature'>, privateKey: ApprovalKey): Approval {
  const signature = sign(null, signedText(said), privateKey).toString('base64');
  return { type: 'approval', ...said, signature };
}

/** Who may approve what, and until when. */
export interface ApprovalRules {
  /** Public keys that the profile lists; when it lists none, every key but the maker's will do. */
  readonly approvers: readonly string[];
  /** How long an approval stands, in milliseconds. */
  readonly maxAge: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * Lets a plan pass that another person than its maker has approved as it is.
 *
 * @throws {Failure} (held) otherwise. Nothing has been sent then.
 */
export function checkApproval(approval: Approval | undefined, header: PlanHeader, rules: ApprovalRules): void {
  const { approvers, maxAge, now } = rules;
  if (header.makerKey === null)
    throw held('approval_missing', 'The plan was made before its profile asked for approvals', NEW_PLAN);
  if (approval === undefined) throw held('approval_missing', 'Nobody has approved this plan', ASK);
  if (!isGenuine(approval)) throw held('approval_invalid', 'The approval was changed, or is none', ASK);
  const at = Date.parse(approval.approvedAt);
  if (approval.plan !== header.plan || approval.hash !== header.hash || at < Date.parse(header.createdAt)) {
    throw held('approval_outdated', 'The approval is of another plan', ASK);
  }
  if (!(now - at <= maxAge && at - now < CLOCKS_DIFFER_MS))
    throw held('approval_outdated', 'The approval is too old, or from the future', ASK);
  if (approval.key === header.makerKey) throw held('approval_own', 'Whoever made the plan has approved it', ASK);
  if (approvers.length > 0 && !approvers.includes(approval.key)) {
    throw held('approval_unknown', `${approval.by} is not among the approvers of the profile`, ASK);
  }
}

/** Clocks of two machines differ by less. */
export const CLOCKS_DIFFER_MS = 5 * 60_000;

const ASK = 'Another person, with a key of their own: rocketpay refunds approve <plan>';
const NEW_PLAN = 'Make a new plan: rocketpay refunds plan <file.csv>';

function isGenuine(approval: Approval): boolean {
  try {
    const signature = Buffer.from(approval.signature, 'base64');
    return isPublicKeyText(approval.key) && verify(null, signedText(approval), publicKeyOf(approval.key), signature);
  } catch {
    return false;
  }
}

const held = (code: string, message: string, hint: string): Failure =>
  new Failure(EXIT.held, code, `${message}. Nothing was sent.`, { hint });
