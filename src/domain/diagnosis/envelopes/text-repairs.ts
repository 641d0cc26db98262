import { AS_IT_CAME, mended, type UnwrappedBody } from './unwrapped-body.ts';

/** What may have been JSON before something was put around it, changed in it, or cut off. */
export function* repairText(text: string): Generator<UnwrappedBody> {
  const [start, end] = [text.indexOf('{'), text.lastIndexOf('}')];
  if (start >= 0 && end > start && (start > 0 || end < text.length - 1)) {
    const around = [text.slice(0, start).trim(), text.slice(end + 1).trim()].filter((part) => part !== '');
    const what = around.map((part) => JSON.stringify(part.slice(0, 20))).join(' and ');
    yield mended(
      text.slice(start, end + 1),
      'stray_bytes',
      `there were nothing around the body (${what || 'white space that is none in JSON'})`,
      AS_IT_CAME,
    );
  }
  if (text.length <= MAX_LOG) yield* ofCopiedText(text);
  const escaped = text.replace(/^"|"$/g, '').replace(/\\(["\\/])/g, '$1');
  if (escaped !== text) {
    yield mended(
      escaped,
      'double_encoded',
      'the quotes of the body had no "\\" before them',
      'The body was made into a JSON text again: take it as it came.',
    );
  }
  const decoded = Buffer.from(text.trim(), 'base64').toString('utf8');
  if (/^[\w+/-]+=*$/.test(text.trim()) && decoded.startsWith('{')) {
    yield mended(
      decoded,
      'double_encoded',
      'the body were decoded from Base64 first',
      'Something encoded the body: verify what is inside.',
    );
  }
  if (text.includes("'")) {
    yield mended(
      text
        .replaceAll("'", '"')
        .replace(/\bTrue\b/g, 'true')
        .replace(/\bFalse\b/g, 'false')
        .replace(/\bNone\b/g, 'null'),
      'not_json',
      'the body were JSON, with double quotes, and not what a program prints of its own data',
      'Keep the text that came in; a printed dictionary is no JSON any more.',
    );
  }
  const closed = text.trimEnd().replace(/,(\s*[}\]])/g, '$1');
  if (closed !== text.trimEnd()) {
    yield mended(closed, 'not_json', 'there were no comma before a closing bracket', AS_IT_CAME);
  }
  yield* ofClosed(text);
}

/** What copying from logs, mails and editors makes of a body. */
function* ofCopiedText(text: string): Generator<UnwrappedBody> {
  const [first = ''] = /^\s*\{.*\}(?=\s*\{)/s.exec(text) ?? [];
  if (first !== '')
    yield mended(first, 'stray_bytes', 'it were one body, and not several one after another', AS_IT_CAME);
  const copies = [
    [withoutByteEscapes(text), 'double_encoded', 'no byte were written as \\x22, as nginx does in its log'],
    [text.replaceAll('\0', ''), 'stray_bytes', 'the body were UTF-8, and not UTF-16'],
    [text.replace(/=?[\r\n]+ */g, ''), 'stray_bytes', 'no line were broken inside of a text'],
    [text.replaceAll('\u00a0', ' '), 'stray_bytes', 'all white space were JSON’s own'],
    [text.replace(/[“”„«»]/g, '"'), 'not_json', 'the quotes were straight ones'],
    [text.replace(/([{,]\s*)(\w+)(?=\s*:)/g, '$1"$2"'), 'not_json', 'the keys had quotes'],
    [
      text
        .replace(/&(?:quot|#0?34|#x22);/g, '"')
        .replaceAll('&amp;', '&')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>'),
      'text_changed',
      'the body held no HTML entities (&quot;)',
    ],
  ] as const;
  for (const [copy, name, clause] of copies) {
    if (copy !== text) yield mended(copy, name, clause, AS_IT_CAME);
  }
  const bytes = /^[0-9a-f\s]+$/i.test(text) ? Buffer.from(text.replace(/\s/g, ''), 'hex').toString('utf8') : '';
  if (bytes.startsWith('{')) yield mended(bytes, 'double_encoded', 'the body were no hex', AS_IT_CAME);
}

/** `\x22` → `"`: each stands for a byte of UTF-8. */
const withoutByteEscapes = (text: string): string =>
  text.replace(/(?:\\x[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replace(/\\x/g, ''), 'hex').toString('utf8'));

/** A body whose end is missing: only brackets, mostly. */
function* ofClosed(text: string): Generator<UnwrappedBody> {
  if (text.length > MAX_LOG || !text.includes('{')) return;
  for (const end of ['}', '"}', '}}', '="}', '=="}']) {
    yield mended(
      text.trimEnd() + end,
      'body_cut_off',
      `the body did not end before its last ${JSON.stringify(end)}`,
      'Read the whole body: as many bytes as Content-Length says, or until the last chunk.',
    );
  }
}

/** What is pasted from logs and mails is short; nothing larger is looked at in many ways. */
const MAX_LOG = 64 * 1024;
