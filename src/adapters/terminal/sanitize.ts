import { neutralText } from '#domain/encoding/invisible-characters';
import { Message, mapText } from '#domain/language/message';

/**
 * Makes a text from outside (the Gate, callbacks, files) safe to show. Control characters could move the cursor, hide text or
 * run commands of the terminal. Direction marks could reverse an amount. Characters without width could make two ids look the
 * same. Each becomes its escape, `\u200b`; line ends and tabs become a space.
 */
export const sanitizeText = (text: string): string => neutralText(text.replace(/[\t\r\n\u2028\u2029]+/g, ' '));

/** Makes every string and message in a document safe to show. Instances of other classes stay unchanged. */
export function plainDocument<T>(value: T): T {
  if (typeof value === 'string' || value instanceof Message) return mapText(value, sanitizeText) as T;
  if (Array.isArray(value)) return value.map(plainDocument) as T;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [sanitizeText(key), plainDocument(item)])) as T;
}
