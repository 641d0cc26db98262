import type { CommandSpec } from '#cli/command-spec';
import type { Context } from '#context';
import { parseExpiry } from '#domain/checkout/link-expiry';
import { type PageLink, signPage } from '#domain/checkout/page-link';
import { METHOD_OPTIONS, pageParameters } from '#domain/checkout/page-parameters';
import { pageWarnings } from '#domain/checkout/parameter-warnings';
import { EXIT } from '#domain/errors/exit-codes';
import { usageError } from '#domain/errors/failure';
import { formatJson, type JsonObject } from '#domain/json/exact-json';
import { formatAmount } from '#domain/payments/amount';
import { createPaymentId } from '#domain/payments/payment-id';
import type { Profile } from '#domain/profiles/profile';
import { readAmountOptions } from '#features/payments/amount-options';
import { checkOperator } from '#features/payments/check-operator';
import { readCustomer } from '#features/payments/customer-options';
import type { CommandDocument } from '#schemas/document-types';
import { CHECKOUT_OPTIONS, type CheckoutOptions, withShortNames } from './checkout-options.ts';
import { linkCheckLines, pageLinkLines } from './link-view.ts';

const verify: CommandSpec<{ readonly url: string }, CommandDocument<'checkout verify'>> = {
  about:
    'Checks any link to the Payment Page, offline. The command verifies the signature, and explains a wrong one. ' +
    'It finds missing, unknown and invalid parameters, and amounts that look wrong. Exit code 0 means that the ' +
    'page would open.',
  arguments: [{ words: '<url>', about: 'the whole link, in quotes, or - for standard input' }],
  exits: [4, 9],
  examples: [
    'rocketpay checkout verify "https://p.test/payment?project_id=7&signature=x"',
    'rocketpay checkout verify "https://p.test/payment?mode=x" --field missing',
  ],

  async run({ url }, context) {
    const secret = await context.secret();
    const { checkPageLink } = await import('./verify-link.ts');
    return checkPageLink(url === '-' ? await context.input.text('-') : url, secret, context);
  },

  view: linkCheckLines,
  exit: ({ opens }) => (opens ? EXIT.done : EXIT.unverified),
};

export const checkout: CommandSpec<CheckoutOptions, CommandDocument<'checkout'>> = {
  about:
    'Creates a signed link to the Payment Page. The customer opens it, chooses the operator and enters the code ' +
    'there. You receive the callbacks. Nothing is sent, except a request for the list of operators when --operator ' +
    'is given. Customer data without an option comes from the profile. Only the callback shows the result; the ' +
    'redirect at the end does not.',
  options: CHECKOUT_OPTIONS,
  exits: [4],
  examples: [
    'rocketpay checkout --amount 1000.00 --description "Order 47"',
    'rocketpay checkout --amount 1000 --operator TELE2 --format widget',
    'rocketpay checkout --amount 1000 --language ru --expires 24h --format qr',
  ],

  async run(given, context) {
    const options = withShortNames(given);
    const profile = await context.profile();
    const secret = await context.secret();
    const parameters = pageParameters(await createParameters(options, profile, context), options.set);
    const link = signPage(profile.paymentPageUrl, parameters, secret);
    const amount = { minor: Number(parameters.payment_amount), currency: String(parameters.payment_currency) };
    const paymentId = String(parameters.payment_id);
    const { format = 'url', open, json, field } = options;
    for (const warning of pageWarnings(parameters, context.clock.now()))
      context.terminal.warn(warning.endsWith('?') ? warning : `${warning}.`);
    context.terminal.note(
      `Payment id ${paymentId}: ${formatAmount(amount)}, profile ${profile.name} (${profile.mode}).` +
        (parameters.best_before === undefined ? '' : ` The link is valid until ${parameters.best_before}.`),
    );
    if (open === true) await openPage(link.url, context);
    const document = { ...link, paymentId, amountMinor: amount.minor, currency: amount.currency };
    if (format === 'url') return document;
    if (format !== 'json') {
      const text = await renderLink(format, link, profile.paymentPageUrl, context);
      return text === undefined ? document : { ...document, format, text };
    }
    return json === true || field !== undefined ? document : { ...document, text: formatJson(document) };
  },

  view: (_data, style, exact) => pageLinkLines(exact, style),

  commands: [
    {
      name: 'verify',
      summary: 'check a link: its signature, and whether the page would open',
      spec: verify,
    },
  ],
};

async function createParameters(options: CheckoutOptions, profile: Profile, context: Context): Promise<JsonObject> {
  const { anyMethod, operator, language, expires } = options;
  if (anyMethod === true && operator !== undefined) {
    throw usageError('--any-method lets the customer choose the method, but --operator fixes it.', 'Leave out one.');
  }
  const amount = readAmountOptions(options, options.currency ?? profile.currency);
  return {
    project_id: options.projectId ?? profile.projectId,
    payment_id: options.paymentId ?? createPaymentId(context.clock.now()),
    ...customerParameters(options, profile),
    payment_currency: amount.currency,
    payment_amount: amount.minor,
    force_payment_method: anyMethod === true ? null : 'mobile',
    [METHOD_OPTIONS]:
      operator === undefined
        ? null
        : { enable_mobile_service: 1, selected_operator: await checkOperator(operator, context) },
    payment_description: options.description ?? null,
    customer_phone: options.phone ?? null,
    language_code: language ?? null,
    merchant_callback_url: options.callbackUrl ?? profile.callbackUrl ?? null,
    best_before: expires === undefined ? null : parseExpiry(expires, context.clock.now()),
  };
}

function customerParameters(options: CheckoutOptions, profile: Profile): JsonObject {
  const { id = null, firstName = null, lastName = null, email = null } = readCustomer(options, profile);
  return { customer_id: id, customer_first_name: firstName, customer_last_name: lastName, customer_email: email };
}

/** Renders a link; undefined when the terminal is too narrow for a QR code, because a wrapped code cannot be scanned. */
async function renderLink(
  format: 'widget' | 'html' | 'qr',
  link: PageLink,
  pageUrl: string,
  { checkout: openCheckout, terminal }: Pick<Context, 'checkout' | 'terminal'>,
): Promise<string | undefined> {
  const renderer = await openCheckout();
  if (format !== 'qr') return format === 'widget' ? renderer.widget(pageUrl, link) : renderer.page(pageUrl, link);
  const code = renderer.qrCode(link.url);
  const width = code.indexOf('\n');
  if (terminal.columns === undefined || terminal.columns >= width) return code;
  terminal.warn(
    `the QR code needs ${width} columns, this terminal has ${terminal.columns}. Make it wider and run the command again, or use the link.`,
  );
  return undefined;
}

async function openPage(url: string, { checkout: openCheckout, terminal }: Pick<Context, 'checkout' | 'terminal'>) {
  const reason = await (await openCheckout()).open(url);
  if (reason !== undefined) terminal.warn(`the browser could not be opened: ${reason}. Open the link yourself.`);
}
