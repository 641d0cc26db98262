import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import envPaths from 'env-paths';
import type { ProfileName } from '../domain/profile.ts';

/**
 * The stored profiles, for completions: read while somebody types, without what keeps the store, and none when they
 * cannot be read.
 *
 * @param directory as for `openProfileStore`
 */
export function readProfileNames(directory: string | undefined): readonly ProfileName[] {
  try {
    const folder = directory ?? envPaths('rocketpay', { suffix: '' }).config;
    const { default: first, profiles } = JSON.parse(readFileSync(join(folder, 'profiles.json'), 'utf8'));
    return Object.entries<{ mode?: unknown }>(profiles).map(([name, { mode }]) => ({
      name,
      mode: mode === 'test' ? 'test' : 'live',
      default: name === first,
    }));
  } catch {
    return [];
  }
}
