import { parsePort } from '#cli/parse-number';
import type { ListenAddress } from '#domain/callbacks/callback-transport';
import { usageError } from '#domain/errors/failure';
import { refuseWindowsPath } from '#domain/gate/gate-path';
import { parseHost } from '#domain/profiles/option-values';

/** Parsers of the options of `listen`. */

/** Parses names of headers, separated by commas. @throws {Failure} (usage) for another text. */
export function parseHeaderNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim().toLowerCase());
  if (names.every((name) => /^[a-z0-9!#$%&'*+.^_`|~-]{1,100}$/.test(name))) return names;
  throw usageError(
    `${JSON.stringify(text)} is not a list of header names.`,
    'For example: --forward-headers x-shop,x-trace',
  );
}

/** Parses `[host:]port`. @throws {Failure} (usage) for another text. */
export function parseMetricsAddress(text: string): ListenAddress {
  const [, host = '127.0.0.1', port = text] = /^(.*):(\d+)$/.exec(text) ?? [];
  return { host: parseHost(host), port: parsePort(port) };
}

/** Parses a path below which callbacks are received. @throws {Failure} (usage) for another text. */
export function parsePath(text: string): string {
  refuseWindowsPath(text);
  const path = `/${text.trim().replace(/^\/+/, '')}`;
  if (/^\/[\w./~-]*$/.test(path)) return path;
  throw usageError(`${JSON.stringify(text)} is not a path.`, 'For example: --path /callbacks');
}

/** Parses a number of callbacks. @throws {Failure} (usage) for another text. */
export function parseCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw usageError(`${JSON.stringify(text)} is not a number of callbacks.`);
}
