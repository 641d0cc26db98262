import { createHash, type KeyObject } from 'node:crypto';
import type { Secret } from '#domain/signature/secret';
import { type Mistake, type MistakeName, mistake } from './mistake.ts';

/** A key that a signer may have used. */
export interface KeyCandidate {
  readonly key: KeyObject;
  readonly mistakes: readonly Mistake[];
  /** Tried only with the right string. Common keys are tried beside other mistakes too. */
  readonly rare: boolean;
}

/** The secret of a stored profile. */
export interface NamedSecret {
  readonly profile: string;
  readonly secret: Secret;
}

type Row = readonly [name: MistakeName, clause: string, change: (text: string) => string | Buffer];

/** Creates a change of a secret from a form like `"…"`, where "…" is the secret. */
const fill = (form: string) => (text: string) => form.replace('…', () => text);

const SPACES: Readonly<Record<string, string>> = {
  ...{ '\n': 'a line end', '\r': 'a carriage return', '\t': 'a tab', ' ': 'a space', '\0': 'a NUL character' },
  ...{ '\ufeff': 'a byte order mark (BOM)', '\u00a0': 'a no-break space', '\u200b': 'a zero-width space' },
  ...{ '\u2028': 'a line separator', '…': 'the secret' },
};

const space = (form: string): Row => {
  const where = form.startsWith('…') ? 'ended in' : 'began with';
  const list = [...form.replace(/^…|…$/, '')].map((character) => SPACES[character]).join(' and ');
  return ['secret_white_space', `the secret ${where} ${list}: the signer has it there`, fill(form)];
};

const changed = (how: string, change: Row[2]): Row => [
  'secret_changed',
  `the secret were used unchanged, and not ${how}`,
  change,
];

const instead = (word: string): Row => [
  'secret_not_used',
  `it were signed with the secret, and not with ${word === '' ? 'an empty one' : JSON.stringify(word)}`,
  () => word,
];

const decoded = (form: 'hex' | 'base64'): Row => [
  'secret_decoded',
  `the secret were decoded from ${form} first: the signer did so`,
  (text) => (Buffer.from(text, form).length * 2 >= text.length ? Buffer.from(text, form) : text),
];

const unquote = (text: string): string => text.replace(/^(["'])(.*)\1$/s, '$2');

/** Common mistakes. They are tried beside other mistakes too. */
const COMMON: readonly Row[] = [
  ['secret_white_space', 'the secret here had no white space or line end at its ends', (text) => text.trim()],
  // Files written by echo or an editor, Windows, pasted lines, C strings.
  ...['…\n', '…\r\n', '…\r', '… ', ' …', '…\n\n', ' … ', '\n…', '\t…', '…\t', '\ufeff…', '…\0'].map(space),
  // .env files that are read without a parser: docker --env-file, cat.
  ...['"…"', "'…'", '"…"\n'].map((form): Row => ['secret_quoted', `the secret had quotes: ${form.trim()}`, fill(form)]),
  ['secret_quoted', 'the secret here had no quotes around it', unquote],
  decoded('hex'), // PHP hex2bin, Python bytes.fromhex: other platforms require it
  decoded('base64'), // Java Base64.getDecoder, C# Convert.FromBase64String
  instead(''), // a variable that is not set
];

/** Missing values as languages print them, and placeholders of documentation, templates and shells. */
const WORDS =
  'None|nil|false|Array|[object Object]|[secret]|***|0|1|secret|SECRET|secret_key|SECRET_KEY|secretKey|$secret|<secret>|' +
  'key|test|password|your_secret|your_secret_key|your-secret-key|YOUR_SECRET_KEY|your secret key|my_secret|changeme|' +
  'change_me|xxx|TODO|example|project_id|payment_id|%SECRET_KEY%|{{secret_key}}|{{ secret_key }}|env(SECRET_KEY)|' +
  '$SECRET_KEY|ROCKETPAY_SECRET_KEY|$ROCKETPAY_SECRET_KEY';
const VARIABLES = ['ROCKETPAY_SECRET_KEY', 'SECRET_KEY', 'SECRET', 'secret_key'];

/** Ends of code lines, YAML, .env files, headers, quotes of documentation and str(bytes) of Python. */
const FORMS =
  '…;|…,|….|…&|…"|…\'|…\\n|…\\r\\n|"…|\'…|=…|Bearer …|secret=…|secret:…|SECRET_KEY=…|ROCKETPAY_SECRET_KEY=…|' +
  "`…`|<…>|{…}|[…]|(…)|“…”|«…»|b'…'";

const hash = (name: string, text: string): Buffer => createHash(name).update(text).digest();

const RARE: readonly Row[] = [
  // Copied from web pages, chats and tables.
  ...['…  ', '… \n', '…\n ', '… \r\n', '…\t\n', '…\n\n\n', '…\u00a0', '…\u200b', '…\u2028', '  …', '\r\n…'].map(space),
  ...['\u00a0…', '\u200b…', ' …\n', ' … \n', ' …\r\n', '\n…\n'].map(space),
  changed('in upper case', (text) => text.toUpperCase()),
  changed('in lower case', (text) => text.toLowerCase()),
  changed('as Base64', (text) => Buffer.from(text).toString('base64')), // Kubernetes secrets, HTTP Basic
  changed('as Base64 for URLs', (text) => Buffer.from(text).toString('base64url')),
  changed('as hex', (text) => Buffer.from(text).toString('hex')), // PHP bin2hex
  changed('as upper-case hex', (text) => Buffer.from(text).toString('hex').toUpperCase()), // MySQL HEX()
  changed('as UTF-16', (text) => Buffer.from(text, 'utf16le')), // C# Encoding.Unicode
  ...['md5', 'sha1', 'sha256', 'sha384', 'sha512'].flatMap((name) => [
    changed(`as its ${name} hash in hex`, (text) => hash(name, text).toString('hex')), // PHP md5(), hash()
    changed(`as its ${name} hash in upper-case hex`, (text) => hash(name, text).toString('hex').toUpperCase()), // C#, 1C
    changed(`as its ${name} hash in Base64`, (text) => hash(name, text).toString('base64')),
    changed(`as its ${name} hash`, (text) => hash(name, text)), // Python digest(), PHP hash(…, true)
  ]),
  // Selected by hand; database columns, key lengths of AES.
  ...[-1, -2, 8, 16, 20, 24, 32, 40, 48, 64, 128].map((end) => changed(`cut (${end})`, (text) => text.slice(0, end))),
  ...[1, 2].map((count) => changed(`without its first ${count}`, (text) => text.slice(count))),
  // A double click selects one word; "#" begins a comment, "$" a variable and "=" a value in .env.
  ...[...'-_.:=#$& '].map((end) => changed(`only up to its "${end}"`, (text) => text.split(end)[0] ?? '')),
  changed('twice', (text) => text + text), // pasted twice
  changed('URL-encoded', encodeURIComponent), // connection strings
  changed('with its "+" as spaces', (text) => text.replaceAll('+', ' ')), // forms
  changed('as JSON writes it', (text) => JSON.stringify(text).slice(1, -1)),
  changed('as HTML writes it', (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')), // WordPress options
  ...FORMS.split('|').map((form) => changed(`as ${form}`, fill(form))),
  changed('with a dash for "-"', (text) => text.replaceAll('-', '–')), // word processors
  changed('without its white space', (text) => text.replace(/\s/g, '')),
  ...['undefined', 'null'].map((word) => changed(`the word "${word}"`, () => word)), // JavaScript: String(undefined)
  ...[...WORDS.split('|'), ...VARIABLES.map((name) => `\${${name}}`)].map(instead),
];

/** Characters that look alike to a user who types a secret, or copies it from a text in Cyrillic. */
const LOOKALIKES = '0OО 1lI aа cс eе oо pр xх yу AА BВ CС EЕ HН KК MМ PР TТ XХ'.split(' ');
/** Length in characters. A longer secret is not typed. */
const MAX_TYPED = 80;

const withLookalike = (at: number, other: 0 | 1): Row =>
  changed('with a character that looks alike: 0 and O, 1 and l, Latin and Cyrillic', (text) => {
    const character = text[at] ?? ' ';
    const others = LOOKALIKES.find((group) => group.includes(character))?.replace(character, '');
    return text.slice(0, at) + (others?.[other] ?? character) + text.slice(at + 1);
  });

/** Other platforms require the id of the project beside the secret; settings confuse both. */
const withId = (id: string): Row[] => [
  instead(id),
  ...[`${id}…`, `…${id}`, `${id}:…`, `…:${id}`].map((form) => changed(`as ${form}`, fill(form))),
];

/**
 * Lists the keys that signers make of a secret by mistake. The right key is the first one.
 *
 * @param ids of the project and the payment
 */
export function listKeys(secret: Secret, ids: readonly string[] = []): KeyCandidate[] {
  const keys = new Map<string, KeyCandidate>();
  const add = (key: KeyObject, mistakes: readonly Mistake[], rare: boolean): void => {
    const bytes = key.export().toString('latin1');
    if (!keys.has(bytes)) keys.set(bytes, { key, mistakes, rare });
  };
  const typed = Array.from({ length: Math.min(secret.length, MAX_TYPED) }, (_, at) => at);
  const rare = [
    ...RARE,
    ...typed.flatMap((at) => [withLookalike(at, 0), withLookalike(at, 1)]),
    ...ids.flatMap(withId),
  ];
  add(secret.key, [], false);
  for (const [name, clause, change] of COMMON) add(secret.createMistakenKey(change), [mistake(name, clause)], false);
  for (const [name, clause, change] of rare) add(secret.createMistakenKey(change), [mistake(name, clause)], true);
  return [...keys.values()];
}

/** Lists the secrets of other profiles with the common mistakes, except secrets that are the same. */
export function listOtherKeys(own: Secret, others: readonly NamedSecret[]): KeyCandidate[] {
  return others
    .filter(({ secret }) => !secret.key.equals(own.key))
    .flatMap(({ profile, secret }) => {
      const clause = `it were checked with the secret of profile ${profile}`;
      const advice = `This callback belongs to another project: rocketpay verify-callback --profile ${profile}`;
      const other = mistake('secret_of_another_profile', clause, advice);
      const common = listKeys(secret).filter(({ rare }) => !rare);
      return common.map((key) => ({ ...key, mistakes: [other, ...key.mistakes] }));
    });
}
