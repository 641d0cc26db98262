import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Failure } from '#domain/errors/failure';
import { fileProblem } from '#domain/errors/file-errors';
import { type RedirectPlace, writeRedirectPage } from './redirect-page.ts';

/** The program that opens a file in the browser of this user. */
const OPENERS: Readonly<Record<string, readonly [program: string, ...args: string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** What opening a browser needs of the machine. */
export interface BrowserOptions {
  /** The system, as Node.js names it. */
  readonly platform: string;
  /** What the browser gets: no secret may be in it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Returns where the page that leads to the link is kept. */
  readonly place: () => RedirectPlace;
}

/**
 * Opens a signed link in the browser, and does not wait for it. The link reaches the browser in a file, never in an argument.
 *
 * @returns why it could not be opened, or undefined
 */
export async function openInBrowser(url: string, options: BrowserOptions): Promise<string | undefined> {
  let page: string;
  try {
    page = writeRedirectPage(url, options.place());
  } catch (error) {
    const reason = error instanceof Failure ? error.message.replace(/\.$/, '') : fileProblem(error);
    return `the page that leads to it cannot be written: ${reason ?? (error as Error).message}`;
  }
  const reason = await start(pathToFileURL(page).href, options);
  if (reason !== undefined) rmSync(page, { force: true });
  return reason;
}

function start(page: string, { platform, environment: env }: BrowserOptions): Promise<string | undefined> {
  const [program, ...args] = OPENERS[platform] ?? ['xdg-open'];
  return new Promise((resolve) => {
    const opener = spawn(program, [...args, page], { detached: true, stdio: 'ignore', env });
    opener.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ENOENT' ? `there is no ${program} here` : (fileProblem(error) ?? error.message)),
    );
    opener.once('spawn', () => {
      opener.unref();
      resolve(undefined);
    });
  });
}
