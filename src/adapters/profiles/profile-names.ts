import { join } from 'node:path';
import { readRegularFile } from '#adapters/bounded-read';
import { withoutByteOrderMark } from '#domain/encoding/byte-order-mark';
import type { ProfileName } from '#domain/profiles/profile';

/** A larger store is not worth the time of completions. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * The stored profiles, for completions: read while somebody types, without what keeps the store, and none when they
 * cannot be read.
 *
 * @param folder as for `openProfileStore`
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
