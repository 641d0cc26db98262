import type { Failure } from '#domain/errors/failure';
import type { TlsMode } from './ledger-url.ts';
import type { MemberRole, TeamMember } from './member.ts';
import type { SetLimits } from './member-limits.ts';
import type { SharedProfile } from './shared-profile.ts';

/** The ledger of a team, as its members see and manage it. Every method fails with 7 when the database cannot be used. */
export interface Team {
  /**
   * Creates the tables, or updates them to this version. In a new ledger the current login becomes the first member, an
   * administrator.
   *
   * @param name default: the user name of this machine
   */
  create(name?: string): Promise<void>;
  /** Adds the current login as a member to be accepted by an administrator. @throws {Failure} (usage) when the name is in use. */
  join(name: string): Promise<TeamMember>;
  /**
   * Gives a waiting member a role and the data key.
   *
   * @param fingerprint as the member sees it on their own machine
   * @throws {Failure} (usage) when there is no such member, or the fingerprint is another one.
   */
  accept(name: string, fingerprint: string, role: MemberRole): Promise<TeamMember>;
  /**
   * Takes role and data key from a member, and replaces the data key for all others.
   *
   * @throws {Failure} (usage) when there is no such member.
   */
  remove(name: string): Promise<{ readonly member: TeamMember; readonly keys: KeyReplacement }>;
  /** Replaces the data key. What was encrypted with earlier keys stays readable for members. */
  rotateKey(): Promise<KeyReplacement>;
  /** Returns the data key, encrypted with a passphrase, as the content of a file. */
  exportKey(passphrase: string): Promise<{ readonly key: number; readonly text: string }>;
  /**
   * Adds the current login as an administrator, with an exported data key.
   *
   * @param text the content of its file
   * @throws {Failure} (credentials) when it is not the newest data key of this ledger, or the passphrase is another one.
   */
  recover(name: string, text: string, passphrase: string): Promise<TeamMember>;
  /**
   * Imports the ledger of a machine, which takes no more writes from then on. After a crash the same call continues.
   *
   * @param folder default: the folder of this machine's ledger
   * @throws {Failure} (usage) where there is none; (blocked) when it was imported before, or a process still writes to it.
   */
  importLedger(folder: string | undefined, show: (progress: ImportProgress) => void): Promise<ImportReport>;
  /** Shares a profile with the team, in place of an earlier version of it. */
  shareProfile(profile: SharedProfile): Promise<void>;
  /** Returns the shared profiles. @throws {Failure} (blocked) when one is not signed by an administrator. */
  sharedProfiles(): Promise<readonly SharedProfile[]>;
  members(): Promise<readonly TeamMember[]>;
  /** Sets limits for refunds. @throws {Failure} (usage) when there is no such member. */
  setLimits(set: SetLimits): Promise<void>;
  /** Returns the limits of everyone, and of members with limits of their own. */
  limits(): Promise<readonly SetLimits[]>;
  status(): Promise<TeamStatus>;
}

/** Progress of an import, in rows. */
export interface ImportProgress {
  readonly done: number;
  readonly total: number;
}

/** An imported ledger. */
export interface ImportReport {
  /** Id of the imported ledger. */
  readonly ledger: string;
  /** Hash of its last record. */
  readonly head: string;
  readonly records: number;
  readonly intents: number;
  readonly callbacks: number;
  /** Who imported it. */
  readonly by: string;
}

/** A replaced data key. */
export interface KeyReplacement {
  /** Number of the new key: 1 is the first one. */
  readonly number: number;
  /** Names of the members who have the new key. */
  readonly members: readonly string[];
  /** Members whose keys are not those that an administrator accepted: they got no data key, and have to be accepted again. */
  readonly suspended: readonly TeamMember[];
  /** True when an earlier data key was exported: the exported one does not open what is written from now on. */
  readonly wasExported: boolean;
}

/** The state of a team's database, and who uses it. */
export interface TeamStatus {
  /** URL without the password. */
  readonly place: string;
  /** Version of PostgreSQL. */
  readonly version: string;
  readonly latencyMilliseconds: number;
  /** Whether the connection is encrypted, and the server's certificate checked. */
  readonly tls: TlsMode;
  /** Time by which this machine's clock is ahead of the server's, in milliseconds. */
  readonly clockOffsetMilliseconds: number;
  /** What keeps this machine from writing: no tables, not accepted, another key, a replica; undefined where it can write. */
  readonly problem: Failure | undefined;
  /** The member of this login; undefined where it has not joined, or where there are no tables. */
  readonly member: TeamMember | undefined;
}
