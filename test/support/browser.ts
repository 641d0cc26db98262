import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Set where its tests must run: in CI. */
const REQUIRED = process.env.ROCKETPAY_TEST_EVERYTHING === '1';

const PLACES = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The Chromium of this machine; undefined when there is none, and then the tests of the page are left out. */
export const chromiumPath: string | undefined = PLACES.find((place) => place !== '' && existsSync(place));

/** Why the tests of the page are left out, in their title; an error where they must run. */
export const withoutBrowser = ((): string => {
  if (chromiumPath !== undefined) return '';
  const reason = 'no Chromium was found: install it, or name it in CHROMIUM';
  if (REQUIRED) throw new Error(`The tests of the page must run here, and ${reason}.`);
  return ` (left out: ${reason})`;
})();

/** A browser without a window. It reaches nothing but this machine. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
    ],
  });
