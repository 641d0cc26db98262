import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { readRegularFile } from '#adapters/bounded-read';
import type { Tables } from '#adapters/ledger/tables';
import { replaceFile } from '#adapters/private-files';
import type { RecentIntent } from '#domain/ledger/intent';

const MAX_INTENTS = 100;

const MAX_BYTES = 1024 * 1024;

const fileIn = (folder: string): string => join(folder, 'recent.json');

/**
 * Writes the ids of the newest intents beside the ledger, for completions: loading the database takes too long for them. An error is
 * ignored, because nothing else depends on the file.
 */
export async function saveRecent(folder: string, db: Kysely<Tables>): Promise<void> {
  try {
    const query = db.selectFrom('intents').select(['id', 'kind', 'payment_id as paymentId', 'profile']);
    const newest = await query.orderBy('created_at', 'desc').limit(MAX_INTENTS).execute();
    replaceFile(fileIn(folder), JSON.stringify(newest), false);
  } catch {
    // Completions use the previous file.
  }
}

/**
 * Reads the newest intents, newest first; none when the file cannot be read.
 *
 * @param folder the folder of the ledger
 */
export function readRecent(folder: string): readonly RecentIntent[] {
  try {
    const read: unknown = JSON.parse(readRegularFile(fileIn(folder), MAX_BYTES).toString());
    return Array.isArray(read) ? read.filter(isRecent) : [];
  } catch {
    return [];
  }
}

function isRecent(value: unknown): value is RecentIntent {
  const { id, kind, paymentId, profile } = Object(value);
  return [id, kind, profile, paymentId ?? ''].every((part) => typeof part === 'string');
}
