import * as z from 'zod';

/**
 * What the platform's OpenAPI description (3.28.0) says of the bodies that this program sends, as JSON Schema: required
 * fields, types, limits. `/v2/payment/status/request` is described in 3.0.4.
 */

type Schema = Readonly<Record<string, unknown>>;

const text = (limits: Schema = { maxLength: 255 }): Schema => ({ type: 'string', ...limits });
const object = (required: readonly string[], properties: Schema): Schema => ({ type: 'object', required, properties });

const PROJECT_ID = { type: 'integer', minimum: 1, maximum: 4_294_967_295 };
const NAME = text({ minLength: 1, maxLength: 255 });
const COUNTRY = text({ pattern: '^[A-Z]{2}$' });
const DATE = text({ pattern: '^\\d{2}-\\d{2}-\\d{4}$' });
const PHONE = text({ pattern: '^[0-9]{4,24}$' });

const GENERAL = object(['project_id', 'payment_id', 'signature'], {
  project_id: PROJECT_ID,
  payment_id: NAME,
  signature: NAME,
  terminal_callback_url: text(),
  referrer_url: text(),
  merchant_callback_url: NAME,
  merchant_success_callback_url: NAME,
  merchant_decline_callback_url: NAME,
});

const CUSTOMER_FIELDS: Schema = {
  id: text(),
  country: COUNTRY,
  city: text({ maxLength: 256 }),
  state: text({ maxLength: 256 }),
  phone: PHONE,
  day_of_birth: DATE,
  birthplace: text(),
  first_name: text(),
  middle_name: text(),
  last_name: text(),
  email: text({ maxLength: 255, format: 'email' }),
  browser: text({ maxLength: 512 }),
  ip_address: text(),
  gender: { enum: ['male', 'female'] },
  billing: object([], {
    country: COUNTRY,
    city: text({ maxLength: 256 }),
    address: text({ maxLength: 512 }),
    postal: text({ maxLength: 16 }),
  }),
};
const customer = (...required: readonly string[]) => object(required, CUSTOMER_FIELDS);

const AMOUNT = { type: 'integer', minimum: 1, maximum: 10_000_000_000_000 };
const CURRENCY = text({ pattern: '^[A-Z]{3}$' });
const PAYMENT = object(['amount', 'currency'], {
  amount: AMOUNT,
  currency: CURRENCY,
  description: text(),
  extra_param: text(),
  best_before: text({ format: 'date-time' }),
});
const REFUND_PAYMENT = object(['description'], {
  amount: AMOUNT,
  currency: CURRENCY,
  description: text(),
  merchant_refund_id: text(),
});
const CALLBACK = object([], {
  delay: { type: 'integer', minimum: 0, maximum: 600 },
  force_disable: { type: 'boolean' },
});

/** Bodies by path, the more special paths first. */
const BODIES: readonly (readonly [path: RegExp, schema: Schema])[] = [
  [
    /^\/v2\/payment\/mobile\/sale$/,
    object(['general', 'customer', 'payment', 'account'], {
      general: GENERAL,
      // Rocketpay's own page requires these of a customer.
      customer: customer('id', 'ip_address', 'first_name', 'last_name', 'email'),
      account: object(['number'], { number: PHONE }),
      payment: PAYMENT,
      callback: CALLBACK,
    }),
  ],
  [
    /^\/v2\/payment\/mobile\/refund$/,
    object(['general', 'payment'], { general: GENERAL, payment: PAYMENT, callback: CALLBACK }),
  ],
  [
    /^\/v2\/payment\/[\w/-]+\/refund$/,
    object(['general', 'payment'], { general: GENERAL, payment: REFUND_PAYMENT, callback: CALLBACK }),
  ],
  [
    /^\/v2\/payment\/clarification$/,
    object(['general', 'additional_data'], { general: GENERAL, additional_data: { type: 'object' } }),
  ],
  [
    /^\/v2\/customer\/action\/\w+$/,
    object(['general', 'customer'], { general: GENERAL, customer: customer('ip_address') }),
  ],
  [
    /^\/v2\/payment\/status$/,
    object(['general'], { general: GENERAL, destination: { enum: ['merchant', 'terminal'] } }),
  ],
  [
    /^\/v2\/payment\/status\/request$/,
    object(['project_id', 'request_id', 'signature'], { project_id: PROJECT_ID, request_id: NAME, signature: NAME }),
  ],
  [
    /^\/v2\/info\/mobile\/sale\/list$/,
    object(['general'], {
      general: object(['project_id', 'signature'], { project_id: PROJECT_ID, signature: NAME }),
      service_provider: object([], { code: NAME, country: COUNTRY }),
    }),
  ],
  [
    /^\/v2\/info\/available_methods_for_merchant\/list$/,
    object(['project_id', 'directions', 'signature'], {
      project_id: PROJECT_ID,
      directions: { type: 'array', items: { enum: ['payin', 'payout'] } },
      signature: NAME,
    }),
  ],
];

/** Why a body is not valid at an endpoint, a line for each field; empty for a valid one. */
export function openApiProblems(path: string, body: unknown): string[] {
  const [, schema] = BODIES.find(([pattern]) => pattern.test(path)) ?? [];
  if (schema === undefined) return [`${path} is not described`];
  const { error } = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(body);
  return error?.issues.map(({ path: field, message }) => `${field.join('.')}: ${message}`) ?? [];
}
