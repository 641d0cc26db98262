import { isJsonObject, type Json } from '#domain/json/exact-json';
import { maskPhone } from '#domain/payments/phone';

/** What replaces a value whose name says that it is secret or personal, by pattern of its name in snake case. */
const MASKS: readonly (readonly [name: RegExp, mask: string])[] = [
  [/(^|_)signature$/, '[signature]'],
  [/(^|_)(otp|(approval|sms|verification|confirmation|security|one_time|auth|pin|otp)_code)$/, '[code]'],
  [/(^|_)(password|passwd|passphrase|secret|(secret|api|private|access)_key|token|authorization|cookie)$/, '[secret]'],
  [/(^|_)(cryptogram|pin|cvv2?|cvc2?|csc|pan|card_number|exp(iry|iration)?(_(date|month|year))?)$/, '[masked]'],
  [/(^|_)((first|last|middle|full|maiden|holder|payer|sender|recipient|customer|client)_name|surname)$/, '[masked]'],
  [/(^|_)(patronymic|(card_?)?holder|e_?mail|ip|ip_address|birth_?date|birthday|day_of_birth|iin)$/, '[masked]'],
  [/(^|_)(address|street|zip|postal)$/, '[masked]'],
];

const PHONE_NAMES = /(^|_)(phone|phone_number|number|msisdn)$/;

/** Names of secrets in the query of a URL that mean other things elsewhere. */
const QUERY_SECRETS = /^(key|sig|auth|sid|session|code)$/;

const toSnakeCase = (name: string): string =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase();

const maskForName = (name: string): string | undefined =>
  MASKS.find(([pattern]) => pattern.test(toSnakeCase(name)))?.[1];

/** Masks user name and password of each URL, also of an invalid URL. */
export const maskUrlPasswords = (text: string): string =>
  text
    .replace(/\/\/[^\s"'<>/@:]{0,100}:(?!\d{1,5}[/?#])[^\s"'<>]{1,200}@/g, '//[masked]@')
    .replace(/\/\/[^/\s@"]{1,300}@/g, '//[masked]@');

/** Quotes a URL, or a text in its place, for a message. */
export const quoteUrl = (text: string): string => JSON.stringify(maskUrlPasswords(text));

/** 64 bytes in hexadecimal or base64, also as they are written in a URL: a signature of the platform. */
const SIGNATURE = /[\da-f]{128}|(?:[\w-]{86}|(?:[A-Z\d+/]|%2[BF]){86})(?:==|%3D%3D)/gi;

/** 13 to 19 digits, in one word or in the groups that are printed on cards. */
const CARD = /(?<![\w.-])(?:[2-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{1,7}|3[47]\d\d[ -]\d{6}[ -]\d{5})(?!\w|[.-]\w)/g;

/** A name and its value in JSON, in JSON that is a text of JSON, and in a form or a query. */
const PAIRS: readonly RegExp[] = [
  /()"([\w-]{1,64})("\s{0,3}:\s{0,3})("(?:[^"\\]|\\.){1,4096}"?|[\d.]{1,40})/g,
  /()\\"([\w-]{1,64})(\\"\s{0,3}:\s{0,3})(\\"(?:[^"\\]|\\[^"]){1,4096}(?:\\")?|[\d.]{1,40})/g,
  /([?&]?)\b([\w-]{1,64})(=)("[^"]{1,4096}"?|[^\s"'&<>,;]{1,4096})/g,
];

/** Digits in a row, or with what people write between them. */
const PHONE = /(?<![\w.-])\+?\(?\d(?:[ \u00a0()\u2010-\u2015-]{0,3}\d){9,12}(?!\w|[.-]\w)/g;

/**
 * Returns a text without signatures, card numbers, passwords in URLs, and values whose name says that they are secret or personal.
 * Each pattern has a limit, so the time is linear in the length.
 */
export const maskSecrets = (text: string): string =>
  PAIRS.reduce((masked, pair) => masked.replace(pair, maskPair), maskUrlPasswords(text))
    .replace(SIGNATURE, '[signature]')
    .replace(/\b(Bearer|Basic) [\w+/.=~-]{8,4096}/gi, '$1 [secret]')
    .replace(CARD, (found) => (isCardNumber(found) ? '[card]' : found));

/** Returns a text for other people: as {@link maskSecrets} does, and without e-mail addresses and phone numbers. */
export const maskText = (text: string): string =>
  maskSecrets(text)
    .replace(/[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,255}\.\p{L}{2,24}/gu, '[e-mail]')
    .replace(PHONE, (found) => (isPhone(found) ? '[phone]' : found));

function maskPair(pair: string, start: string, name: string, _: string, value: string): string {
  const mask = maskForName(name) ?? (start !== '' && QUERY_SECRETS.test(name.toLowerCase()) ? '[secret]' : undefined);
  if (mask === undefined) return pair;
  const [quote = ''] = /^\\?"/.exec(value) ?? [];
  return pair.slice(0, pair.length - value.length) + quote + mask + quote;
}

/** Checks the last digit of a card number (Luhn). */
function isCardNumber(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].reverse().map(Number);
  const sum = digits.reduce((total, digit, at) => total + (at % 2 === 0 ? digit : (digit * 2) % 9 || digit), 0);
  return sum % 10 === 0;
}

/** With white space or hyphens in it, a time looks much like a phone number: only those of the country count then. */
const isPhone = (text: string): boolean => /^\+?\d+$/.test(text) || /^(\+|\(|[78])/.test(text);

/** Parts of a body in which every value is masked, at any depth. */
const PERSONAL_PARTS = new Set(['customer', 'card', 'payer', 'sender', 'recipient', 'billing', 'shipping']);

const isPart = (name: string): boolean => name === 'additional_data' || PERSONAL_PARTS.has(name);

/**
 * Returns data for other people, without signatures, one-time codes, secrets and card data, and with the phone, names and
 * addresses of the customer masked. Everything else is unchanged.
 */
export function maskData(data: Json, name = '', part = ''): Json {
  if (data === null) return null;
  if (Array.isArray(data)) return data.map((item) => maskData(item, name, part));
  if (isJsonObject(data) && maskForName(name) !== '[signature]') {
    const inner = isPart(part) ? part : name;
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, maskData(value, key, inner)]));
  }
  return maskValue(data, name, part);
}

function maskValue(value: Json, name: string, part: string): Json {
  const mask = maskForName(name);
  if (mask === '[signature]') return mask;
  if (part === 'additional_data') return '[code]';
  if (value === '' || typeof value === 'boolean') return value;
  if (mask === undefined && PHONE_NAMES.test(toSnakeCase(name))) return maskPhone(String(value));
  if (mask !== undefined) return mask;
  if (PERSONAL_PARTS.has(part) && name !== 'id') return '[masked]';
  if (typeof value !== 'string' || (/(^|_)id$/.test(name) && /^\d{13,19}$/.test(value))) return value;
  return maskText(value);
}

/**
 * Masks the texts of a report for other people: names of home folders, and what {@link maskText} masks. Do this before the report
 * becomes JSON, which escapes the `\\` of Windows.
 */
export function redactPersonalData(report: Json, home: string): Json {
  if (Array.isArray(report)) return report.map((item) => redactPersonalData(item, home));
  if (isJsonObject(report)) {
    return Object.fromEntries(Object.entries(report).map(([key, value]) => [key, redactPersonalData(value, home)]));
  }
  return typeof report === 'string' ? maskText(withoutHome(report, home)) : report;
}

/** Returns a text without the name of the home folder, and without the user name in a path of another home folder. */
function withoutHome(text: string, home: string): string {
  const own = home.length < 2 ? text : text.replaceAll(home, '~').replaceAll(home.replaceAll('\\', '/'), '~');
  return own.replace(/([\\/](?:home|Users))([\\/])[^\\/\s"']+/gi, '$1$2[user]');
}
