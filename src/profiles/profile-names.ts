import { join } from 'node:path';
import { withoutByteOrderMark } from '../domain/byte-order-mark.ts';
import type { ProfileName } from '../domain/profile.ts';
import { readRegularFile } from '../private-files.ts';

/**
 * The stored profiles, for completions: read while somebody types, without what keeps the store, and none when they
 * cannot be read.
 *
 * @param folder as for `openProfileStore`
 */
export function readProfileNames(folder: string): readonly ProfileName[] {
  try {
    const { default: first, profiles } = JSON.parse(
      withoutByteOrderMark(readRegularFile(join(folder, 'profiles.json'))),
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
