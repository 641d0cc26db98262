import { isJsonObject, type Json } from '#domain/json/exact-json';
import { maskPhone } from '#domain/payments/phone';

/**
 * A text for other people: without what looks like an e-mail address, a phone number, or a password in a URL. Each pattern
 * has a limit, so a long text takes no longer than its length.
 */
export function maskText(text: string): string {
  return text
    .replace(/\/\/[^/\s@"]{1,300}@/g, '//[masked]@')
    .replace(/[^\s"'<>@]{1,64}@[^\s"'<>@]{1,255}\.\w+/g, '[e-mail]')
    .replace(PHONE, (found) => (isPhone(found) ? '[phone]' : found));
}

/** Digits in a row, or with what people write between them. */
const PHONE = /(?<![\w.-])\+?\(?\d(?:[ \u00a0()\u2010-\u2015-]{0,3}\d){9,12}(?![\w.-])/g;

/** With white space or hyphens in it, a time looks much like a phone number: only those of the country count then. */
const isPhone = (text: string): boolean => /^\+?\d+$/.test(text) || /^(\+|\(|[78])/.test(text);

/** What signed data hold of a customer, by the last part of its path. */
const OF_PERSONS =
  /(^|_)(first_name|last_name|middle_name|full_name|surname|email|ip|ip_address|birth_?date|birthday|address|street|zip|iin|pan|holder)$/i;

const PHONES = /(^|_)(phone|number|msisdn)$/i;

/**
 * Data for other people: without a signature that could be sent again, without one-time codes, and with the customer's
 * phone, names and addresses masked. Everything else is as it was.
 */
export function maskData(data: Json, key = '', inside = ''): Json {
  if (key === 'signature') return '[signature]';
  if (inside === 'additional_data' && !isContainer(data)) return '[code]';
  if (Array.isArray(data)) return data.map((item) => maskData(item, key, inside));
  if (isJsonObject(data)) {
    return Object.fromEntries(
      Object.entries(data).map(([name, value]) => [name, maskData(value, name, PARTS.has(inside) ? inside : name)]),
    );
  }
  return maskValue(data, key, inside);
}

/** Parts of a body in which every value is masked alike, however deep it stands. */
const PARTS = new Set(['additional_data', 'customer']);

const isContainer = (data: Json): boolean => typeof data === 'object' && data !== null;

function maskValue(value: Json, key: string, inside: string): Json {
  if (value === null || value === '' || typeof value === 'boolean') return value;
  if (PHONES.test(key) && typeof value !== 'object') return maskPhone(String(value));
  if (inside === 'customer' ? key !== 'id' : OF_PERSONS.test(key)) return '[masked]';
  return typeof value === 'string' ? maskText(value) : value;
}
