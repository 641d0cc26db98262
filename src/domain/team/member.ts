/** What a member of a team may do; each role includes those before it. */
export const MEMBER_ROLES = ['reader', 'support', 'approver', 'admin'] as const;

export type MemberRole = (typeof MEMBER_ROLES)[number];

/** A user or a program that uses the ledger of a team. */
export interface TeamMember {
  /** The name that history, receipts and the audit trail show. */
  readonly name: string;
  /** The user name at the database. */
  readonly login: string;
  readonly role: MemberRole;
  /** A short form of the member's public keys, to be compared by telephone. */
  readonly fingerprint: string;
  /** Epoch milliseconds. */
  readonly joinedAt: number;
  /** `waiting`: an administrator has not accepted them yet. */
  readonly state: 'waiting' | 'accepted' | 'removed';
}
