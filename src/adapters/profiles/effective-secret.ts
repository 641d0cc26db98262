import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { NamedSecret } from '#domain/diagnosis/keys';
import { shellWord } from '#domain/encoding/shell-word';
import { credentialsFailure, type Failure } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { listSecretVariables } from '#domain/profiles/child-environment';
import { environmentValue } from '#domain/profiles/environment-variables';
import { describeSource, type Profile } from '#domain/profiles/profile';
import type { Keyring } from '#domain/profiles/profile-store';
import { environmentSecret, type Secret } from '#domain/signature/secret';
import { checkUrls, ENVIRONMENT, type ProfileSources, selectProfile } from './effective-profile.ts';
import { readSecret, readSecretFile } from './read-secret.ts';

/** Where secrets come from. */
export interface SecretSources extends ProfileSources {
  readonly signal: AbortSignal;
  readonly keyring: () => Promise<Keyring>;
  /** The current user; undefined where the system has none. */
  readonly uid?: number | undefined;
  /** Kills a process group by the id of its first process. */
  readonly killGroup: (pid: number) => void;
}

/**
 * Reads the secret of this run: `ROCKETPAY_SECRET_KEY`, else `ROCKETPAY_SECRET_KEY_FILE`, else the source of the profile.
 *
 * @throws {Failure} (credentials) when there is none, or it cannot be read.
 */
export async function effectiveSecret(sources: SecretSources): Promise<Secret> {
  const { environment } = sources;
  const given = environmentSecret(environment);
  given?.checkUsable();
  if (given !== undefined) return given;
  const file = environmentValue(environment, 'ROCKETPAY_SECRET_KEY_FILE');
  if (file !== undefined) return readSecretFile(resolve(file), fileOrigin(file), sources);

  const { stored } = await selectProfile(sources).catch((error: Failure) => {
    throw error.code === 'no_profile' ? noSecret() : error;
  });
  return readStoredSecret(stored, sources);
}

/** Describes the file of the variable. The origin names the file that a relative path means in this working directory. */
const fileOrigin = (file: string): string =>
  resolve(file) === file ? 'ROCKETPAY_SECRET_KEY_FILE' : `ROCKETPAY_SECRET_KEY_FILE, here ${resolve(file)}`;

/**
 * Reads a stored profile and its own secret. The environment does not change them.
 *
 * @throws {Failure} (credentials) when there is no such profile, or its secret cannot be read.
 */
export async function storedCredentials(
  name: string,
  sources: SecretSources,
): Promise<{ readonly profile: Profile; readonly secret: Secret }> {
  const profile = checkUrls((await sources.store()).get(name));
  return { profile, secret: await readStoredSecret(profile, sources) };
}

/**
 * Reads the secrets of all stored profiles until the signal is aborted. It leaves out a secret that cannot be read.
 *
 * @param onSkipped gets the name of each profile whose secret comes from a command or the keyring. When it is given, those
 * secrets are not read.
 */
export async function storedSecrets(
  signal: AbortSignal,
  sources: SecretSources,
  onSkipped?: (profile: string) => void,
): Promise<readonly NamedSecret[]> {
  const store = await sources.store();
  const aborted = new Promise<undefined>((done) => {
    signal.addEventListener('abort', () => done(undefined), { once: true });
  });
  const reading = store.list().map(async (profile) => {
    const { kind } = profile.secret ?? {};
    if (onSkipped !== undefined && (kind === 'command' || kind === 'keyring')) {
      onSkipped(profile.name);
      return undefined;
    }
    // Reading a pipe would wait for its writer.
    if (profile.secret?.kind === 'file' && !statSync(profile.secret.path).isFile()) return undefined;
    const secret = await readStoredSecret(profile, { ...sources, signal });
    return { profile: profile.name, secret };
  });
  const read = reading.map((one) => Promise.race([one.catch(() => undefined), aborted]));
  return (await Promise.all(read)).filter((one) => one !== undefined);
}

async function readStoredSecret(
  { name, secret: source }: Pick<Partial<Profile>, 'secret'> & Pick<Profile, 'name'>,
  sources: SecretSources,
): Promise<Secret> {
  if (source === undefined) throw noSecret(name);
  const { file, list } = await sources.store();
  const reading = { ...sources, storeFile: file, secretVariables: listSecretVariables(list()) };
  return readSecret(source, `profile ${name}, ${describeSource(source)}`, reading);
}

function noSecret(profile = ENVIRONMENT): Failure {
  return profile === ENVIRONMENT
    ? credentialsFailure(
        'no_secret',
        message('There is no secret to sign with.'),
        message(
          'Set ROCKETPAY_SECRET_KEY or ROCKETPAY_SECRET_KEY_FILE, or make a profile: rocketpay profiles add <name> --project-id <id>',
        ),
      )
    : credentialsFailure(
        'no_secret',
        message('The profile {profile} has no secret.', { profile: JSON.stringify(profile) }),
        message(
          'Set ROCKETPAY_SECRET_KEY or ROCKETPAY_SECRET_KEY_FILE, or give the profile one: rocketpay profiles rotate {name}',
          {
            name: shellWord(profile),
          },
        ),
      );
}
