import { usageError } from '#domain/errors/failure';

/**
 * Parses the path of an endpoint, with or without its first slash, to one spelling: `/v2/payment/status`.
 *
 * @throws {Failure} (usage) for any other text, and for a path that Git Bash has changed.
 */
export function parseGatePath(text: string): string {
  refuseWindowsPath(text);
  const path = `/${text.trim().replace(/^\/+/, '')}`;
  if (/^\/[\w\-./]+$/.test(path) && !path.includes('..')) return path;
  throw usageError(`${JSON.stringify(text)} is not a path of the Gate.`, 'For example: /v2/payment/status');
}

/**
 * Refuses a path that a shell on Windows has changed: Git Bash (MSYS) puts its own folder before a word that begins with a slash.
 *
 * @throws {Failure} (usage) that says how to prevent the change.
 */
export function refuseWindowsPath(text: string): void {
  const [, path] = /^[A-Za-z]:[\\/](?:.*?(?:Git|msys\d*|cygwin\d*|usr)[\\/])?(.*)$/i.exec(text.trim()) ?? [];
  if (path === undefined) return;
  const given = path.replaceAll('\\', '/');
  throw usageError(
    `${JSON.stringify(text)} is a path of Windows. Git Bash has created it from a word that begins with a slash.`,
    `Write two slashes, //${given}, or set MSYS_NO_PATHCONV=1 before the command.`,
  );
}

/** True for an endpoint that changes nothing. */
export const isReadPath = (path: string): boolean => /^\/v2\/(info\/|payment\/status(\/|$))/.test(path);
