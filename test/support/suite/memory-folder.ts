import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MEMORY_DISK = '/dev/shm';
const NEEDED_BYTES = 2 * 1024 ** 3;

/** Puts the temporary folders of the tests on a disk in memory where this machine has one: flushes take no time. */
export function setup(): (() => void) | undefined {
  // Each project of the suite comes by here: the first one decides.
  if (process.env.TMPDIR?.startsWith(MEMORY_DISK) === true) return undefined;
  const folder = makeMemoryFolder();
  if (folder === undefined) return undefined;
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** Returns undefined where there is no such disk, too little space on it, or no program on it can be run. */
function makeMemoryFolder(): string | undefined {
  try {
    const { bavail, bsize } = statfsSync(MEMORY_DISK);
    if (bavail * bsize < NEEDED_BYTES) return undefined;
    // Short, for messages show paths in lines of 80 columns.
    const folder = mkdtempSync(join(MEMORY_DISK, 'rp'));
    try {
      chmodSync(folder, 0o1777);
      writeFileSync(join(folder, 'program'), '#!/bin/sh\n', { mode: 0o700 });
      execFileSync(join(folder, 'program'));
      return folder;
    } catch {
      rmSync(folder, { recursive: true, force: true });
      return undefined;
    }
  } catch {
    return undefined;
  }
}
