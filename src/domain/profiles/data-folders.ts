import { shellWord } from '#domain/encoding/shell-word';
import { EXIT } from '#domain/errors/exit-codes';
import { credentialsFailure, Failure } from '#domain/errors/failure';
import { environmentValue } from './environment-variables.ts';

/** What the places of settings and data follow from. */
export interface FolderSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** As Node.js names it: `linux`, `darwin`, `win32`. */
  readonly platform: string;
  /** The home folder of this user. Throws or returns an empty text where the user has none. */
  readonly home: () => string;
}

/**
 * Returns the folder of the profiles and of the approval key: `ROCKETPAY_CONFIG_DIR`, else the system's place for settings.
 *
 * @throws {Failure} (credentials) when there is neither.
 */
export function settingsFolder(sources: FolderSources): string {
  const folder = givenFolder('ROCKETPAY_CONFIG_DIR', sources) ?? findPlace(SETTINGS, sources);
  if (folder !== undefined) return folder;
  throw credentialsFailure(
    'no_home',
    'This user has no home folder, so profiles cannot be stored.',
    'Set ROCKETPAY_CONFIG_DIR to a folder for settings, and ROCKETPAY_DATA_DIR to one for the ledger.',
  );
}

/**
 * Returns the folder of the ledger: `ROCKETPAY_DATA_DIR`, else the system's place for data.
 *
 * @throws {Failure} (refused before sending) when there is neither.
 */
export function dataFolder(sources: FolderSources): string {
  const folder = givenFolder('ROCKETPAY_DATA_DIR', sources) ?? findPlace(DATA, sources);
  if (folder !== undefined) return folder;
  throw new Failure(EXIT.blocked, 'no_home', 'This user has no home folder, so the ledger cannot be stored.', {
    hint: 'Set ROCKETPAY_DATA_DIR to a folder for the ledger, and ROCKETPAY_CONFIG_DIR to one for settings.',
  });
}

const isAbsolute = (folder: string, platform: string): boolean =>
  platform === 'win32' ? /^([a-z]:)?[\\/]/i.test(folder) : folder.startsWith('/');

type FolderVariable = 'ROCKETPAY_CONFIG_DIR' | 'ROCKETPAY_DATA_DIR';

const RELATIVE_CODES: Readonly<Record<FolderVariable, string>> = {
  ROCKETPAY_CONFIG_DIR: 'relative_config_dir',
  ROCKETPAY_DATA_DIR: 'relative_data_dir',
};

/**
 * Returns the folder that a variable of this program names.
 *
 * @throws {Failure} (credentials) for a relative one: every working directory would have profiles and a ledger of its own.
 */
function givenFolder(variable: FolderVariable, { environment, platform }: FolderSources): string | undefined {
  const given = environmentValue(environment, variable);
  if (given === undefined || isAbsolute(given, platform)) return given;
  throw credentialsFailure(
    RELATIVE_CODES[variable],
    `${variable} is ${JSON.stringify(given)}, which is another folder in each working directory.`,
    `Give the whole path: ${variable}="$PWD"/${shellWord(given)}`,
  );
}

/** Where a system keeps one kind of file: in the folder that a variable names, else below the home folder. */
interface Place {
  readonly variable?: string;
  readonly belowHome: readonly string[];
  readonly name: readonly string[];
}

type Places = Readonly<Record<'darwin' | 'win32' | 'others', Place>>;

const SETTINGS: Places = {
  darwin: { belowHome: ['Library', 'Preferences'], name: ['rocketpay'] },
  win32: { variable: 'APPDATA', belowHome: ['AppData', 'Roaming'], name: ['rocketpay', 'Config'] },
  others: { variable: 'XDG_CONFIG_HOME', belowHome: ['.config'], name: ['rocketpay'] },
};

const DATA: Places = {
  darwin: { belowHome: ['Library', 'Application Support'], name: ['rocketpay'] },
  win32: { variable: 'LOCALAPPDATA', belowHome: ['AppData', 'Local'], name: ['rocketpay', 'Data'] },
  others: { variable: 'XDG_DATA_HOME', belowHome: ['.local', 'share'], name: ['rocketpay'] },
};

function findPlace(places: Places, { environment, platform, home }: FolderSources): string | undefined {
  const { variable, belowHome, name } = places[platform === 'darwin' || platform === 'win32' ? platform : 'others'];
  const separator = platform === 'win32' ? '\\' : '/';
  const joined = (...parts: readonly string[]) => parts.join(separator);
  const named = variable === undefined ? undefined : environment[variable];
  // A relative path in a variable of the system is ignored (XDG Base Directory Specification).
  if (named && isAbsolute(named, platform)) return joined(withoutSeparator(named), ...name);
  const own = readHome(home);
  return own === undefined ? undefined : joined(withoutSeparator(own), ...belowHome, ...name);
}

function readHome(home: () => string): string | undefined {
  try {
    return home() || undefined;
  } catch {
    // The user has no entry in the user database of the system, and HOME is not set.
    return undefined;
  }
}

const withoutSeparator = (folder: string): string => folder.replace(/[\\/]+$/, '');
