import type { Secret } from '#domain/signature/secret';
import type { LedgerSetting } from '#domain/team/ledger-setting';
import type { Profile } from './profile.ts';

/** The project of the ROCKETPAY_… variables, and where its secret is. */
export interface EnvironmentProfile {
  readonly projectId: number;
  readonly gateUrl?: string;
  readonly paymentPageUrl?: string;
  /** The variable with the secret. */
  readonly secretEnv?: string;
  readonly secretFile?: string | undefined;
}

/**
 * The keyring of the operating system, for secrets. Without a keyring, or without an answer in time, each method fails
 * (credentials). No other storage replaces it.
 */
export interface Keyring {
  /** @param origin describes where the secret comes from */
  read(account: string, origin: string): Promise<Secret>;
  write(account: string, secret: Secret): Promise<void>;
  remove(account: string): Promise<void>;
}

/** The profiles on this machine. Several processes can write concurrently. */
export interface ProfileStore {
  /** Path of its file. */
  readonly file: string;
  list(): readonly Profile[];
  defaultName(): string | undefined;
  /** @throws {Failure} (credentials) with the most similar name when the profile does not exist. */
  get(name: string): Profile;
  /** @throws {Failure} (usage) when the name exists and `replace` is not set. */
  save(profile: Profile, options?: { readonly replace?: boolean }): Promise<void>;
  use(name: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** What the settings say of the ledger of a team. */
  ledger(): LedgerSetting;
  /** Replaces what the settings say of it. */
  setLedger(setting: LedgerSetting): Promise<void>;
}
