import { randomBytes } from 'node:crypto';
import { existsSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Replaces a file atomically. Only the current user can read it.
 *
 * @param flush writes the text to disk before the old file is replaced
 */
export function replaceFile(file: string, text: string, flush = true): void {
  const target = existsSync(file) ? realpathSync(file) : file;
  const draft = `${target}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush });
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
