import { shellWord } from '#domain/encoding/shell-word';

/** Mode of a file that only the current user reads and writes. */
export const PRIVATE_FILE = 0o600;

/** Mode of a folder that only the current user can use. */
export const PRIVATE_FOLDER = 0o700;

/** True when a file or a folder with this mode gives the group and others no permission. */
export const isPrivate = (mode: number): boolean => (mode & 0o077) === 0;

/** True when the group or others may change a file or a folder with this mode. */
export const othersMayWrite = (mode: number): boolean => (mode & 0o022) !== 0;

/** Formats a mode as `chmod` takes it: `640`. */
export const formatMode = (mode: number): string => (mode & 0o777).toString(8);

/** Returns the command that makes a file private. */
export const privateFileCommand = (file: string): string => `chmod 600 ${shellWord(file)}`;
