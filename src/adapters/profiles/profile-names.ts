import { join } from 'node:path';
import { readRegularFile } from '#adapters/bounded-read';
import { withoutByteOrderMark } from '#domain/encoding/byte-order-mark';
import type { ProfileName } from '#domain/profiles/profile';

/** Maximum size of a store for completions. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Reads the stored profiles for completions, without the code of the store. Returns none if they cannot be read.
 *
 * @param folder folder of the settings
 */
export function readProfileNames(folder: string): readonly ProfileName[] {
  try {
    const { default: first, profiles } = JSON.parse(
      withoutByteOrderMark(readRegularFile(join(folder, 'profiles.json'), MAX_BYTES).toString()),
    );
    return Object.entries<{ mode?: unknown }>(profiles).map(([name, { mode }]) => ({
      name,
      mode: mode === 'test' ? 'test' : 'live',
      default: name === first,
    }));
  } catch {
    return [];
  }
}
