import { join } from 'node:path';
import { readRegularFile } from '#adapters/bounded-read';

/** Settings that are larger are read by the store. */
const MAX_BYTES = 1024 * 1024;

/**
 * True unless the settings certainly name no ledger of a team, so that most runs need not load the store.
 *
 * @param folder folder of the settings
 */
export function mayNameTeamLedger(folder: string): boolean {
  try {
    // An escape in the JSON could hide the name of the setting.
    return /ledger|\\u/i.test(readRegularFile(join(folder, 'profiles.json'), MAX_BYTES).toString());
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}
