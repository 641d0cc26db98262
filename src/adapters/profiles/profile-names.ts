import { join } from 'node:path';
import { readRegularFile } from '#adapters/bounded-read';
import { withoutByteOrderMark } from '#domain/encoding/byte-order-mark';
import { isLanguage, type Language } from '#domain/language/languages';
import type { ProfileName } from '#domain/profiles/profile';

/** Maximum size of a store that is read without its code. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Reads the stored profiles for completions, without the code of the store. Returns none if they cannot be read.
 *
 * @param folder folder of the settings
 */
export function readProfileNames(folder: string): readonly ProfileName[] {
  try {
    const { default: first, profiles } = readStored(folder);
    return Object.entries(profiles).map(([name, { mode }]) => ({
      name,
      mode: mode === 'test' ? 'test' : 'live',
      default: name === first,
    }));
  } catch {
    return [];
  }
}

/**
 * Reads the language of a stored profile, without the code of the store. Returns undefined if there is none, or if it cannot
 * be read: the command itself reports that.
 *
 * @param name default: the default profile
 */
export function readProfileLanguage(folder: string, name: string | undefined): Language | undefined {
  try {
    const { default: first, profiles } = readStored(folder);
    const { language } = profiles[name ?? String(first)] ?? {};
    return isLanguage(language) ? language : undefined;
  } catch {
    return undefined;
  }
}

function readStored(folder: string): {
  readonly default?: unknown;
  readonly profiles: Readonly<Record<string, { readonly mode?: unknown; readonly language?: unknown }>>;
} {
  return JSON.parse(withoutByteOrderMark(readRegularFile(join(folder, 'profiles.json'), MAX_BYTES).toString()));
}
