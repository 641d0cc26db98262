import type { Checkout } from '../context.ts';
import { openInBrowser } from './browser.ts';
import { qrCode } from './qr-code.ts';
import { checkoutPage, widgetSnippet } from './snippets.ts';

/** What can be made of a signed link. @param platform of this machine, as Node names it */
export const createCheckout = (platform: string): Checkout => ({
  widget: widgetSnippet,
  page: checkoutPage,
  qrCode,
  open: (url) => openInBrowser(url, platform),
});
