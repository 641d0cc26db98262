import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withoutByteOrderMark } from '../domain/byte-order-mark.ts';
import type { ProfileName } from '../domain/profile.ts';

/**
 * The stored profiles, for completions: read while somebody types, without what keeps the store, and none when they
 * cannot be read.
 *
 * @param folder as for `openProfileStore`
 */
export function readProfileNames(folder: string): readonly ProfileName[] {
  try {
    const { default: first, profiles } = JSON.parse(
      withoutByteOrderMark(readFileSync(join(folder, 'profiles.json'), 'utf8')),
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
