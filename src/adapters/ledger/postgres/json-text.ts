/** What PostgreSQL cannot store, in the text of `JSON.stringify`: a NUL character, or half of a surrogate pair. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/;

/** Returns rows as JSON text, with a replacement for each character that PostgreSQL cannot store. */
export function toJsonText(rows: readonly object[]): string {
  const text = JSON.stringify(rows);
  if (!UNSTORABLE.test(text)) return text;
  return JSON.stringify(rows, (_, value) =>
    typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\uFFFD') : value,
  );
}
