import { spawn } from 'node:child_process';

/** The program that opens a link in the browser of this person. */
const OPENERS: Readonly<Record<string, readonly [program: string, ...args: string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/**
 * Opens a link in the browser, and does not wait for it.
 *
 * @param platform as Node names it
 * @returns why it could not be opened, or undefined
 */
export function openInBrowser(url: string, platform: string): Promise<string | undefined> {
  const [program, ...args] = OPENERS[platform] ?? ['xdg-open'];
  return new Promise((resolve) => {
    const opener = spawn(program, [...args, url], { detached: true, stdio: 'ignore' });
    opener.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ENOENT' ? `there is no ${program} here` : error.message),
    );
    opener.once('spawn', () => {
      opener.unref();
      resolve(undefined);
    });
  });
}
