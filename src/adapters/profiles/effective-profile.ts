import { stat } from 'node:fs/promises';
import type { EnvironmentProfile, Keyring, ProfileStore, Settings } from '#context';
import type { NamedSecret } from '#domain/diagnosis/signer-mistakes/key-candidates';
import { shellWord } from '#domain/encoding/shell-word';
import { credentialsFailure, type Failure } from '#domain/errors/failure';
import type { Customer } from '#domain/gate/signed-request';
import { secretVariables } from '#domain/profiles/child-environment';
import { environmentValue } from '#domain/profiles/environment-variables';
import { parseEmail, parseIp } from '#domain/profiles/option-values';
import {
  describeSource,
  type EffectiveProfile,
  isLoopbackUrl,
  PROFILE_DEFAULTS,
  type Profile,
  readProjectId,
  validateBaseUrl,
} from '#domain/profiles/profile';
import { environmentSecret, type Secret } from '#domain/signature/secret';
import { readSecret, readSecretFile } from './read-secret.ts';

/** What the values of this run are made of. */
export interface ProfileSources {
  readonly settings: Pick<Settings, 'profile' | 'insecure'>;
  readonly environment: NodeJS.ProcessEnv;
  readonly store: () => Promise<ProfileStore>;
  readonly signal: AbortSignal;
  readonly keyring: () => Promise<Keyring>;
  /** This user; undefined where the system has none. */
  readonly uid?: number | undefined;
}

/** The name of the profile that was asked for, and by what. */
function chosen({ settings, environment }: ProfileSources): { name: string; by: string } | undefined {
  if (settings.profile !== undefined) return { name: settings.profile, by: '--profile' };
  const name = environmentValue(environment, 'ROCKETPAY_PROFILE');
  return name === undefined ? undefined : { name, by: 'ROCKETPAY_PROFILE' };
}

/**
 * The profile in force: the environment beats the stored profile beats the defaults. A project id in the
 * environment with no profile named means that no stored profile is used at all: mixing the values of two
 * projects would be worse than missing some.
 *
 * @throws {Failure} (credentials) when there is no profile, or a value that cannot work.
 */
export async function effectiveProfile(sources: ProfileSources): Promise<EffectiveProfile> {
  const { environment, settings } = sources;
  const { stored, origin, by } = await storedProfile(sources);
  const values: Record<string, unknown> = { ...PROFILE_DEFAULTS, ...stored };
  const origins: Record<string, string> = {};
  for (const key of Object.keys(values)) origins[key] = isDefault(key, values[key]) ? 'default' : origin;
  origins.name = by;

  const override = (key: keyof Profile, variable: string, value: unknown) => {
    if (value === undefined) return;
    values[key] = value;
    origins[key] = variable;
  };
  override('projectId', 'ROCKETPAY_PROJECT_ID', environmentProjectId(environment));
  override('gateUrl', 'ROCKETPAY_GATE_URL', environmentValue(environment, 'ROCKETPAY_GATE_URL'));
  const pageUrl = environmentValue(environment, 'ROCKETPAY_PAYMENT_PAGE_URL');
  override('paymentPageUrl', 'ROCKETPAY_PAYMENT_PAGE_URL', pageUrl);
  const customer = environmentCustomer(environment);
  if (customer !== undefined)
    override('customer', 'ROCKETPAY_CUSTOMER_ID and its like', { ...stored.customer, ...customer });
  override('insecure', '--insecure', settings.insecure || undefined);

  // Another Gate or project than the stored one is not known to be a sandbox.
  if (values.projectId !== stored.projectId || values.gateUrl !== stored.gateUrl) delete values.sandbox;
  const profile = { ...(values as unknown as Profile), origins };
  if (stored.name === ENVIRONMENT && isLoopbackUrl(profile.gateUrl)) {
    return { ...checked(profile), mode: 'test', origins: { ...origins, mode: 'assumed: the Gate is on this machine' } };
  }
  return checked(profile);
}

/** The name that `whoami` shows when no stored profile is used. */
const ENVIRONMENT = '(environment)';

async function storedProfile(
  sources: ProfileSources,
): Promise<{ stored: Partial<Profile> & { name: string }; origin: string; by: string }> {
  const choice = chosen(sources);
  if (choice === undefined && environmentProjectId(sources.environment) !== undefined) {
    return { stored: { name: ENVIRONMENT }, origin: 'default', by: 'ROCKETPAY_PROJECT_ID' };
  }
  const store = await sources.store();
  const name = choice?.name ?? store.defaultName();
  if (name === undefined) throw noProfile(store.list().map((profile) => profile.name));
  return { stored: store.get(name), origin: `profile ${name}`, by: choice?.by ?? 'the default profile' };
}

/**
 * What the environment says of a project, for a profile that is made from it. The secret is not copied: the
 * profile gets to know where it is.
 *
 * @throws {Failure} (credentials) when the project id is missing or none.
 */
export function environmentProfile(environment: NodeJS.ProcessEnv): EnvironmentProfile {
  const projectId = environmentProjectId(environment);
  if (projectId === undefined) {
    throw credentialsFailure('no_project_id', 'ROCKETPAY_PROJECT_ID is not set.', 'It is the project id, a number.');
  }
  const gateUrl = environmentValue(environment, 'ROCKETPAY_GATE_URL');
  const paymentPageUrl = environmentValue(environment, 'ROCKETPAY_PAYMENT_PAGE_URL');
  const path = environmentValue(environment, 'ROCKETPAY_SECRET_KEY_FILE');
  const { ROCKETPAY_SECRET_KEY: secret } = environment;
  return {
    projectId,
    ...(gateUrl ? { gateUrl } : {}),
    ...(paymentPageUrl ? { paymentPageUrl } : {}),
    ...(path ? { secretFile: path } : {}),
    ...(secret ? { secretEnv: 'ROCKETPAY_SECRET_KEY', secretFile: undefined } : {}),
  };
}

/** The customer of a sale as the environment describes it; undefined when it does not. */
function environmentCustomer(environment: NodeJS.ProcessEnv): Partial<Customer> | undefined {
  const values = CUSTOMER_VARIABLES.flatMap(([field, variable, parse]) => {
    const value = environmentValue(environment, variable, parse);
    return value === undefined ? [] : [[field, value] as const];
  });
  return values.length === 0 ? undefined : Object.fromEntries(values);
}

const CUSTOMER_VARIABLES: readonly (readonly [keyof Customer, string, ((text: string) => string)?])[] = [
  ['id', 'ROCKETPAY_CUSTOMER_ID'],
  ['firstName', 'ROCKETPAY_CUSTOMER_FIRST_NAME'],
  ['lastName', 'ROCKETPAY_CUSTOMER_LAST_NAME'],
  ['email', 'ROCKETPAY_CUSTOMER_EMAIL', parseEmail],
  ['ip', 'ROCKETPAY_CUSTOMER_IP', parseIp],
];

function noProfile(names: readonly string[]): Error {
  if (names.length > 0) {
    return credentialsFailure(
      'no_profile',
      'No profile is chosen.',
      `Choose one: rocketpay profiles use ${shellWord(names[0] ?? '')}`,
    );
  }
  return credentialsFailure(
    'no_profile',
    'There is no profile yet, and ROCKETPAY_PROJECT_ID is not set.',
    'Make one: rocketpay profiles add <name> --project-id <id>. Or look around without an account: rocketpay demo',
  );
}

const isDefault = (key: string, value: unknown): boolean =>
  JSON.stringify(value) === JSON.stringify(PROFILE_DEFAULTS[key as keyof typeof PROFILE_DEFAULTS]);

function environmentProjectId(environment: NodeJS.ProcessEnv): number | undefined {
  const text = environment.ROCKETPAY_PROJECT_ID;
  if (!text) return undefined;
  const id = readProjectId(text);
  if (id === undefined) {
    throw credentialsFailure(
      'bad_project_id',
      `ROCKETPAY_PROJECT_ID is not a project id: ${JSON.stringify(text)}.`,
      'It is a whole number, as the Dashboard shows it.',
    );
  }
  return id;
}

function checked<T extends Profile & Partial<EffectiveProfile>>(profile: T): T {
  for (const key of ['gateUrl', 'paymentPageUrl'] as const) {
    const problem = validateBaseUrl(profile[key].trim(), profile.insecure);
    const origin = profile.origins?.[key] ?? `profile ${profile.name}`;
    if (problem !== undefined)
      throw credentialsFailure('bad_url', `${key} (from ${origin}) cannot be used: ${problem}.`);
  }
  return { ...profile, gateUrl: withoutSlash(profile.gateUrl), paymentPageUrl: withoutSlash(profile.paymentPageUrl) };
}

const withoutSlash = (url: string): string => url.trim().replace(/\/+$/, '');

/**
 * The secret in force: `ROCKETPAY_SECRET_KEY`, `ROCKETPAY_SECRET_KEY_FILE`, else the profile's source.
 *
 * @throws {Failure} (credentials) when there is none, or it cannot be read.
 */
export async function effectiveSecret(sources: ProfileSources): Promise<Secret> {
  const { environment } = sources;
  const given = environmentSecret(environment);
  given?.refuseFlaw();
  if (given !== undefined) return given;
  const file = environmentValue(environment, 'ROCKETPAY_SECRET_KEY_FILE');
  if (file !== undefined)
    return readSecretFile(file, 'ROCKETPAY_SECRET_KEY_FILE', { uid: sources.uid, signal: sources.signal });

  const { stored } = await storedProfile(sources).catch((error: Failure) => {
    throw error.code === 'no_profile' ? noSecret() : error;
  });
  return storedSecret(stored, sources);
}

/**
 * A stored profile and its own secret, whatever the environment holds.
 *
 * @throws {Failure} (credentials) when there is no such profile, or its secret cannot be read.
 */
export async function storedCredentials(
  name: string,
  sources: ProfileSources,
): Promise<{ readonly profile: Profile; readonly secret: Secret }> {
  const profile = checked((await sources.store()).get(name));
  return { profile, secret: await storedSecret(profile, sources) };
}

/**
 * The secrets of all stored profiles that can be read before the signal; the others are left out.
 *
 * @param onSkipped when given, no command and no keyring is asked, and it is told the profiles that have theirs there
 */
export async function storedSecrets(
  signal: AbortSignal,
  sources: ProfileSources,
  onSkipped?: (profile: string) => void,
): Promise<readonly NamedSecret[]> {
  const store = await sources.store();
  const given = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  const reading = store.list().map(async (profile) => {
    const { kind } = profile.secret ?? {};
    if (onSkipped !== undefined && (kind === 'command' || kind === 'keyring')) {
      onSkipped(profile.name);
      return undefined;
    }
    // A pipe would be read for ever.
    if (profile.secret?.kind === 'file' && !(await isFile(profile.secret.path))) return undefined;
    const secret = await storedSecret(profile, { ...sources, signal });
    return { profile: profile.name, secret };
  });
  const read = reading.map((one) => Promise.race([one.catch(() => undefined), given]));
  return (await Promise.all(read)).filter((one) => one !== undefined);
}

const isFile = async (path: string): Promise<boolean> => (await stat(path)).isFile();

async function storedSecret(
  { name, secret: source }: Pick<Partial<Profile>, 'secret'> & Pick<Profile, 'name'>,
  { environment, signal, store, keyring, uid }: ProfileSources,
): Promise<Secret> {
  if (source === undefined) throw noSecret(name);
  const { file, list } = await store();
  return readSecret(source, `profile ${name}, ${describeSource(source)}`, {
    storeFile: file,
    environment,
    secretVariables: secretVariables(list()),
    uid,
    signal,
    keyring,
  });
}

function noSecret(profile = ENVIRONMENT): Failure {
  const set = 'Set ROCKETPAY_SECRET_KEY or ROCKETPAY_SECRET_KEY_FILE';
  return profile === ENVIRONMENT
    ? credentialsFailure(
        'no_secret',
        'There is no secret to sign with.',
        `${set}, or make a profile: rocketpay profiles add <name> --project-id <id>`,
      )
    : credentialsFailure(
        'no_secret',
        `The profile ${JSON.stringify(profile)} has no secret.`,
        `${set}, or give the profile one: rocketpay profiles rotate ${shellWord(profile)}`,
      );
}
