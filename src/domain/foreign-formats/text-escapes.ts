type TextChange = (text: string) => string;

const toHex = (unit: string): string => unit.charCodeAt(0).toString(16);
/** `&` → `\u0026` */
const escapeUnits = (units: RegExp) => (text: string) =>
  text.replace(units, (unit) => `\\u${toHex(unit).padStart(4, '0')}`);
const asIs = (text: string): string => text;
/** `Кітап` → `\u041a…`: json_encode of PHP, json.dumps of Python. */
export const toAscii = escapeUnits(/[\u007f-\uffff]/g);
/** `/` → `\/`: json_encode of PHP. */
export const escapeSlashes = (text: string): string => text.replaceAll('/', '\\/');
const escapeDotNet = (json: string): string => {
  const escaped = escapeUnits(/[&<>+'`\u007f-\uffff]/g)(json.replaceAll('\\"', '\\u0022'));
  return escaped.replace(/\\u[0-9a-f]{4}/g, (code) => `\\u${code.slice(2).toUpperCase()}`);
};

/** What languages escape in JSON text, the most likely first. */
export const JSON_ESCAPES: readonly TextChange[] = [
  toAscii, // Python json.dumps
  (json) => escapeSlashes(toAscii(json)), // PHP json_encode
  asIs, // JavaScript, Java, and the flags of PHP and Python
  escapeUnits(/[&<>\u2028\u2029]/g), // Go json.Marshal
  escapeSlashes, // PHP JSON_UNESCAPED_UNICODE
  escapeUnits(/[&<>='\u2028\u2029]/g), // Gson
  escapeDotNet, // System.Text.Json
];
/** Formats a text as in JSON, without its quotes. */
export const escapeJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Encodes a text as encodeURIComponent does, and more signs. */
export const percentEncode = (signs: RegExp) => (text: string) =>
  encodeURIComponent(text).replace(signs, (sign) => `%${toHex(sign).toUpperCase()}`);
/** `a b` → `a+b`: urlencode and http_build_query of PHP, forms. */
export const encodeForm = (text: string): string => percentEncode(/[!'()*~]/g)(text).replaceAll('%20', '+');

/** Escapes `&`, `<`, `>`, and writes `"` as the given text. */
export const escapeHtml = (quote: string) => (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', quote);

const ENTITIES = new Map(Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }));
/** Decodes `&quot;`, `&#x27;` and `\u0027`. */
export const decodeEscapes = (text: string): string =>
  text.replace(/&#x([0-9a-f]{2,4});|\\u([0-9a-f]{4})|&#(\d{2,5});|&(\w+);/gi, (whole, hex, unit, decimal, name) =>
    name === undefined ? String.fromCharCode(Number(decimal ?? `0x${hex ?? unit}`)) : (ENTITIES.get(name) ?? whole),
  );
