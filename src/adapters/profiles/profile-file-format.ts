import { resolve } from 'node:path';
import { omitUndefined } from '#domain/json/omit-undefined';
import { isLanguage } from '#domain/language/languages';
import { MAX_PROJECT_ID, PROFILE_DEFAULTS, type Profile, type SecretSource } from '#domain/profiles/profile';
import { Secret } from '#domain/signature/secret';
import type { LedgerSetting } from '#domain/team/ledger-setting';

/** A profile in the file: values that differ from the defaults, and the secret as text. */
type StoredProfile = Partial<Omit<Profile, 'name' | 'projectId' | 'secret'>> & {
  readonly projectId: number;
  readonly secret?: StoredSecret;
};

type StoredSecret =
  | { readonly kind: 'store'; readonly secret: string }
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'command'; readonly command: readonly string[] }
  | { readonly kind: 'keyring'; readonly account: string };

/** The whole file. */
export type StoredProfiles = LedgerSetting & {
  readonly default?: string;
  readonly profiles: Readonly<Record<string, StoredProfile>>;
};

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const areTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const isFrom =
  (least: number): Check =>
  (value) =>
    typeof value === 'number' && value >= least;
const isWholeFrom =
  (least: number, most = Number.MAX_SAFE_INTEGER): Check =>
  (value) =>
    Number.isSafeInteger(value) && isFrom(least)(value) && Number(value) <= most;

/** Check of each field of a profile. Other fields are ignored. */
const FIELDS: Readonly<Record<keyof StoredProfile, Check>> = {
  projectId: isWholeFrom(1, MAX_PROJECT_ID),
  secret: isSecretSource,
  gateUrl: isText,
  paymentPageUrl: isText,
  mode: (value) => value === 'test' || value === 'live',
  otpSeconds: isFrom(Number.MIN_VALUE),
  resends: isWholeFrom(0),
  currency: isText,
  language: isLanguage,
  customer: (value) => isObject(value) && Object.values(value).every(isText),
  callbackUrl: isText,
  statusDelaySeconds: isFrom(0),
  maxRefund: isWholeFrom(1),
  maxRefundPerDay: isWholeFrom(1),
  requireApproval: isFlag,
  approvers: areTexts,
  speed: isFrom(Number.MIN_VALUE),
  merchantRefundId: isFlag,
  acceptUnsignedStatus: isFlag,
  sandbox: isFlag,
  insecure: isFlag,
};

function isCommand(value: unknown): boolean {
  return areTexts(value) && Array.isArray(value) && value.length > 0;
}

function isSecretSource(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { kind, secret, name, path, command, account } = value;
  if (kind === 'command') return isCommand(command);
  return isText({ store: secret, env: name, file: path, keyring: account }[String(kind)]);
}

/** Check of each field that names the ledger. */
const LEDGER_FIELDS: Readonly<Record<keyof LedgerSetting, Check>> = {
  ledgerUrl: isText,
  ledgerUrlCommand: isCommand,
  ledgerPasswordFile: isText,
  ledgerPasswordCommand: isCommand,
};

/** Returns the problem of the file, without its values, which may be secrets; undefined if it is valid. */
export function validateStore(stored: unknown): string | undefined {
  if (!isObject(stored)) return 'it is not an object';
  const { default: name, profiles = {} } = stored;
  if (name !== undefined && !isText(name)) return '"default" is not a text';
  const ledger = Object.entries(LEDGER_FIELDS).find(([field, check]) => field in stored && !check(stored[field]));
  if (ledger !== undefined) return `"${ledger[0]}" is not valid`;
  if (!isObject(profiles)) return '"profiles" is not an object';
  for (const profile of Object.values(profiles)) {
    if (!isObject(profile)) return 'a profile is not an object';
    if (profile.projectId === undefined) return 'a profile has no "projectId"';
    const invalid = Object.entries(FIELDS).find(([field, check]) => field in profile && !check(profile[field]));
    if (invalid !== undefined) return `"${invalid[0]}" of a profile is not valid`;
  }
  return undefined;
}

/** Converts a stored profile. @param folder folder of the settings: a relative path of a secret file starts there. */
export function fromStored(name: string, stored: StoredProfile, folder: string): Profile {
  const { secret, ...values } = stored;
  const source = secret === undefined ? undefined : fromStoredSecret(secret, folder);
  return { ...PROFILE_DEFAULTS, ...values, name, ...omitUndefined({ secret: source }) };
}

function fromStoredSecret(secret: StoredSecret, folder: string): SecretSource {
  if (secret.kind === 'store') return { ...secret, secret: new Secret(secret.secret) };
  return secret.kind === 'file' ? { ...secret, path: resolve(folder, secret.path) } : secret;
}

/** Converts the source of a secret. It stores an absolute path: the next command can run in another folder. */
function toStoredSecret(secret: SecretSource): StoredSecret {
  if (secret.kind === 'store') return { ...secret, secret: secret.secret.reveal() };
  return secret.kind === 'file' ? { ...secret, path: resolve(secret.path) } : secret;
}

/** Converts a profile for the file. */
export function toStoredProfile({ name: _, secret, ...values }: Profile): StoredProfile {
  const source = secret === undefined ? undefined : toStoredSecret(secret);
  const different = Object.entries(values).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(PROFILE_DEFAULTS[key as keyof typeof PROFILE_DEFAULTS]),
  );
  return {
    ...(Object.fromEntries(different) as Omit<StoredProfile, 'projectId' | 'secret'>),
    projectId: values.projectId,
    ...omitUndefined({ secret: source }),
  };
}

/** Returns what the file says of the ledger. @param folder folder of the settings: a relative path of a file starts there. */
export function readLedgerSetting(stored: StoredProfiles, folder: string): LedgerSetting {
  const { ledgerUrl, ledgerUrlCommand, ledgerPasswordFile: file, ledgerPasswordCommand } = stored;
  const ledgerPasswordFile = file === undefined ? undefined : resolve(folder, file);
  return omitUndefined({ ledgerUrl, ledgerUrlCommand, ledgerPasswordFile, ledgerPasswordCommand });
}

/** Replaces what the file says of the ledger. */
export function withLedgerSetting(stored: StoredProfiles, setting: LedgerSetting): StoredProfiles {
  const { ledgerUrl, ledgerUrlCommand, ledgerPasswordFile, ledgerPasswordCommand, ...others } = stored;
  const file = setting.ledgerPasswordFile;
  return { ...others, ...setting, ...omitUndefined({ ledgerPasswordFile: file && resolve(file) }) };
}
