import {
  chmodSync,
  existsSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { openInBrowser } from '#adapters/checkout/open-browser';
import { writeRedirectPage } from '#adapters/checkout/redirect-page';
import { temporaryFolder } from '../profiles/folders.ts';

const LINK = 'https://pay.example/payment?a=1&b=%22x&signature=c2lnbmVk"><script>';
const NOW = 1_700_000_000_000;
const uid = process.geteuid?.();

let folder: string;
beforeEach(async () => {
  folder = join(await temporaryFolder(), 'pages');
});

const write = (now = NOW): string => writeRedirectPage(LINK, { folder, uid, now });

describe('the page that redirects a browser to a signed link', () => {
  it('is readable only by the current user, and escapes the link', () => {
    const page = write();
    expect(statSync(page).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const text = readFileSync(page, 'utf8');
    expect(text).toContain('content="0;url=https://pay.example/payment?a=1&amp;b=%22x&amp;signature=c2lnbmVk');
    expect(text).not.toContain('<script>');
  });

  it('is removed by a later run, which removes nothing else', () => {
    const written = (seconds: number): string => {
      const page = write();
      utimesSync(page, NOW / 1000 - seconds, NOW / 1000 - seconds);
      return page;
    };
    const recent = written(0);
    const old = written(61);
    const other = join(folder, 'open-notes.html');
    writeFileSync(other, '');
    utimesSync(other, 1, 1);
    write();
    expect([old, recent, other].map((path) => existsSync(path))).toEqual([false, true, true]);
  });

  it('is written although other files have the names of earlier pages, and no symbolic link is followed', () => {
    const aimed = join(folder, 'aimed');
    write();
    writeFileSync(aimed, 'kept');
    const [directory, link] = ['0123456789abcdef', 'fedcba9876543210'].map((name) => join(folder, `open-${name}.html`));
    mkdirSync(directory ?? '');
    symlinkSync(aimed, link ?? '');
    utimesSync(directory ?? '', 1, 1);
    lutimesSync(link ?? '', 1, 1);
    utimesSync(aimed, 1, 1);
    expect(statSync(write()).mode & 0o777).toBe(0o600);
    expect(readFileSync(aimed, 'utf8')).toBe('kept');
    expect([existsSync(directory ?? ''), lstatSync(link ?? '', { throwIfNoEntry: false })]).toEqual([true, undefined]);
  });

  it.runIf(process.platform === 'linux')('is what the browser program gets, never the link', async () => {
    const programs = await temporaryFolder();
    const seen = join(programs, 'seen');
    const opener = join(programs, 'xdg-open');
    writeFileSync(opener, `#!/bin/sh\nprintf '%s\\n' "$@" > '${seen}.part'\n/bin/mv '${seen}.part' '${seen}'\n`);
    chmodSync(opener, 0o755);
    const place = () => ({ folder, uid, now: NOW });
    // The child is searched for in its own PATH.
    const options = { platform: 'linux', environment: { PATH: programs }, place };
    expect(await openInBrowser(LINK, options)).toBeUndefined();
    await expect.poll(() => existsSync(seen)).toBe(true);
    const [page = '', ...rest] = readFileSync(seen, 'utf8').trim().split('\n');
    expect(rest).toEqual([]);
    expect(readFileSync(fileURLToPath(page), 'utf8')).toContain('c2lnbmVk');
    expect(page).not.toContain('c2lnbmVk');
  });

  it('is removed when no browser can be started', async () => {
    const place = () => ({ folder, uid, now: NOW });
    const reason = await openInBrowser(LINK, { platform: 'linux', environment: { PATH: '/nonexistent' }, place });
    expect(reason).toBe('xdg-open is not installed');
    expect(readdirSync(folder)).toEqual([]);
  });
});
