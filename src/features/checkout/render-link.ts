import type { Context } from '#context';
import type { PageLink } from '#domain/checkout/page-link';

export const PAGE_FORMATS = ['url', 'widget', 'html', 'qr', 'json'] as const;

/** Output format of a link to the Payment Page. */
export type PageFormat = (typeof PAGE_FORMATS)[number];

/** Renders a link in a format; undefined when only the link itself can be shown. */
export async function renderLink(
  format: Exclude<PageFormat, 'url' | 'json'>,
  link: PageLink,
  pageUrl: string,
  context: Pick<Context, 'checkout' | 'terminal'>,
): Promise<string | undefined> {
  const make = await context.checkout();
  if (format === 'qr') return fitted(make.qrCode(link.url), context);
  return format === 'widget' ? make.widget(pageUrl, link) : make.page(pageUrl, link);
}

/** Returns the QR code, or undefined when the terminal is too narrow: a wrapped code cannot be scanned. */
function fitted(code: string, { terminal }: Pick<Context, 'terminal'>): string | undefined {
  const needed = code.indexOf('\n');
  if (terminal.columns === undefined || terminal.columns >= needed) return code;
  terminal.warn(
    `the QR code needs ${needed} columns, this terminal has ${terminal.columns}. Make it wider and run the command again, or use the link.`,
  );
  return undefined;
}
