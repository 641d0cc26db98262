import { openSync, readFileSync, readSync } from 'node:fs';

let bootId: string | undefined;

/** Reads the id of the last boot. It is the same as long as this process runs. */
function readBootId(): string {
  bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return bootId;
}

let uptimeFile: number | undefined;

/** Reads the seconds since the last boot. The file stays open, because a batch of refunds reads it for every step of a row. */
function readUptime(): number {
  uptimeFile ??= openSync('/proc/uptime', 'r');
  const text = Buffer.alloc(64);
  const length = readSync(uptimeFile, text, 0, text.length, 0);
  return Number(/^\d+\.?\d*/.exec(text.toString('latin1', 0, length))?.[0]);
}

/** Reads the id of the last boot of this machine and the time since; undefined where the system does not provide them. */
export function sinceBoot(): { readonly boot: string; readonly milliseconds: number } | undefined {
  try {
    const boot = readBootId();
    const seconds = readUptime();
    return boot === '' || Number.isNaN(seconds) ? undefined : { boot, milliseconds: Math.round(seconds * 1000) };
  } catch {
    return undefined;
  }
}

/**
 * Reads the start of a running process: the boot of this system and the 22nd field of `/proc/<pid>/stat`, in ticks. A later
 * process with the same id has another start. Undefined where the system does not provide it.
 */
export function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before it, in brackets, can contain any characters.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? undefined : `${readBootId()}/${ticks}`;
  } catch {
    return undefined;
  }
}
