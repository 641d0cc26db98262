import { randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '#adapters/private-files';
import { escapeHtml } from '#domain/encoding/escape-html';
import { PRIVATE_FILE } from '#domain/files/file-permissions';

/** Place of pages that redirect to a signed link. */
export interface RedirectPlace {
  readonly folder: string;
  /** Id of the current user, if the system has one. */
  readonly uid: number | undefined;
  /** The time, in epoch milliseconds. */
  readonly now: number;
}

/** Time after which a browser has read its page. */
const PAGE_LIFETIME_MS = 60_000;

const PAGE_NAME = /^open-[0-9a-f]{16}\.html$/;

/**
 * Writes a page that redirects a browser to a signed link, readable only by the current user. An argument could be read
 * by all users of the machine. Pages of earlier runs are removed.
 *
 * @returns the path of the page
 * @throws the error of the file system.
 */
export function writeRedirectPage(url: string, { folder, uid, now }: RedirectPlace): string {
  makeFolder(folder, uid);
  removeOldPages(folder, now);
  const page = join(folder, `open-${randomBytes(8).toString('hex')}.html`);
  writeFileSync(page, pageText(escapeHtml(url)), { mode: PRIVATE_FILE, flag: 'wx' });
  return page;
}

/** Removes the pages of earlier runs. A page that cannot be removed stays. */
function removeOldPages(folder: string, now: number): void {
  for (const name of readdirSync(folder).filter((entry) => PAGE_NAME.test(entry))) {
    const page = join(folder, name);
    try {
      if (Math.abs(now - lstatSync(page).mtimeMs) > PAGE_LIFETIME_MS) rmSync(page);
    } catch {
      // Another process has removed it, or it is a folder.
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
