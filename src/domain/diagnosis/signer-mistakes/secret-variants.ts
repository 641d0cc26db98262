import { createHash } from 'node:crypto';
import type { Mistake } from '#domain/diagnosis/model/mistake';

/** What becomes of a secret. */
export type Change = (text: string) => string | Buffer;

const PASTE = 'Paste the secret again, as it is in the Dashboard, without anything around it.';

/** Of a secret: it would verify if the secret … */
export const whiteSpace = (what: string): Mistake => ({
  name: 'secret_white_space',
  if: `the secret ${what}`,
  advice: PASTE,
});

const AS_IT_IS = 'The secret is used as it is, as text: letter by letter, and neither encoded nor hashed.';

/** Of a secret: it would verify if it were used … */
export const changed = (what: string): Mistake => ({
  name: 'secret_changed',
  if: `the secret were used ${what}`,
  advice: AS_IT_IS,
});

/** Of something that stands in the place of the secret. */
export const notUsed = (instead: string): Mistake => ({
  name: 'secret_not_used',
  if: `it were signed with the secret, and not with ${instead}`,
  advice: 'Look where the signing program takes its secret from: the setting was not filled in, or is another one.',
});

/** What stands where nobody filled the secret in, or what a language prints of nothing. */
export const PLACEHOLDERS = [
  ...['None', 'nil', 'false', 'Array', '[object Object]', '[secret]', '***'],
  ...['secret', 'SECRET', 'secret_key', 'SECRET_KEY', 'secretKey', '$secret', '<secret>', 'key', 'test', 'password'],
  ...['your_secret', 'your_secret_key', 'your-secret-key', 'YOUR_SECRET_KEY', 'your secret key', 'my_secret'],
  ...['%SECRET_KEY%', '{{secret_key}}', '{{ secret_key }}', 'env(SECRET_KEY)'],
  ...['ROCKETPAY_SECRET_KEY', 'SECRET_KEY', 'SECRET', 'secret_key'].map((name) => `\${${name}}`),
  ...['changeme', 'change_me', 'xxx', 'TODO', 'example', 'ROCKETPAY_SECRET_KEY', '$SECRET_KEY'],
  ...['$ROCKETPAY_SECRET_KEY', 'project_id', 'payment_id', '0', '1'],
];

const HASHES = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'] as const;

const hashed = (hash: string) => (text: string) => createHash(hash).update(text).digest();

const CUT_LENGTHS = [8, 16, 20, 24, 32, 40, 48, 64, 128];

/** White space that is rarer than one space or line end: before a secret, and after it. */
export const SPACES = [
  ...['  ', ' \n', '\n ', ' \r\n', '\t\n', '\t\r\n', '\n\n\n', '\u00a0', '\u200b', '\u2028'].map(
    (after) => ['', after] as const,
  ),
  ...['  ', '\r\n', '\u00a0', '\u200b'].map((before) => [before, ''] as const),
  ...['\n', ' \n', '\r\n'].map((after) => [' ', after] as const),
  ['\n', '\n'],
] as const;

/** What becomes of a secret in a program or its settings: it were used … */
export const CHANGED: readonly (readonly [what: string, change: Change])[] = [
  ['as it is, and not in capital letters', (text) => text.toUpperCase()],
  ['as it is, and not in small letters', (text) => text.toLowerCase()],
  ['as it is, and not in Base64', (text) => Buffer.from(text).toString('base64')],
  ['as it is, and not in Base64 for URLs', (text) => Buffer.from(text).toString('base64url')],
  ['as it is, and not in hex', (text) => Buffer.from(text).toString('hex')],
  ['as it is, and not in hex', (text) => Buffer.from(text).toString('hex').toUpperCase()],
  ['as UTF-8, and not as utf16le', (text) => Buffer.from(text, 'utf16le')],
  ...HASHES.flatMap((hash) =>
    [
      (text: string) => hashed(hash)(text).toString('hex'),
      (text: string) => hashed(hash)(text).toString('hex').toUpperCase(),
      (text: string) => hashed(hash)(text).toString('base64'),
      hashed(hash),
    ].map((change) => [`as it is, and not hashed with ${hash}`, change] as const),
  ),
  ...[1, 2].flatMap((count) => [
    [
      `whole, and not without its last ${count === 1 ? 'character' : 'two'}`,
      (text: string) => text.slice(0, -count),
    ] as const,
    [
      `whole, and not without its first ${count === 1 ? 'character' : 'two'}`,
      (text: string) => text.slice(count),
    ] as const,
  ]),
  ...CUT_LENGTHS.map(
    (length) => [`whole, and not cut to ${length} characters`, (text: string) => text.slice(0, length)] as const,
  ),
  ['whole, and not its first half', (text) => text.slice(0, text.length / 2)],
  ...['-', '_', '.', ':', '=', '#', '$', ' '].map(
    (end) =>
      [`whole, and not just up to its ${JSON.stringify(end)}`, (text: string) => text.split(end)[0] ?? ''] as const,
  ),
  ['itself, and not the word "undefined"', () => 'undefined'],
  ['itself, and not the word "null"', () => 'null'],
  ['once, and not twice', (text) => text + text],
  ['from its first letter to its last', (text) => [...text].reverse().join('')],
  ['as it is, and not URL-encoded', encodeURIComponent],
  ['as it is, and not with its "+" as spaces', (text) => text.replaceAll('+', ' ')],
  ['as it is, and not as JSON writes it', (text) => JSON.stringify(text).slice(1, -1)],
  ['as it is, and not as HTML writes it', (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')],
  ...[';', ',', '.', '&', '"', "'", '\\n', '\\r\\n'].map(
    (after) => [`without ${JSON.stringify(after)} after it`, (text: string) => text + after] as const,
  ),
  ...['"', "'", '=', 'Bearer ', 'secret=', 'secret:', 'SECRET_KEY=', 'ROCKETPAY_SECRET_KEY='].map(
    (before) => [`without ${JSON.stringify(before)} before it`, (text: string) => before + text] as const,
  ),
  ...['``', '<>', '{}', '[]', '()', '“”', '«»'].map(
    ([open = '', close = '']) => [`without ${open} ${close} around it`, (text: string) => open + text + close] as const,
  ),
  ["without b'…' around it", (text) => `b'${text}'`],
  ['with "-", and not with a dash', (text) => text.replaceAll('-', '–')],
  ['as it is, and not without the white space in it', (text) => text.replace(/\s/g, '')],
];

/** The commonest, which are tried beside other mistakes too. */
export const CHANGES: readonly { readonly change: Change; readonly mistake: Mistake }[] = [
  {
    change: (text) => text.trim(),
    mistake: whiteSpace('here had no white space or line end at its ends'),
  },
  { change: (text) => `${text}\n`, mistake: whiteSpace('ended in a line end: the signer has one after it') },
  {
    change: (text) => `${text}\r\n`,
    mistake: whiteSpace('ended in a line end (CR LF): the signer has one after it'),
  },
  { change: (text) => `${text}\r`, mistake: whiteSpace('ended in a line end (CR): the signer has one after it') },
  { change: (text) => `${text} `, mistake: whiteSpace('ended in a space: the signer has one after it') },
  { change: (text) => ` ${text}`, mistake: whiteSpace('began with a space: the signer has one before it') },
  {
    change: (text) => `${text}\n\n`,
    mistake: whiteSpace('ended in two line ends: the signer has them after it'),
  },
  {
    change: (text) => ` ${text} `,
    mistake: whiteSpace('had white space at both ends: the signer has a space there'),
  },
  { change: (text) => `\n${text}`, mistake: whiteSpace('began with a line end: the signer has one before it') },
  { change: (text) => `\t${text}`, mistake: whiteSpace('began with a tab: the signer has one before it') },
  { change: (text) => `${text}\t`, mistake: whiteSpace('ended in a tab: the signer has one after it') },
  {
    change: (text) => `\ufeff${text}`,
    mistake: whiteSpace('began with a byte order mark (BOM), as some editors write'),
  },
  { change: (text) => `${text}\0`, mistake: whiteSpace('ended in a NUL character') },
  ...['"', "'"].map((quote) => ({
    change: (text: string) => `${quote}${text}${quote}`,
    mistake: {
      name: 'secret_quoted',
      if: `the secret had quotes around it (${quote}…${quote}): the signer took them for a part of it`,
      advice: PASTE,
    } as const,
  })),
  {
    change: (text) => `"${text}"\n`,
    mistake: {
      name: 'secret_quoted',
      if: 'the secret had quotes around it and a line end after them: the signer took them for a part of it',
      advice: PASTE,
    },
  },
  {
    change: (text) => text.replace(/^(["'])(.*)\1$/s, '$2'),
    mistake: { name: 'secret_quoted', if: 'the secret here had no quotes around it', advice: PASTE },
  },
  ...(['hex', 'base64'] as const).map((form) => ({
    change: (text: string) => (Buffer.from(text, form).length * 2 >= text.length ? Buffer.from(text, form) : text),
    mistake: {
      name: 'secret_decoded',
      if: `the secret were decoded from ${form} first: the signer did so`,
      advice: 'The secret is used as it is, as text, and never decoded.',
    } as const,
  })),
  {
    change: () => '',
    mistake: {
      name: 'secret_not_used',
      if: 'the secret were empty: the signer had none',
      advice: 'Look where the signing program takes its secret from: the setting is empty.',
    },
  },
];

/** Letters that look alike to anyone who types a secret by hand, or copies it from a text in Cyrillic. */
const ALIKE = [
  '0OО',
  '1lI',
  'aа',
  'cс',
  'eе',
  'oо',
  'pр',
  'xх',
  'yу',
  'AА',
  'BВ',
  'CС',
  'EЕ',
  'HН',
  'KК',
  'MМ',
  'PР',
  'TТ',
  'XХ',
];

/** The secret with one letter for which a twin stands; the same text where it has none. */
export const withCounterpart =
  (at: number, twin: number): Change =>
  (text) => {
    const letter = text[at] ?? '';
    const twins = ALIKE.find((group) => letter !== '' && group.includes(letter))?.replace(letter, '') ?? '';
    return text.slice(0, at) + (twins[twin] ?? letter) + text.slice(at + 1);
  };

/** A longer secret is not typed by hand. */
export const MAX_TYPED = 80;
