import { dirname, join } from 'node:path';
import { closest, distance } from 'fastest-levenshtein';
import { readRegularFile } from '#adapters/bounded-read';
import { makeFolder, replaceFile } from '#adapters/private-files';
import { checkOwners, withFolders } from '#adapters/trusted-files';
import { withoutByteOrderMark } from '#domain/encoding/byte-order-mark';
import { credentialsFailure, type Failure, usageError } from '#domain/errors/failure';
import { omitUndefined } from '#domain/json/omit-undefined';
import { joinTexts, message } from '#domain/language/message';
import type { ProfileStore } from '#domain/profiles/profile-store';
import {
  fromStored,
  readLedgerSetting,
  type StoredProfiles,
  toStoredProfile,
  validateStore,
  withLedgerSetting,
} from './profile-file-format.ts';
import { storeFailure } from './store-errors.ts';

/**
 * Opens the profile store: one file, `profiles.json`, that only its owner can read, because it can contain secrets. Each change
 * locks the file, reads it again, and replaces it.
 *
 * @param folder folder of the settings, created at the first change
 * @param uid the current user; undefined where the system has none
 * @throws {Failure} (credentials) when the file exists and cannot be read, or another user could have written it.
 */
export function openProfileStore(folder: string, uid?: number): ProfileStore {
  const file = join(folder, 'profiles.json');
  const read = () => readStored(file, uid);
  read();

  const change = async (edit: (stored: StoredProfiles) => StoredProfiles) => {
    const { lockStore } = await import('./store-lock.ts');
    const release = await lockStore(file, () => writing(file, () => makeFolder(folder, uid)));
    try {
      const edited = edit(read());
      // An invalid profile would make the whole file unreadable.
      const problem = validateStore(JSON.parse(JSON.stringify(edited)));
      if (problem !== undefined) throw usageError(`This cannot be stored: ${problem}.`);
      writing(file, () => replaceFile(file, `${JSON.stringify(edited, undefined, '\t')}\n`));
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
    list: () => Object.entries(read().profiles).map(([name, profile]) => fromStored(name, profile, folder)),
    defaultName: () => read().default,
    get: (name) => fromStored(name, stored(name), folder),
    save: (profile, { replace = false } = {}) =>
      change((current) => {
        if (!replace && Object.hasOwn(current.profiles, profile.name)) {
          throw usageError(
            `There is a profile ${JSON.stringify(profile.name)} already.`,
            'Take another name, or add --replace.',
          );
        }
        return omitUndefined({
          ...current,
          default: Object.keys(current.profiles).length === 0 ? profile.name : current.default,
          profiles: { ...current.profiles, [profile.name]: toStoredProfile(profile) },
        });
      }),
    ledger: () => readLedgerSetting(read(), folder),
    setLedger: (setting) => change((current) => withLedgerSetting(current, setting)),
    use: (name) =>
      change((current) => {
        stored(name);
        return { ...current, default: name };
      }),
    rename: (from, to) =>
      change((current) => {
        const profile = stored(from);
        if (Object.hasOwn(current.profiles, to)) throw usageError(`There is a profile ${JSON.stringify(to)} already.`);
        const { [from]: _, ...others } = current.profiles;
        return omitUndefined({
          ...current,
          default: current.default === from ? to : current.default,
          profiles: { ...others, [to]: profile },
        });
      }),
    remove: (name) =>
      change((current) => {
        stored(name);
        const { [name]: _, ...others } = current.profiles;
        return omitUndefined({
          ...current,
          default: current.default === name ? undefined : current.default,
          profiles: others,
        });
      }),
  };
}

/** Maximum size of the file, enough for thousands of profiles. */
const MAX_STORE_BYTES = 16 * 1024 * 1024;

/** Reads the file; no profiles if it does not exist. */
function readStored(file: string, uid: number | undefined): StoredProfiles {
  const text = storedText(file, uid);
  let stored: unknown;
  try {
    stored = JSON.parse(withoutByteOrderMark(text ?? '{}'));
  } catch {
    // The message of the error quotes the text, which may be a secret.
    throw unreadable('it is not JSON', file);
  }
  const problem = validateStore(stored);
  if (problem !== undefined) throw unreadable(problem, file);
  const read = stored as Partial<StoredProfiles>;
  return { ...read, profiles: read.profiles ?? {} };
}

function storedText(file: string, uid: number | undefined): string | undefined {
  try {
    checkOwners(withFolders(file), uid);
    return readRegularFile(file, MAX_STORE_BYTES).toString();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw storeFailure('read', file, error);
  }
}

/** Runs a change of the store or its folder, and converts its errors. */
function writing<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storeFailure('written', file, error);
  }
}

const unreadable = (problem: string, file: string): Failure =>
  credentialsFailure(
    'store_unreadable',
    `The profile store cannot be read: ${problem}.`,
    `Repair or remove profiles.json in ${dirname(file)}.`,
  );

/** Name of the profile that a sandbox stores. */
const SANDBOX_NAME = 'sandbox';

function unknownProfile(name: string, names: readonly string[]): Failure {
  const nearest = names.length === 0 ? undefined : closest(name, [...names]);
  const near = nearest !== undefined && distance(name, nearest) <= Math.max(2, name.length / 2);
  return credentialsFailure(
    'unknown_profile',
    joinTexts(
      [
        message('There is no profile {name}.', { name: JSON.stringify(name) }),
        near ? message('Did you mean {name}?', { name: JSON.stringify(nearest) }) : undefined,
      ],
      ' ',
    ),
    name === SANDBOX_NAME
      ? message('A sandbox makes it when it starts: rocketpay sandbox')
      : names.length === 0
        ? message('Make one: rocketpay profiles add <name> --project-id <id>')
        : message('There are: {names}.', { names: names.join(', ') }),
  );
}
