import { createHmac, type KeyObject } from 'node:crypto';
import { formatJson, type JsonObject } from '#domain/json/exact-json';
import { parseSpelled } from '#domain/json/spelled-json';
import { listLeaves } from '#domain/signature/body-leaves';
import type { Secret } from '#domain/signature/secret';
import { stringToSign } from '#domain/signature/signature';
import { buildString } from '#domain/signature/signing-scheme';

/** A callback that no handler may accept. */
export interface Forged {
  readonly text: string;
  readonly contentType: string;
}

interface Forgery {
  /** Description of what is wrong with it. */
  readonly about: string;
  readonly forge: (body: JsonObject, secret: Secret) => string;
  readonly contentType?: string;
}

const signed = (body: JsonObject, signature: string): string => formatJson({ ...body, signature });

const hmac = (text: string, key: KeyObject, hash = 'sha512') => createHmac(hash, key).update(text);

const right = (body: JsonObject, { key }: Secret): string => hmac(stringToSign(body), key).digest('base64');

/** Signs a body with a wrong secret. */
const mistaken = (change: (text: string) => string) => (body: JsonObject, secret: Secret) =>
  signed(body, hmac(stringToSign(body), secret.createMistakenKey(change)).digest('base64'));

/** Returns a signature that the mistake changes. */
function withPlus(body: JsonObject, secret: Secret): { readonly body: JsonObject; readonly signature: string } {
  for (let nonce = 0; ; nonce++) {
    const own = { ...body, nonce };
    const signature = right(own, secret);
    if (signature.includes('+')) return { body: own, signature };
  }
}

/** Kinds of callbacks that must be rejected. */
const FORGERIES = {
  'wrong-secret': { about: 'signed with another secret', forge: mistaken((text) => `${text}-not`) },
  'secret-line-end': { about: 'signed with a line end after the secret', forge: mistaken((text) => `${text}\n`) },
  'no-signature': { about: 'without a signature', forge: (body) => formatJson(body) },
  'empty-signature': { about: 'with an empty signature', forge: (body) => signed(body, '') },
  placeholder: {
    about: 'with a shortened signature, as the documentation prints them',
    forge: (body) => signed(body, 'v7KNMpfogAxwRIL9tVftZ1ZZ5D=='),
  },
  hex: {
    about: 'the signature in hex',
    forge: (body, { key }) => signed(body, hmac(stringToSign(body), key).digest('hex')),
  },
  sha256: {
    about: 'the signature made with SHA-256',
    forge: (body, { key }) => signed(body, hmac(stringToSign(body), key, 'sha256').digest('base64')),
  },
  base64url: {
    about: 'the signature in the Base64 of URLs',
    forge: (body, { key }) => signed(body, hmac(stringToSign(body), key).digest('base64url')),
  },
  'plus-as-space': {
    about: 'with a space for each "+" of the signature',
    forge: (body, secret) => {
      const made = withPlus(body, secret);
      return signed(made.body, made.signature.replaceAll('+', ' '));
    },
  },
  'url-encoded': {
    about: 'the signature URL-encoded',
    forge: (body, secret) => signed(body, encodeURIComponent(right(body, secret))),
  },
  'unsorted-keys': {
    about: 'the signature made over lines in the order of the body',
    forge: (body, { key }) => {
      const unsorted = buildString(listLeaves(parseSpelled(formatJson(body))));
      return signed(body, hmac(unsorted, key).digest('base64'));
    },
  },
  'signature-left-in': {
    about: 'the signature made over a line for the signature too',
    forge: (body, { key }) => signed(body, hmac(`${stringToSign(body)};signature:`, key).digest('base64')),
  },
  'raw-body': {
    about: 'the signature made over the text of the JSON',
    forge: (body, { key }) => signed(body, hmac(formatJson(body), key).digest('base64')),
  },
  'changed-amount': {
    about: 'rightly signed, and its amount changed after that',
    forge: (body, secret) => signed(body, right(body, secret)).replace(/("amount":)(\d)/, '$19$2'),
  },
  'changed-status': {
    about: 'rightly signed, and its status changed after that',
    forge: (body, secret) => signed(body, right(body, secret)).replace(/("status":")([^"]*)/, '$1not $2'),
  },
  'added-field': {
    about: 'rightly signed, and a field added after that',
    forge: (body, secret) => signed({ ...body, added: 'yes' }, right(body, secret)),
  },
  'byte-order-mark': {
    about: 'rightly signed, after a byte order mark',
    forge: (body, secret) => `\ufeff${signed(body, right(body, secret))}`,
  },
  wrapped: {
    about: 'rightly signed, inside of another object',
    forge: (body, secret) => `{"data":${signed(body, right(body, secret))}}`,
  },
  form: {
    about: 'rightly signed, as a field of a form',
    forge: (body, secret) => `data=${encodeURIComponent(signed(body, right(body, secret)))}`,
    contentType: 'application/x-www-form-urlencoded',
  },
  'cut-off': {
    about: 'rightly signed, and cut off in the middle',
    forge: (body, secret) => signed(body, right(body, secret)).slice(0, -20),
  },
  'no-json': { about: 'no JSON at all', forge: () => 'not a callback' },
} as const satisfies Readonly<Record<string, Forgery>>;

export type ForgeryKind = keyof typeof FORGERIES;

export const FORGERY_KINDS = Object.keys(FORGERIES) as readonly ForgeryKind[];

/** Describes what is wrong with a kind of callback. */
export const aboutForgery = (kind: ForgeryKind): string => FORGERIES[kind].about;

/** Creates a callback that no handler may answer with 200. */
export function forgeCallback(kind: ForgeryKind, body: JsonObject, secret: Secret): Forged {
  const { forge, contentType = 'application/json' }: Forgery = FORGERIES[kind];
  return { text: forge(body, secret), contentType };
}

/**
 * Returns the result of a forged callback. It is unknown when the handler did not accept the genuine callback sent before: a wrong
 * address answers 404 to everything. Any 2xx accepts the callback (platform docs: callbacks).
 */
export type ForgeryResult = (typeof FORGERY_RESULTS)[number];

export const FORGERY_RESULTS = [
  'turned_away',
  'taken',
  'redirected',
  'failed',
  'no_answer',
  'control_not_taken',
] as const;

/** @param status HTTP status of the answer to the forged callback; null without an answer */
export function checkForgery(controlTaken: boolean, status: number | null): ForgeryResult {
  if (!controlTaken) return 'control_not_taken';
  if (status === null) return 'no_answer';
  if (status < 300) return 'taken';
  if (status < 400) return 'redirected';
  // 408 and 429 refuse the rate of the sender, not the callback.
  return status < 500 && status !== 408 && status !== 429 ? 'turned_away' : 'failed';
}
