import type { PageLink } from '#domain/checkout/page-link';
import { escapeHtml, escapeScriptJson } from '#domain/encoding/escape-html';
import { formatMajor } from '#domain/payments/amount';

/** Returns HTML that opens the widget of the platform in a page of the merchant. */
export function widgetSnippet(pageUrl: string, link: PageLink): string {
  return `${head(pageUrl)}
<script>
EPayWidget.run(${escapeScriptJson(widgetConfig(link), 2)});
</script>
`;
}

/** Returns a whole page with a button that opens the widget. Without JavaScript the button is a link to the Payment Page. */
export function checkoutPage(pageUrl: string, link: PageLink): string {
  const { parameters } = link;
  const { payment_description: description = 'Checkout', language_code: language = 'en' } = parameters;
  const amount = { minor: Number(parameters.payment_amount), currency: String(parameters.payment_currency) };
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(description)}</title>
${head(pageUrl)}
<style>
body { max-width: 30rem; margin: 4rem auto; padding: 0 1rem; font: 1.125rem/1.5 system-ui, sans-serif; }
#pay { display: inline-block; padding: .75rem 1.5rem; border-radius: .5rem; background: #0b6e69; color: #fff; }
</style>
</head>
<body>
<h1>${escapeHtml(description)}</h1>
<p><a id="pay" href="${escapeHtml(link.url)}">${escapeHtml(formatMajor(amount))}</a></p>
<script>
document.getElementById('pay').addEventListener('click', (event) => event.preventDefault());
EPayWidget.bind('pay', ${escapeScriptJson(widgetConfig(link), 2)});
</script>
</body>
</html>
`;
}

const widgetConfig = ({ parameters, signature }: PageLink) => ({ ...parameters, signature });

const head = (pageUrl: string): string => {
  const base = escapeHtml(pageUrl.replace(/\/+$/, ''));
  return `<link rel="stylesheet" href="${base}/shared/merchant.css">\n<script src="${base}/shared/merchant.js"></script>`;
};
