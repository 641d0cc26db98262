import { readFileSync } from 'node:fs';

/** Reads the id of the last boot of this machine and the time since; undefined where the system does not provide them. */
export function sinceBoot(): { readonly boot: string; readonly milliseconds: number } | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const seconds = Number(/^\d+\.?\d*/.exec(readFileSync('/proc/uptime', 'utf8'))?.[0]);
    return boot === '' || Number.isNaN(seconds) ? undefined : { boot, milliseconds: Math.round(seconds * 1000) };
  } catch {
    return undefined;
  }
}
