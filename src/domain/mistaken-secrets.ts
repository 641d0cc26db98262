import { createHash, type KeyObject } from 'node:crypto';
import type { Secret } from './secret.ts';
import type { Mistake } from './signing-mistake.ts';

/** A key that somebody may have signed with, and what is wrong with it. */
export interface TriedKey {
  readonly key: KeyObject;
  /** Tried with the right string alone: others are likelier. */
  readonly rare?: boolean;
  readonly mistakes: readonly Mistake[];
}

/** The secret of a stored profile. */
export interface NamedSecret {
  readonly profile: string;
  readonly secret: Secret;
}

/** A secret in every form that people sign with by mistake; as it is comes first. */
export function mistakenKeys(secret: Secret): TriedKey[] {
  const tried: TriedKey[] = [{ key: secret.key, mistakes: [] }];
  for (const { change, mistake } of CHANGES) {
    const key = secret.mistakenKey(change);
    if (!tried.some((one) => one.key.equals(key))) tried.push({ key, mistakes: [mistake] });
  }
  for (const [what, change] of CHANGED)
    tried.push({ key: secret.mistakenKey(change), rare: true, mistakes: [changed(what)] });
  return tried;
}

/** The secrets of other profiles, in the same forms; but for those that are the same. */
export function otherKeys(own: Secret, others: readonly NamedSecret[]): TriedKey[] {
  return others
    .filter(({ secret }) => !secret.key.equals(own.key))
    .flatMap(({ profile, secret }) =>
      mistakenKeys(secret).map(({ mistakes, ...key }) => ({ ...key, mistakes: [ofProfile(profile), ...mistakes] })),
    );
}

const ofProfile = (profile: string): Mistake => ({
  name: 'secret_of_another_profile',
  if: `it were checked with the secret of profile ${profile}`,
  advice: `This callback belongs to another project: rocketpay verify-callback --profile ${profile}`,
});

const PASTE = 'Paste the secret again, as it is in the Dashboard, without anything around it.';

const whiteSpace = (what: string): Mistake => ({ name: 'secret_white_space', if: `the secret ${what}`, advice: PASTE });

const AS_IT_IS = 'The secret is used as it is, as text: letter by letter, and neither encoded nor hashed.';

const changed = (what: string): Mistake => ({
  name: 'secret_changed',
  if: `the secret were ${what}: whoever signed used it so`,
  advice: AS_IT_IS,
});

const hashed = (hash: string) => (text: string) => createHash(hash).update(text).digest('hex');

/** What becomes of a secret in a program or its settings. */
const CHANGED: readonly (readonly [what: string, change: (text: string) => string])[] = [
  ['in capital letters', (text) => text.toUpperCase()],
  ['in small letters', (text) => text.toLowerCase()],
  ['encoded in Base64', (text) => Buffer.from(text).toString('base64')],
  ['encoded in hex', (text) => Buffer.from(text).toString('hex')],
  ...(['md5', 'sha256', 'sha512'] as const).map((hash) => [`hashed with ${hash} first`, hashed(hash)] as const),
  ['without its last character', (text) => text.slice(0, -1)],
  ['without its first character', (text) => text.slice(1)],
  ['followed by ";"', (text) => `${text};`],
  ['followed by a space that does not break', (text) => `${text}\u00a0`],
  ['followed by a character without width', (text) => `${text}\u200b`],
  ['the word "undefined"', () => 'undefined'],
  ['the word "null"', () => 'null'],
];

const CHANGES: readonly { readonly change: (text: string) => string | Buffer; readonly mistake: Mistake }[] = [
  {
    change: (text) => text.trim(),
    mistake: whiteSpace('here had no white space or line end at its ends'),
  },
  { change: (text) => `${text}\n`, mistake: whiteSpace('ended in a line end: whoever signed has one after it') },
  {
    change: (text) => `${text}\r\n`,
    mistake: whiteSpace('ended in a line end (CR LF): whoever signed has one after it'),
  },
  { change: (text) => `${text}\r`, mistake: whiteSpace('ended in a line end (CR): whoever signed has one after it') },
  { change: (text) => `${text} `, mistake: whiteSpace('ended in a space: whoever signed has one after it') },
  { change: (text) => ` ${text}`, mistake: whiteSpace('began with a space: whoever signed has one before it') },
  { change: (text) => `${text}\t`, mistake: whiteSpace('ended in a tab: whoever signed has one after it') },
  {
    change: (text) => `\ufeff${text}`,
    mistake: whiteSpace('began with a byte order mark (BOM), as some editors write'),
  },
  { change: (text) => `${text}\0`, mistake: whiteSpace('ended in a NUL character') },
  ...['"', "'"].map((quote) => ({
    change: (text: string) => `${quote}${text}${quote}`,
    mistake: {
      name: 'secret_quoted',
      if: `the secret had quotes around it (${quote}…${quote}): whoever signed took them for a part of it`,
      advice: PASTE,
    } as const,
  })),
  {
    change: (text) => text.replace(/^(["'])(.*)\1$/s, '$2'),
    mistake: { name: 'secret_quoted', if: 'the secret here had no quotes around it', advice: PASTE },
  },
  ...(['hex', 'base64'] as const).map((form) => ({
    change: (text: string) => (Buffer.from(text, form).length * 2 >= text.length ? Buffer.from(text, form) : text),
    mistake: {
      name: 'secret_decoded',
      if: `the secret were decoded from ${form} first: whoever signed did so`,
      advice: 'The secret is used as it is, as text, and never decoded.',
    } as const,
  })),
  {
    change: () => '',
    mistake: {
      name: 'secret_not_used',
      if: 'the secret were empty: whoever signed had none',
      advice: 'Look where the signing program takes its secret from: the setting is empty.',
    },
  },
];
