import { escapeHtml, escapeScriptJson } from '#domain/encoding/escape-html';
import type { Language } from '#domain/language/languages';
import { minorUnitDigits } from '#domain/payments/amount';
import { KNOWN_OPERATORS } from '#domain/payments/mobile-operator';
import type { PageState } from './actions.ts';
import type { PageRequest } from './link-request.ts';
import { fill, LANGUAGE_NAMES, type PageWords, TRANSLATIONS } from './translations.ts';

/** The content of the page. */
export interface PageParts {
  readonly page: PageRequest;
  readonly state: PageState;
  readonly language: Language;
  /** How the merchant's site shows the page: `popup`, `iframe`, `embedded`, or `tab` for the page alone. */
  readonly frame: string;
  /** The time factor of its countdowns. */
  readonly speed: number;
}

/** Returns the page with all its screens; `checkout.js` shows one of them. */
export function pageHtml({ page, state, language, frame, speed }: PageParts): string {
  const words = TRANSLATIONS[language];
  const { parameters } = page;
  const amount = formatPrice(language, parameters);
  const data = { link: page.link, state, speed, frame, words, amount };
  return shell(
    { title: words.title, language, frame, data },
    `<header class="order">
  <p class="amount">${escapeHtml(amount)}</p>
  ${parameters.payment_description ? `<p class="description">${escapeHtml(parameters.payment_description)}</p>` : ''}
  <dl>
    <div><dt>${words.merchant}</dt><dd>${fill(words.project, { id: escapeHtml(parameters.project_id ?? '') })}</dd></div>
    <div><dt>${words.payment}</dt><dd>${escapeHtml(parameters.payment_id ?? '')}</dd></div>
  </dl>
</header>
<main>
<noscript><p class="error">${words.noScript}</p></noscript>
${formScreen(page, words, amount)}
${textScreen('waiting', words.waiting, `<p>${words.waitingText}</p>`)}
${codeScreen(words)}
${textScreen('success', words.success, endText(words, parameters, 'success'))}
${textScreen('decline', words.decline, endText(words, parameters, 'fail'))}
${textScreen('expired', words.expired, `<p>${words.expiredText}</p>`)}
<p role="status" id="status" class="spoken"></p>
</main>
<footer>
  <p>${words.sandbox} <a href="/sandbox/messages" target="_blank" rel="noreferrer">${words.messages}</a></p>
  ${languageLinks(page.link, language, words)}
</footer>`,
  );
}

/** Returns the page for a link that cannot be opened, with the reason for the developer who created it. */
export function refusalHtml(message: string, httpStatus: number): string {
  return shell(
    { title: 'This link cannot be opened', language: 'en', frame: 'tab', data: { failure: message } },
    `<main><section class="screen">
<h1>This link cannot be opened</h1>
<p>${escapeHtml(message)}</p>
<p>HTTP ${httpStatus}. For details: rocketpay checkout verify &lt;url&gt;</p>
</section></main>`,
  );
}

const shell = (
  { title, language, frame, data }: { title: string; language: Language; frame: string; data: object },
  body: string,
): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/shared/checkout.css">
<link rel="stylesheet" href="/shared/checkout-form.css">
<script type="module" src="/shared/checkout.js"></script>
<script type="application/json" id="data">${escapeScriptJson(data)}</script>
</head>
<body class="${escapeHtml(frame)}">
${body}
</body>
</html>
`;

function formScreen({ forced, operator, parameters }: PageRequest, words: PageWords, amount: string): string {
  const offered = KNOWN_OPERATORS.filter(({ id }) => operator === undefined || id === operator);
  const only = offered.length === 1;
  return `<section id="form" class="screen" hidden>
<h1>${words.title}</h1>
<form novalidate>
${forced ? '' : methodChoice(words)}
<fieldset aria-describedby="operator-error">
<legend>${words.operator}</legend>
<div class="choices">
${offered
  .map(
    ({ id, name }) =>
      `<label><input type="radio" name="operator" value="${id}" required${only ? ' checked' : ''}><span>${name}</span></label>`,
  )
  .join('\n')}
</div>
<p class="error" id="operator-error"></p>
</fieldset>
<div class="field">
<label for="phone">${words.phone}</label>
<input id="phone" name="phone" type="tel" inputmode="tel" autocomplete="tel" required
  placeholder="+7 707 123 45 67" value="${escapeHtml(parameters.customer_phone ?? '')}" aria-describedby="phone-hint phone-error">
<p class="hint" id="phone-hint">${words.phoneHint}</p>
<p class="error" id="phone-error"></p>
</div>
<p class="error" id="form-error" role="alert"></p>
<button type="submit">${fill(words.pay, { amount: escapeHtml(amount) })}</button>
${backLink(words, parameters.merchant_return_url)}
</form>
</section>`;
}

const methodChoice = (words: PageWords): string => `<fieldset>
<legend>${words.method}</legend>
<div class="choices wide">
<label><input type="radio" name="method" value="mobile" checked><span>${words.mobile}</span></label>
<label><input type="radio" name="method" value="card" disabled><span>${words.card}<small>${words.cardNote}</small></span></label>
</div>
</fieldset>`;

const codeScreen = (words: PageWords): string => `<section id="code" class="screen" hidden>
<h1 tabindex="-1">${words.codeTitle}</h1>
<form novalidate>
<p id="sent-to"></p>
<div class="field">
<label for="otp">${words.code}</label>
<input id="otp" name="otp" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="10" required
  aria-describedby="otp-error">
<p class="error" id="otp-error" role="alert"></p>
</div>
<p class="clock" role="timer" id="clock"></p>
<div class="bar" aria-hidden="true"><span id="bar"></span></div>
<button type="submit">${words.confirm}</button>
<button type="button" id="resend" class="second" disabled>${words.resend}</button>
<p class="hint" id="resend-in"></p>
<p class="hint" id="resends-left"></p>
</form>
</section>`;

const textScreen = (id: string, title: string, body: string): string => `<section id="${id}" class="screen" hidden>
<span class="mark" aria-hidden="true"></span>
<h1 tabindex="-1">${title}</h1>
${body}
</section>`;

function endText(words: PageWords, parameters: PageRequest['parameters'], end: 'success' | 'fail'): string {
  const url = parameters[`merchant_${end}_url`] ?? parameters.merchant_return_url;
  return `<p class="result"></p>
${backLink(words, url)}
<button type="button" class="second close" hidden>${words.close}</button>`;
}

/** The URL has been checked to be http or https. It opens in the whole window, also from a frame. */
const backLink = (words: PageWords, url: string | undefined): string =>
  url === undefined || url === ''
    ? ''
    : `<a class="back" href="${escapeHtml(url)}" target="_top" rel="noreferrer">${words.back}</a>`;

function languageLinks(link: string, language: Language, words: PageWords): string {
  const query = new URLSearchParams(link);
  query.delete('_language');
  const links = Object.entries(LANGUAGE_NAMES).map(([code, name]) =>
    code === language
      ? `<span aria-current="true" lang="${code}">${name}</span>`
      : `<a href="/payment?${escapeHtml(`${query}&_language=${code}`)}" lang="${code}" hreflang="${code}">${name}</a>`,
  );
  return `<nav aria-label="${words.languages}">${links.join(' ')}</nav>`;
}

function formatPrice(language: Language, parameters: PageRequest['parameters']): string {
  const { payment_amount: minor, payment_currency: currency = '' } = parameters;
  const digits = minorUnitDigits(currency) ?? 0;
  const price = new Intl.NumberFormat(language === 'en' ? 'en-GB' : `${language}-KZ`, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return price.format(Number(minor) / 10 ** digits);
}
