import type { Settings } from '#context';
import { shellWord } from '#domain/encoding/shell-word';
import { credentialsFailure } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { isLoopbackUrl } from '#domain/network/this-machine';
import type { Environment } from '#domain/profiles/child-environment';
import { environmentValue } from '#domain/profiles/environment-variables';
import { type EffectiveProfile, PROFILE_DEFAULTS, type Profile, validateBaseUrl } from '#domain/profiles/profile';
import type { ProfileStore } from '#domain/profiles/profile-store';
import { environmentCustomer, environmentProjectId } from './environment-profile.ts';

/** Where the values of a profile come from. */
export interface ProfileSources {
  readonly settings: Pick<Settings, 'profile' | 'language' | 'insecure'>;
  readonly environment: Environment;
  readonly store: () => Promise<ProfileStore>;
}

/** Returns the name of the requested profile and where it was given; undefined when none was requested. */
function requestedProfile({ settings, environment }: ProfileSources): { name: string; by: string } | undefined {
  if (settings.profile !== undefined) return { name: settings.profile, by: '--profile' };
  const name = environmentValue(environment, 'ROCKETPAY_PROFILE');
  return name === undefined ? undefined : { name, by: 'ROCKETPAY_PROFILE' };
}

/**
 * Returns the profile of this run: the environment overrides the stored profile, which overrides the defaults. With a
 * project id in the environment and no requested profile, no stored profile is used at all: the values of two projects are
 * never mixed.
 *
 * @throws {Failure} (credentials) when there is no profile, or a value is invalid.
 */
export async function effectiveProfile(sources: ProfileSources): Promise<EffectiveProfile> {
  const { environment, settings } = sources;
  const { stored, origin, by } = await selectProfile(sources);
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
  override('language', '--language or ROCKETPAY_LANGUAGE', settings.language);
  override('insecure', '--insecure', settings.insecure || undefined);

  // Only the stored Gate and project are those of the sandbox.
  if (values.projectId !== stored.projectId || values.gateUrl !== stored.gateUrl) delete values.sandbox;
  const profile = { ...(values as unknown as Profile), origins };
  if (stored.name === ENVIRONMENT && isLoopbackUrl(profile.gateUrl)) {
    return {
      ...checkUrls(profile),
      mode: 'test',
      origins: { ...origins, mode: 'assumed: the Gate is on this machine' },
    };
  }
  return checkUrls(profile);
}

/** Name of the profile when no stored profile is used. */
export const ENVIRONMENT = '(environment)';

/** Finds the stored values of the requested profile, else of the default profile. */
export async function selectProfile(
  sources: ProfileSources,
): Promise<{ stored: Partial<Profile> & { name: string }; origin: string; by: string }> {
  const requested = requestedProfile(sources);
  if (requested === undefined && environmentProjectId(sources.environment) !== undefined) {
    return { stored: { name: ENVIRONMENT }, origin: 'default', by: 'ROCKETPAY_PROJECT_ID' };
  }
  const store = await sources.store();
  const name = requested?.name ?? store.defaultName();
  if (name === undefined) throw noProfile(store.list().map((profile) => profile.name));
  return { stored: store.get(name), origin: `profile ${name}`, by: requested?.by ?? 'the default profile' };
}

function noProfile(names: readonly string[]): Error {
  if (names.length > 0) {
    return credentialsFailure(
      'no_profile',
      message('No profile is chosen.'),
      message('Choose one: rocketpay profiles use {name}', { name: shellWord(names[0] ?? '') }),
    );
  }
  return credentialsFailure(
    'no_profile',
    message('There is no profile yet, and ROCKETPAY_PROJECT_ID is not set.'),
    message(
      'Make one: rocketpay profiles add <name> --project-id <id>. Or look around without an account: rocketpay demo',
    ),
  );
}

const isDefault = (key: string, value: unknown): boolean =>
  JSON.stringify(value) === JSON.stringify(PROFILE_DEFAULTS[key as keyof typeof PROFILE_DEFAULTS]);

/**
 * Returns the profile with its URLs without white space and final slashes.
 *
 * @throws {Failure} (credentials) that names an invalid URL and its origin.
 */
export function checkUrls<T extends Profile & Partial<EffectiveProfile>>(profile: T): T {
  for (const key of ['gateUrl', 'paymentPageUrl'] as const) {
    const problem = validateBaseUrl(profile[key].trim(), profile.insecure);
    const origin = profile.origins?.[key] ?? `profile ${profile.name}`;
    if (problem !== undefined)
      throw credentialsFailure(
        'bad_url',
        message('{key} (from {origin}) cannot be used: {problem}.', { key, origin, problem }),
      );
  }
  return { ...profile, gateUrl: withoutSlash(profile.gateUrl), paymentPageUrl: withoutSlash(profile.paymentPageUrl) };
}

const withoutSlash = (url: string): string => url.trim().replace(/\/+$/, '');
