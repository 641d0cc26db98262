import { readFileSync } from 'node:fs';

/**
 * When a running process was started: the boot of this system and its 22nd field of `/proc/<pid>/stat`, in ticks since then.
 * A later process with the same id has another one. Undefined where the system does not tell.
 */
export function processStart(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before it, in brackets, can hold anything.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? undefined : `${boot}/${ticks}`;
  } catch {
    return undefined;
  }
}
