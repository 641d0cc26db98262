import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openLedger } from '#adapters/ledger/open-ledger';
import { type Clock, systemClock } from '#async/clock';
import type { Ledger } from '#domain/ledger/ledger';

const folders: string[] = [];
const opened: Ledger[] = [];
afterAll(async () => {
  for (const ledger of opened) await ledger.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

/** A new folder for a ledger, removed when the tests of this file are over. */
export function ledgerFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rocketpay-ledger-'));
  folders.push(folder);
  return folder;
}

/** A real ledger; in a folder of its own unless one is given. */
export async function openTestLedger(clock: Clock = systemClock, folder = ledgerFolder()): Promise<Ledger> {
  const ledger = await openLedger({ folder, pid: process.pid, isRunning: () => false, clock });
  opened.push(ledger);
  return ledger;
}

/** The ledger of a folder, taken as it is found: what `rocketpay ledger init --new` does. */
export async function acceptTestLedger(folder: string, settings?: string): Promise<Ledger> {
  const options = { folder, settings, pid: process.pid, isRunning: () => false, clock: systemClock };
  const ledger = await openLedger({ ...options, accept: true });
  opened.push(ledger);
  return ledger;
}

/** A ledger in memory, for tests of what others do with it. */
export const openQuickLedger = (clock: Clock = systemClock): Promise<Ledger> =>
  openLedger({ folder: '', temporary: true, pid: process.pid, isRunning: () => false, clock });
