import { readFileSync } from 'node:fs';

/**
 * Reads the start of a running process: the boot of this system and the 22nd field of `/proc/<pid>/stat`, in ticks. A later
 * process with the same id has another start. Undefined where the system does not provide it.
 */
export function processStart(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before it, in brackets, can contain any characters.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? undefined : `${boot}/${ticks}`;
  } catch {
    return undefined;
  }
}
