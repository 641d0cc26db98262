import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Failure } from '#domain/errors/failure';
import { fileProblem } from '#domain/errors/file-errors';
import { type RedirectPlace, writeRedirectPage } from './redirect-page.ts';

/** Programs that open a file in the browser, by system. */
const OPENERS: Readonly<Record<string, readonly [program: string, ...args: string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Environment in which the browser is opened. */
export interface BrowserOptions {
  /** The system, by its name in Node.js. */
  readonly platform: string;
  /** Environment variables of the browser, without secrets. */
  readonly environment: Readonly<Record<string, string>>;
  /** Returns the place of the page that redirects to the link. */
  readonly place: () => RedirectPlace;
}

/**
 * Opens a signed link in the browser, and does not wait for it. The browser gets the link in a file, never in an argument.
 *
 * @returns why it could not be opened, or undefined
 */
export async function openInBrowser(url: string, options: BrowserOptions): Promise<string | undefined> {
  let page: string;
  try {
    page = writeRedirectPage(url, options.place());
  } catch (error) {
    const reason = error instanceof Failure ? error.message.replace(/\.$/, '') : fileProblem(error);
    return `the page that redirects to it cannot be written: ${String(reason ?? (error as Error).message)}`;
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
      resolve(error.code === 'ENOENT' ? `${program} is not installed` : String(fileProblem(error) ?? error.message)),
    );
    opener.once('spawn', () => {
      opener.unref();
      resolve(undefined);
    });
  });
}
