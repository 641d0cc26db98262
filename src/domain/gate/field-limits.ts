import { isJsonObject, type Json, type JsonObject } from '#domain/json/exact-json';
import { omitUndefined } from '#domain/json/omit-undefined';
import { MAX_MINOR } from '#domain/payments/amount';
import { isIpAddress } from '#domain/profiles/option-values';
import { MAX_PROJECT_ID, type Profile } from '#domain/profiles/profile';

/** The documented limit of one field. */
interface Limit {
  /** The documented values, as the end of "The documented values are …". */
  readonly values: string;
  readonly fits: (value: Json) => boolean;
}

const text = (longest: number): Limit => ({
  values: `texts of ${longest} characters at most`,
  fits: (value) => typeof value === 'string' && [...value].length <= longest,
});

const shaped = (values: string, shape: RegExp): Limit => ({
  values,
  fits: (value) => typeof value === 'string' && shape.test(value),
});

const wholeNumber = (least: number, most: number, unit = ''): Limit => ({
  values: `whole numbers${unit} from ${least} to ${most}`,
  fits: (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
});

const oneOf = (...choices: readonly string[]): Limit => ({
  values: choices.join(' and '),
  fits: (value) => typeof value === 'string' && choices.includes(value),
});

const TRUTH: Limit = { values: 'true and false', fits: (value) => typeof value === 'boolean' };
const COUNTRY = shaped('two capital letters (ISO 3166-1), such as KZ', /^[A-Z]{2}$/);
const CURRENCY = shaped('three capital letters (ISO 4217), such as KZT', /^[A-Z]{3}$/);
const PHONE = shaped('4 to 24 digits with the country code, without "+"', /^[0-9]{4,24}$/);
const AMOUNT = wholeNumber(1, MAX_MINOR, ' of minor units');
const PROJECT_ID = wholeNumber(1, MAX_PROJECT_ID);
const [SHORT, PLACE, LONG] = [text(255), text(256), text(512)];

const CALLBACK_URL: Limit = {
  values: 'http and https URLs of 255 characters at most',
  fits: (value) => SHORT.fits(value) && /^https?:\/\//i.test(String(value)) && URL.canParse(String(value)),
};

const PAYMENT_ID: Limit = {
  values: 'texts of 1 to 255 characters without white space at their ends',
  fits: (value) => SHORT.fits(value) && value !== '' && value === String(value).trim(),
};

const EMAIL: Limit = {
  values: 'e-mail addresses of 255 characters at most, such as johndoe@example.com',
  fits: (value) =>
    SHORT.fits(value) &&
    /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@([a-z\d]([a-z\d-]*[a-z\d])?\.)+[a-z\d]([a-z\d-]*[a-z\d])?$/i.test(
      String(value),
    ),
};

const IP_ADDRESS: Limit = {
  values: 'IPv4 and IPv6 addresses, such as 198.51.100.47',
  fits: (value) => typeof value === 'string' && isIpAddress(value),
};

const DATE: Limit = {
  values: 'dates as DD-MM-YYYY, such as 31-12-1990',
  fits: (value) => {
    const [, day, month, year] = /^(\d\d)-(\d\d)-(\d{4})$/.exec(String(value)) ?? [];
    const time = new Date(`${year}-${month}-${day}T00:00:00Z`);
    return !Number.isNaN(time.getTime()) && time.getUTCDate() === Number(day);
  },
};

const TIME: Limit = {
  values: 'times of ISO 8601 with their zone, such as 2024-12-07T19:08:45+00:00',
  fits: (value) =>
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.test(String(value)) &&
    !Number.isNaN(Date.parse(String(value))),
};

/**
 * The documented limits of the fields of a request, by path (platform docs: field limits, optional parameters; OpenAPI
 * 3.28.0: GeneralInfo, CustomerInfoBase, PaymentInfo, RefundPaymentInfo, CallbackInfo). A field that is not listed here has
 * no documented limit.
 */
const LIMITS: Readonly<Record<string, Limit>> = {
  project_id: PROJECT_ID,
  'general.project_id': PROJECT_ID,
  'general.payment_id': PAYMENT_ID,
  ...each('general', ['merchant_callback_url', 'merchant_success_callback_url'], CALLBACK_URL),
  ...each('general', ['merchant_decline_callback_url', 'terminal_callback_url'], CALLBACK_URL),
  'general.referrer_url': SHORT,
  'callback.delay': wholeNumber(0, 600, ' of seconds'),
  'callback.force_disable': TRUTH,
  destination: oneOf('merchant', 'terminal'),
  'payment.amount': AMOUNT,
  'payment.currency': CURRENCY,
  ...each('payment', ['description', 'extra_param', 'merchant_refund_id'], SHORT),
  'payment.best_before': TIME,
  ...each('customer', ['id', 'first_name', 'middle_name', 'last_name', 'birthplace', 'identification_level'], SHORT),
  ...each('customer', ['iin', 'person_type', 'district', 'street', 'building'], SHORT),
  ...each('customer', ['phone', 'home_phone', 'work_phone'], PHONE),
  ...each('customer', ['city', 'state'], PLACE),
  'customer.email': EMAIL,
  'customer.ip_address': IP_ADDRESS,
  'customer.country': COUNTRY,
  'customer.day_of_birth': DATE,
  'customer.gender': oneOf('male', 'female'),
  'customer.browser': LONG,
  ...each('customer', ['save', 'account_save'], TRUTH),
  ...each(
    'customer.identify',
    ['doc_number', 'doc_type', 'doc_issue_date', 'doc_issue_by', 'doc_issue_country'],
    SHORT,
  ),
  'customer.billing.country': COUNTRY,
  'customer.billing.region_code': shaped('1 to 3 digits and capital letters (ISO 3166-2)', /^[0-9A-Z]{1,3}$/),
  'customer.billing.city': PLACE,
  'customer.billing.address': LONG,
  'customer.billing.postal': text(16),
  'merchant.descriptor': shaped('texts of 13 characters at most, without !@&~{}|<>[]', /^[^!@&~№{}|<>[\]Ёё]{0,13}$/u),
  'service_provider.code': SHORT,
  'service_provider.country': COUNTRY,
};

function each(parent: string, names: readonly string[], limit: Limit): Record<string, Limit> {
  return Object.fromEntries(names.map((name) => [`${parent}.${name}`, limit]));
}

/** The fields that each endpoint requires, beside `general` (platform docs: Gate endpoints; OpenAPI 3.28.0). */
const REQUIRED: readonly (readonly [path: RegExp, fields: readonly string[]])[] = [
  [
    /^\/v2\/payment\/mobile\/sale$/,
    [
      ...['customer.id', 'customer.ip_address', 'customer.first_name', 'customer.last_name', 'customer.email'],
      ...['account.number', 'payment.amount', 'payment.currency'],
    ],
  ],
  [/^\/v2\/payment\/mobile\/refund$/, ['payment.amount', 'payment.currency']],
  [/^\/v2\/payment\/(?!mobile\/)[\w/-]+\/refund$/, ['payment.description']],
  [/^\/v2\/payment\/clarification$/, ['additional_data']],
  [/^\/v2\/customer\/action\/\w+$/, ['customer.ip_address']],
  [/^\/v2\/payment\/status\/request$/, ['request_id']],
  [/^\/v2\/info\/available_methods_for_merchant\/list$/, ['directions']],
];

/**
 * Returns a warning for each field of a body that is outside its documented limit. It quotes no value, because a value can be
 * personal data. The documents can be older than the platform, so no request is refused.
 *
 * @param path of the endpoint: `/v2/payment/mobile/sale`
 */
export function limitWarnings(path: string, body: JsonObject): string[] {
  const limits = path.includes('/mobile/') ? { ...LIMITS, 'account.number': PHONE } : LIMITS;
  return listFields(body).flatMap(([field, value]) => warnOfField(field, value, limits[field]));
}

/** Returns the warnings for the values of a profile that its requests contain. */
export function profileLimitWarnings({ callbackUrl, customer }: Pick<Profile, 'callbackUrl' | 'customer'>): string[] {
  const { id, ip, firstName, lastName, email } = customer;
  const general = omitUndefined({ merchant_callback_url: callbackUrl });
  const customerFields = omitUndefined({ id, ip_address: ip, first_name: firstName, last_name: lastName, email });
  return limitWarnings('', { general, customer: customerFields } as JsonObject);
}

/** Returns a warning for each field that the documents require for this endpoint and that the body does not have. */
export function missingFieldWarnings(path: string, body: JsonObject): string[] {
  const present = new Set(listFields(body).map(([field]) => field));
  const [, fields = []] = REQUIRED.find(([pattern]) => pattern.test(path.replace(/\/+$/, ''))) ?? [];
  return fields.flatMap((field) =>
    present.has(field) ? [] : [`${field} is missing, and the platform documents it as required here. ${MAY_DECLINE}`],
  );
}

/** The parameters of the Payment Page that are fields of a request under another name. */
const PAGE_FIELDS: Readonly<Record<string, string>> = {
  merchant_callback_url: 'general.merchant_callback_url',
  customer_email: 'customer.email',
  customer_country: 'customer.country',
  customer_day_of_birth: 'customer.day_of_birth',
  customer_birthplace: 'customer.birthplace',
  customer_city: 'customer.city',
  customer_state: 'customer.state',
  customer_middle_name: 'customer.middle_name',
  billing_country: 'customer.billing.country',
  billing_region_code: 'customer.billing.region_code',
  billing_city: 'customer.billing.city',
  billing_address: 'customer.billing.address',
  billing_postal: 'customer.billing.postal',
  payment_extra_param: 'payment.extra_param',
};

/** Returns the warnings for parameters of a Payment Page link. The limits of the equal fields are assumed. */
export const pageLimitWarnings = (parameters: Readonly<Record<string, string | number>>): string[] =>
  Object.entries(parameters).flatMap(([name, value]) => {
    const limit = LIMITS[PAGE_FIELDS[name] ?? ''];
    return limit === undefined || limit.fits(value)
      ? []
      : [`${name} is outside the documented limits: ${limit.values}`];
  });

const MAY_DECLINE = 'The platform may decline the request, also later by a callback.';

function warnOfField(field: string, value: Json, limit: Limit | undefined): string[] {
  const outside = limit !== undefined && !limit.fits(value);
  const separator = typeof value === 'string' && value.includes(';');
  return [
    ...(outside ? [`${field} is not as documented. The documented values are ${limit.values}. ${MAY_DECLINE}`] : []),
    ...(separator
      ? [`${field} contains ";", which separates the values that are signed. Leave it out if you can.`]
      : []),
  ];
}

/** Returns each field with its path. Objects and lists come before their content. */
function listFields(value: Json, path = ''): [field: string, value: Json][] {
  const own: [string, Json][] = path === '' ? [] : [[path, value]];
  const inner = Array.isArray(value) || isJsonObject(value) ? Object.entries(value) : [];
  return [...own, ...inner.flatMap(([key, one]) => listFields(one as Json, path === '' ? key : `${path}.${key}`))];
}
