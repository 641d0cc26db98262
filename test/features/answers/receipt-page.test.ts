import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCustomerReceipt } from '#domain/answers/customer-receipt';
import { LANGUAGES, type Language } from '#domain/language/languages';
import { receiptPage } from '#features/answers/receipt-page';
import { anIntent } from '../../domain/ledger/intents.ts';
import { chromiumPath, openBrowser, withoutBrowser } from '../../support/browser.ts';

/** The receipt of a refund that is done. The id of its payment is long, and an attack. */
function pageIn(language: Language): string {
  const paymentId = `<script>alert(1)</script>${'x'.repeat(200)}`;
  const intent = anIntent({ state: 'done', operationId: '5028800010128225', paymentId, phone: '7707•••4567' });
  const receipt = createCustomerReceipt(intent, language);
  if (receipt === undefined) throw new Error('there is no receipt');
  return receiptPage(receipt);
}

let browser: Browser;
let page: Page;
let dialogs = 0;

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  browser = await openBrowser();
  page = await browser.newPage();
  page.on('dialog', (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
});
afterAll(() => browser?.close());

describe.skipIf(chromiumPath === undefined)(`the printed receipt for a customer${withoutBrowser}`, () => {
  it.each(LANGUAGES)('has no accessibility problem, and fits on one page of A5, in %s', async (language) => {
    await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
    // A5 without its margins, at 96 pixels an inch.
    await page.setViewportSize({ width: 453, height: 688 });
    await page.setContent(pageIn(language));
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(await page.evaluate('document.documentElement.lang')).toBe(language);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    const size = await page.evaluate<number[]>('[document.documentElement.scrollWidth, document.body.offsetHeight]');
    expect(size[0]).toBeLessThanOrEqual(453);
    expect(size[1]).toBeLessThanOrEqual(688);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
    expect(dialogs).toBe(0);
    const folder = process.env.SCREENSHOTS;
    if (folder) await page.screenshot({ path: `${folder}/receipt-${language}.png`, fullPage: true });
  });
});
