import { randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '#adapters/private-files';
import { escapeHtml } from '#domain/encoding/escape-html';

/** Where pages that lead to a signed link are kept. */
export interface RedirectPlace {
  readonly folder: string;
  /** This user; undefined where the system has none. */
  readonly uid: number | undefined;
  /** The time, in epoch milliseconds. */
  readonly now: number;
}

/** A browser has read its page by then, in milliseconds. */
const PAGE_LIFE_MS = 60_000;

const PAGE_NAME = /^open-[0-9a-f]{16}\.html$/;

/**
 * Writes a page, readable by this user only, that leads a browser to a signed link: all users of a machine can read the
 * arguments of its programs. Pages of earlier runs are removed.
 *
 * @returns its path
 * @throws the error of the file system.
 */
export function writeRedirectPage(url: string, { folder, uid, now }: RedirectPlace): string {
  makeFolder(folder, uid);
  removeOldPages(folder, now);
  const page = join(folder, `open-${randomBytes(8).toString('hex')}.html`);
  writeFileSync(page, pageText(escapeHtml(url)), { mode: 0o600, flag: 'wx' });
  return page;
}

/** Removes the pages of earlier runs, those of runs that were killed too. One that cannot be removed stays, and stops nothing. */
function removeOldPages(folder: string, now: number): void {
  for (const name of readdirSync(folder).filter((entry) => PAGE_NAME.test(entry))) {
    const page = join(folder, name);
    try {
      if (Math.abs(now - lstatSync(page).mtimeMs) > PAGE_LIFE_MS) rmSync(page);
    } catch {
      // Another run has removed it, or it is a folder.
    }
  }
}

const pageText = (url: string): string => `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url=${url}">
<title>Rocketpay</title>
<p><a href="${url}">Payment Page</a></p>
`;
