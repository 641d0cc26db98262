import { join } from 'node:path';
import { readRegularFile } from '#adapters/private-files';
import { withoutByteOrderMark } from '#domain/encoding/byte-order-mark';
import type { ProfileName } from '#domain/profiles/profile';

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
