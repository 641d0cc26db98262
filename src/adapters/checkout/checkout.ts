import type { Checkout } from '#context';
import { checkoutPage, widgetSnippet } from './html-snippets.ts';
import { type BrowserOptions, openInBrowser } from './open-browser.ts';
import { qrCode } from './qr-code.ts';

/** Creates the renderer of a signed link. */
export const createCheckout = (browser: BrowserOptions): Checkout => ({
  widget: widgetSnippet,
  page: checkoutPage,
  qrCode,
  open: (url) => openInBrowser(url, browser),
});
