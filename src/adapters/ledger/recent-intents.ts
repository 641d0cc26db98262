import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { readRegularFile } from '#adapters/bounded-read';
import type { RecentIntent } from '#domain/ledger/intent';
import type { Tables } from './tables.ts';

const MOST = 100;

const MAX_BYTES = 1024 * 1024;

const fileIn = (folder: string): string => join(folder, 'recent.json');

/**
 * Writes the ids of the newest intents beside the ledger, for completions: they are read while somebody types,
 * and to load a database for that takes too long. Nothing depends on it: what goes wrong here does not matter.
 */
export async function saveRecent(folder: string, db: Kysely<Tables>): Promise<void> {
  try {
    const query = db.selectFrom('intents').select(['id', 'kind', 'payment_id as paymentId', 'profile']);
    const newest = await query.orderBy('created_at', 'desc').limit(MOST).execute();
    replaceFile(fileIn(folder), JSON.stringify(newest));
  } catch {
    // Completions offer what was there before.
  }
}

/** Another process may do the same at this moment: each writes a file of its own, and the last one stands. */
function replaceFile(file: string, text: string): void {
  const own = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(own, text, { mode: 0o600 });
    renameSync(own, file);
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * The newest intents, the newest first; none when they cannot be read.
 *
 * @param folder as for `openLedger`
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
