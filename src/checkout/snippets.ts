import { formatMajor } from '../domain/amount.ts';
import type { PageLink } from '../domain/page-link.ts';

/** What `EPayWidget.run` of the platform's own script opens: a piece of HTML for a page of the merchant's. */
export function widgetSnippet(pageUrl: string, link: PageLink): string {
  return `${head(pageUrl)}
<script>
EPayWidget.run(${scriptJson(widgetConfig(link))});
</script>
`;
}

/** A whole page with a button that opens the widget. Without JavaScript the button is a link to the Payment Page. */
export function checkoutPage(pageUrl: string, link: PageLink): string {
  const { parameters } = link;
  const { payment_description: description = 'Checkout', language_code: language = 'en' } = parameters;
  const amount = { minor: Number(parameters.payment_amount), currency: String(parameters.payment_currency) };
  return `<!doctype html>
<html lang="${htmlText(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${htmlText(description)}</title>
${head(pageUrl)}
</head>
<body>
<h1>${htmlText(description)}</h1>
<p><a id="pay" href="${htmlText(link.url)}">${htmlText(formatMajor(amount))}</a></p>
<script>
document.getElementById('pay').addEventListener('click', (event) => event.preventDefault());
EPayWidget.bind('pay', ${scriptJson(widgetConfig(link))});
</script>
</body>
</html>
`;
}

const widgetConfig = ({ parameters, signature }: PageLink) => ({ ...parameters, signature });

const head = (pageUrl: string): string => {
  const base = htmlText(pageUrl.replace(/\/+$/, ''));
  return `<link rel="stylesheet" href="${base}/shared/merchant.css">\n<script src="${base}/shared/merchant.js"></script>`;
};

/** JSON that stays inside of a script element, whatever its texts hold: no tag and no comment of HTML can begin or end in it. */
const scriptJson = (value: object): string =>
  JSON.stringify(value, null, 2).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const htmlText = (value: string | number): string =>
  String(value).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
