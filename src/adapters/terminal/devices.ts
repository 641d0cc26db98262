import { type Stats, statSync } from 'node:fs';

/** Character devices besides terminals. */
const DEVICES = ['/dev/null', '/dev/full', '/dev/zero'];

/** Returns true for a character device that is not a terminal, by its number. */
export const isPlainDevice = (status: Stats): boolean =>
  DEVICES.some((path) => statSync(path, { throwIfNoEntry: false })?.rdev === status.rdev);
