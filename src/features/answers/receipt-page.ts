import type { CustomerReceipt } from '#domain/answers/customer-receipt';
import { escapeHtml } from '#domain/encoding/escape-html';
import { neutralText } from '#domain/encoding/invisible-characters';

/** Light in every browser: it is made for paper, and fits on A5. */
const STYLE = `
@page { size: A5; margin: 14mm; }
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 34rem; padding: 2rem 1.25rem; background: #ffffff; color: #1a1a1a;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
h1 { margin: 0 0 1rem; padding-bottom: .5rem; border-bottom: 2px solid #1a1a1a; font-size: 1.4rem; line-height: 1.25; }
p { margin: 0 0 1rem; }
dl { display: grid; grid-template-columns: minmax(8rem, auto) 1fr; margin: 0 0 1.5rem; border-top: 1px solid #cccccc; }
dt, dd { margin: 0; padding: .4rem 0; border-bottom: 1px solid #cccccc; overflow-wrap: anywhere; }
dt { padding-right: 1rem; color: #4a4a4a; }
.note { color: #4a4a4a; font-size: .875rem; }
@media print { body { padding: 0; font-size: 11pt; } }
`.replaceAll(/\s*\n\s*/g, ' ');

const text = (value: string): string => escapeHtml(neutralText(value));

/** Returns a receipt for a customer as one HTML file that loads nothing else. */
export function receiptPage({ language, title, sentence, rows, note }: CustomerReceipt): string {
  const fields = rows.map(([label, value]) => `<dt>${text(label)}</dt><dd>${text(value)}</dd>`);
  return [
    '<!doctype html>',
    `<html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${text(title)}</title><style>${STYLE}</style></head>`,
    `<body><main><h1>${text(title)}</h1><p>${text(sentence)}</p>`,
    `<dl>${fields.join('')}</dl><p class="note">${text(note)}</p></main></body></html>\n`,
  ].join('\n');
}
