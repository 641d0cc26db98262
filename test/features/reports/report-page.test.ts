import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IntentState } from '#domain/ledger/intent';
import type { LedgerCounts } from '#domain/reports/ledger-counts';
import { SLOT_MS } from '#domain/reports/ledger-counts';
import { buildReport } from '#domain/reports/report';
import { reportPage } from '#features/reports/report-page';
import { chromiumPath, openBrowser, withoutBrowser } from '../../support/browser.ts';

const START = new Date(2026, 10, 23).getTime();

const STATES: readonly IntentState[] = ['done', 'declined', 'accepted', 'unknown', 'never_arrived', 'held'];

const request = (state: IntentState, at: number) => ({
  ...{ kind: 'refund' as const, path: '/v2/payment/mobile/refund', state, currency: 'KZT' },
  ...{ count: 17 - 2 * at, minor: (17 - 2 * at) * 123_450, code: state === 'declined' ? '20100' : undefined },
});

/** A day with refunds of every result, by a user whose name is an attack. */
const COUNTS: LedgerCounts = {
  modes: { live: 90, test: 3 },
  requests: STATES.map(request),
  groups: STATES.flatMap((state, at) =>
    ['aigul@till-1', '"><img src=x onerror=alert(1)>', '=1+1'].map((group) => ({ ...request(state, at), group })),
  ),
  slots: STATES.flatMap((state, at) =>
    [36, 40, 44, 60].map((slot) => ({ ...request(state, at), slot: START / SLOT_MS + slot })),
  ),
  durations: { count: 17, median: 4000, p90: 61_000 },
  payments: [{ status: 'success', count: 40 }],
  callbacks: { received: 120, repeated: 4, invalid: 2, unsigned: 1, notForwarded: 3 },
};

const PAGE = reportPage(buildReport(COUNTS, { since: START, until: START + 24 * 3_600_000, mode: 'live', by: 'user' }));

let browser: Browser;
let page: Page;
/** Errors, dialogs, and requests of the page. */
let complaints: string[] = [];

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  browser = await openBrowser();
  page = await browser.newPage();
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('request', ({ url }) => complaints.push(url()));
});
afterAll(() => browser?.close());

/** The names of the problems that an audit of the page finds. */
async function audit(): Promise<unknown[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => [html, failureSummary])]);
}

describe.skipIf(chromiumPath === undefined)(`the HTML report${withoutBrowser}`, () => {
  it.each(['light', 'dark'] as const)(
    'has no accessibility problem in a %s browser, and loads nothing',
    async (colorScheme) => {
      complaints = [];
      await page.emulateMedia({ colorScheme, media: 'screen' });
      await page.setViewportSize({ width: 1000, height: 900 });
      await page.setContent(PAGE);
      expect(await audit()).toEqual([]);
      expect(complaints).toEqual([]);
      expect(await page.getByRole('img', { name: 'Refunds by hour' }).count()).toBe(1);
      expect(await page.getByRole('rowheader', { name: '"><img src=x onerror=alert(1)>' }).count()).toBe(1);
      expect(await page.locator('img').count()).toBe(0);
      await screenshot(colorScheme);
    },
  );

  it('is light on paper in a dark browser, and fits on A4', async () => {
    await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
    await page.setViewportSize({ width: 688, height: 900 });
    await page.setContent(PAGE);
    const style = await page.evaluate<string[]>(
      `[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('h1')).color]`,
    );
    expect(style).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
    expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(
      true,
    );
    expect((await page.pdf({ preferCSSPageSize: true })).subarray(0, 5).toString()).toBe('%PDF-');
    await screenshot('print');
  });

  it('needs no sideways scrolling on a phone', async () => {
    await page.emulateMedia({ colorScheme: 'light', media: 'screen' });
    await page.setViewportSize({ width: 360, height: 800 });
    await page.setContent(PAGE);
    expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(
      true,
    );
    await screenshot('phone');
  });
});

/** Saves a picture of the page where a reviewer has asked for it. */
async function screenshot(name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder) await page.screenshot({ path: `${folder}/report-${name}.png`, fullPage: true });
}
