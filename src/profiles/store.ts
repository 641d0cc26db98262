import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Conf from 'conf';
import { closest, distance } from 'fastest-levenshtein';
import type { ProfileStore } from '../context.ts';
import { credentialsFailure, Failure, usageFailure } from '../domain/errors.ts';
import { fromStored, type StoredProfiles, storeFlaw, toStored } from './stored-profile.ts';

/**
 * Opens the store of profiles: one file, `profiles.json`, readable by its owner only, for it may hold
 * secrets. Each change locks the file, reads it anew, and replaces it whole.
 *
 * @param directory where it is kept; the system's own place for settings when undefined
 * @throws {Failure} (credentials) when the file is there and cannot be read.
 */
export function openProfileStore(directory: string | undefined): ProfileStore {
  const conf = openConf(directory);
  const file = conf.path;
  const read = (): StoredProfiles => ({ ...conf.store, profiles: conf.store.profiles ?? {} });

  const change = async (edit: (stored: StoredProfiles) => StoredProfiles) => {
    const { lockStore } = await import('./store-lock.ts');
    const release = await lockStore(file);
    try {
      const edited = edit(read());
      // What could not be read again would take all the others along.
      const flaw = storeFlaw(JSON.parse(JSON.stringify(edited)));
      if (flaw !== undefined) throw usageFailure(`This cannot be kept: ${flaw}.`);
      conf.store = edited;
    } finally {
      await release();
    }
  };

  const stored = (name: string) => {
    const { profiles } = read();
    const found = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
    if (found === undefined) throw unknownProfile(name, Object.keys(profiles));
    return found;
  };

  return {
    file,
    list: () => Object.entries(read().profiles).map(([name, profile]) => fromStored(name, profile)),
    defaultName: () => read().default,
    get: (name) => fromStored(name, stored(name)),
    save: (profile, { replace = false } = {}) =>
      change((current) => {
        if (!replace && Object.hasOwn(current.profiles, profile.name)) {
          throw usageFailure(
            `There is a profile ${JSON.stringify(profile.name)} already.`,
            'Take another name, or add --replace.',
          );
        }
        return {
          ...withDefault(Object.keys(current.profiles).length === 0 ? profile.name : current.default),
          profiles: { ...current.profiles, [profile.name]: toStored(profile) },
        };
      }),
    use: (name) =>
      change((current) => {
        stored(name);
        return { ...current, default: name };
      }),
    rename: (from, to) =>
      change((current) => {
        const profile = stored(from);
        if (Object.hasOwn(current.profiles, to))
          throw usageFailure(`There is a profile ${JSON.stringify(to)} already.`);
        const { [from]: _, ...others } = current.profiles;
        return {
          ...(current.default === undefined ? {} : { default: current.default === from ? to : current.default }),
          profiles: { ...others, [to]: profile },
        };
      }),
    remove: (name) =>
      change((current) => {
        stored(name);
        const { [name]: _, ...others } = current.profiles;
        return {
          ...(current.default === name || current.default === undefined ? {} : { default: current.default }),
          profiles: others,
        };
      }),
  };
}

const withDefault = (name: string | undefined): Pick<StoredProfiles, 'default'> =>
  name === undefined ? {} : { default: name };

function openConf(directory: string | undefined): Conf<StoredProfiles> {
  if (directory !== undefined) makeDirectory(directory);
  try {
    // Without conf's own defaults: it would write them, without the lock.
    const conf = new Conf<StoredProfiles>({
      projectName: 'rocketpay',
      projectSuffix: '',
      configName: 'profiles',
      configFileMode: 0o600,
      accessPropertiesByDotNotation: false,
      deserialize: (text) => readStored(text, directory),
      ...(directory === undefined ? {} : { cwd: directory }),
    });
    // The system's own place is ours alone, and conf makes it for all to read.
    if (directory === undefined) chmodSync(dirname(conf.path), 0o700);
    return conf;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw unreadable((error as Error).message, directory);
  }
}

function readStored(text: string, directory: string | undefined): StoredProfiles {
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch {
    // Its message quotes the text around the flaw, which may be a secret.
    throw unreadable('it is not JSON', directory);
  }
  const flaw = storeFlaw(stored);
  if (flaw !== undefined) throw unreadable(flaw, directory);
  return stored as StoredProfiles;
}

const unreadable = (flaw: string, directory: string | undefined): Failure =>
  credentialsFailure(
    'store_unreadable',
    `The profile store cannot be read: ${flaw}.`,
    `Mend or remove profiles.json in ${directory ?? 'the settings directory'}.`,
  );

function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw credentialsFailure('store_unwritable', `The settings directory ${directory} cannot be made (${code}).`);
  }
}

function unknownProfile(name: string, names: readonly string[]): Failure {
  const nearest = names.length === 0 ? undefined : closest(name, [...names]);
  const near = nearest !== undefined && distance(name, nearest) <= Math.max(2, name.length / 2);
  return credentialsFailure(
    'unknown_profile',
    `There is no profile ${JSON.stringify(name)}.${near ? ` Did you mean ${JSON.stringify(nearest)}?` : ''}`,
    names.length === 0 ? 'Make one: rocketpay profiles add' : `There are: ${names.join(', ')}.`,
  );
}
