import { createHash, type KeyObject } from 'node:crypto';
import { BYTE_FORMS, fillForm, WRITTEN_FORMS } from '#domain/foreign-formats/text-forms';
import type { Secret } from '#domain/signature/secret';
import { each, type Mistake, mistake, type Row, tableOf, type Variant } from './mistake.ts';

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

type Change = (text: string) => string | Buffer;
const keys = tableOf((change: Change) => change);
const words = tableOf(
  (word: string): Change =>
    () =>
      word,
);

const CHANGED = 'the secret were used unchanged, and not …';
const INSTEAD = 'it were signed with the secret, and not with …';
const SPACE = 'the secret …: the signer has it there';

const SPACES: Readonly<Record<string, string>> = {
  ...{ '\n': 'a line end', '\r': 'a carriage return', '\t': 'a tab', ' ': 'a space', '\0': 'a NUL character' },
  ...{ '\ufeff': 'a byte order mark (BOM)', '\u00a0': 'a no-break space', '\u200b': 'a zero-width space' },
  ...{ '\u2028': 'a line separator', '…': 'the secret' },
};
const withSpaces = (form: string): Variant<Change> => {
  const characters = [...form.replace(/^…|…$/, '')].map((character) => SPACES[character]);
  return [`${form.startsWith('…') ? 'ended in' : 'began with'} ${characters.join(' and ')}`, fillForm(form)];
};

/** Decodes a secret if most of it can be decoded. */
const decode = (form: 'hex' | 'base64') => (text: string) => {
  const bytes = Buffer.from(text, form);
  return bytes.length * 2 >= text.length ? bytes : text;
};

/** Common mistakes. They are tried beside other mistakes too. */
const COMMON: readonly Row<Change>[] = [
  ...keys('secret_white_space', 'the secret here had no …', [
    ['white space or line end at its ends', (text) => text.trim()],
  ]),
  // Files written by echo or an editor, Windows, pasted lines, C strings.
  ...keys(
    'secret_white_space',
    SPACE,
    ['…\n', '…\r\n', '…\r', '… ', ' …', '…\n\n', ' … ', '\n…', '\t…', '…\t', '\ufeff…', '…\0'].map(withSpaces),
  ),
  // .env files that are read without a parser: docker --env-file, cat.
  ...keys('secret_quoted', 'the secret …', [
    ...['"…"', "'…'", '"…"\n'].map((form): Variant<Change> => [`had quotes: ${form.trim()}`, fillForm(form)]),
    ['here had no quotes around it', (text) => text.replace(/^(["'])(.*)\1$/s, '$2')],
  ]),
  // PHP hex2bin, Python bytes.fromhex; Java Base64.getDecoder, C# Convert.FromBase64String: other platforms require it.
  ...keys('secret_decoded', 'the secret were decoded from … first: the signer did so', [
    ...each('…', ['hex', 'base64'] as const, decode),
  ]),
  ...words('secret_not_used', INSTEAD, [['an empty one', '']]), // a variable that is not set
];

/** Missing values as languages print them, and placeholders of documentation, templates and shells. */
const WORDS =
  'None|nil|false|Array|[object Object]|[secret]|***|0|1|secret|SECRET|secret_key|SECRET_KEY|secretKey|$secret|<secret>|' +
  'key|test|password|your_secret|your_secret_key|your-secret-key|YOUR_SECRET_KEY|your secret key|my_secret|changeme|' +
  'change_me|xxx|TODO|example|project_id|payment_id|%SECRET_KEY%|{{secret_key}}|{{ secret_key }}|env(SECRET_KEY)|' +
  '$SECRET_KEY|ROCKETPAY_SECRET_KEY|$ROCKETPAY_SECRET_KEY';

const VARIABLES = ['ROCKETPAY_SECRET_KEY', 'SECRET_KEY', 'SECRET', 'secret_key'].map((name) => `\${${name}}`);

/** Ends of code lines, YAML, .env files, headers and quotes of documentation. */
const FORMS =
  '…;|…,|….|…&|…"|…\'|…\\n|…\\r\\n|"…|\'…|=…|Bearer …|secret=…|secret:…|SECRET_KEY=…|ROCKETPAY_SECRET_KEY=…|' +
  '`…`|<…>|{…}|[…]|(…)|“…”|«…»';

const HASHES = ['bytes', 'md5', 'sha1', 'sha256', 'sha384', 'sha512'];
const hash = (name: string, text: string): Buffer =>
  name === 'bytes' ? Buffer.from(text) : createHash(name).update(text).digest();

const RARE: readonly Row<Change>[] = [
  // Copied from web pages, chats and tables.
  ...keys('secret_white_space', SPACE, [
    ...['…  ', '… \n', '…\n ', '… \r\n', '…\t\n', '…\n\n\n', '…\u00a0', '…\u200b', '…\u2028'].map(withSpaces),
    ...['  …', '\r\n…', '\u00a0…', '\u200b…', ' …\n', ' … \n', ' …\r\n', '\n…\n'].map(withSpaces),
  ]),
  ...keys('secret_changed', CHANGED, [
    ...WRITTEN_FORMS, // connection strings, options of WordPress, secrets of Kubernetes, HTTP Basic
    ...HASHES.flatMap((name) =>
      BYTE_FORMS.map(([how, write]): Variant<Change> => [`as its ${name} ${how}`, (text) => write(hash(name, text))]),
    ),
    ['as UTF-16', (text) => Buffer.from(text, 'utf16le')], // C# Encoding.Unicode
    // Selected by hand; database columns, key lengths of AES.
    ...each('cut (…)', [-1, -2, 8, 16, 20, 24, 32, 40, 48, 64, 128], (end) => (text: string) => text.slice(0, end)),
    ...each('without its first …', [1, 2], (count) => (text: string) => text.slice(count)),
    // A double click selects one word; "#" begins a comment, "$" a variable and "=" a value in .env.
    ...each('only up to its …', [...'-_.:=#$& '], (end) => (text: string) => text.split(end)[0] ?? ''),
    ['twice', (text) => text + text], // pasted twice
    ...each('as …', FORMS.split('|'), fillForm),
    ['with a dash for "-"', (text) => text.replaceAll('-', '–')], // word processors
  ]),
  ...words('secret_changed', CHANGED, each('the word …', ['undefined', 'null'], String)), // JavaScript String(undefined)
  ...words('secret_not_used', INSTEAD, each('…', [...WORDS.split('|'), ...VARIABLES], String)),
];

/** Characters that look alike to a user who types a secret, or copies it from a text in Cyrillic. */
const LOOKALIKES = '0OО 1lI aа cс eе oо pр xх yу AА BВ CС EЕ HН KК MМ PР TТ XХ'.split(' ');
const ALIKE = 'with a character that looks alike: 0 and O, 1 and l, Latin and Cyrillic';
/** Length in characters. A longer secret is not typed. */
const MAX_TYPED = 80;

/** Replaces the character at a position by one of those that look like it. */
const withLookalike = (at: number, other: number) => (text: string) => {
  const character = text[at] ?? ' ';
  const others = LOOKALIKES.find((group) => group.includes(character))?.replace(character, '');
  return text.slice(0, at) + (others?.[other] ?? character) + text.slice(at + 1);
};

/** Lists the mistakes with a typed secret, and with an id beside it, as other platforms require, or in its place. */
function listSpecial(length: number, ids: readonly string[]): Row<Change>[] {
  const positions = Array.from({ length: Math.min(length, MAX_TYPED) }, (_, at) => at);
  return [
    ...keys('secret_changed', CHANGED, [
      ...[0, 1].flatMap((other) => each(ALIKE, positions, (at) => withLookalike(at, other))),
      ...ids.flatMap((id) => each('as …', [`${id}…`, `…${id}`, `${id}:…`, `…:${id}`], fillForm)),
    ]),
    ...words('secret_not_used', INSTEAD, each('…', ids, String)),
  ];
}

/**
 * Lists the keys that signers make of a secret by mistake. The right key is the first one.
 *
 * @param ids of the project and the payment
 */
export function listKeys(secret: Secret, ids: readonly string[] = []): KeyCandidate[] {
  const right: KeyCandidate = { key: secret.key, mistakes: [], rare: false };
  const candidates = new Map([[secret.key.export().toString('latin1'), right]]);
  for (const [at, { mistake, change }] of [...COMMON, ...RARE, ...listSpecial(secret.length, ids)].entries()) {
    const key = secret.createMistakenKey(change);
    const bytes = key.export().toString('latin1');
    if (!candidates.has(bytes)) candidates.set(bytes, { key, mistakes: [mistake], rare: at >= COMMON.length });
  }
  return [...candidates.values()];
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
