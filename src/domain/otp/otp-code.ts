import { type Message, message } from '#domain/language/message';

/** Removes spaces and dashes of a pasted code; leading zeros stay. */
export const normalizeCode = (text: string): string => text.replace(/[\s\-\u2010-\u2015]/g, '');

/** Returns why a text is probably not a code; undefined for a usual code. Any text can be submitted. */
export function describeCodeProblem(code: string): Message | undefined {
  if (!/^\d*$/.test(code)) return message('a code has only digits');
  if (code.length >= 3 && code.length <= 10) return undefined;
  return message('a code has 3 to 10 digits, and this one has {count:# digit|#}', { count: code.length });
}
