import type { Context } from '../context.ts';
import type { PageLink } from '../domain/page-link.ts';

export const PAGE_FORMATS = ['url', 'widget', 'html', 'qr', 'json'] as const;

/** What is printed of a link to the Payment Page. */
export type PageFormat = (typeof PAGE_FORMATS)[number];

/** The text that is made of a link. */
export async function pageText(
  format: Exclude<PageFormat, 'url' | 'json'>,
  link: PageLink,
  pageUrl: string,
  context: Pick<Context, 'checkout'>,
): Promise<string> {
  const make = await context.checkout();
  if (format === 'qr') return make.qrCode(link.url);
  return format === 'widget' ? make.widget(pageUrl, link) : make.page(pageUrl, link);
}
