import type { Checkout } from '../context.ts';
import { type BrowserOptions, openInBrowser } from './browser.ts';
import { qrCode } from './qr-code.ts';
import { checkoutPage, widgetSnippet } from './snippets.ts';

/** What can be made of a signed link. */
export const createCheckout = (browser: BrowserOptions): Checkout => ({
  widget: widgetSnippet,
  page: checkoutPage,
  qrCode,
  open: (url) => openInBrowser(url, browser),
});
