import { isJsonObject, type Json } from '#domain/json/exact-json';
import type { ReceivedCallback } from './callback-transport.ts';

/** Kind of a callback that the platform does not sign. */
export type CallbackKind = 'chargeback';

/** Why a chargeback callback is not valid. */
export const CHARGEBACK_REASON =
  'The platform sends chargeback callbacks without a signature, so nothing proves who sent this one. Confirm it in the Dashboard.';

/**
 * Returns the kind of an unsigned callback; undefined for every callback that is or should be signed. The platform sends chargeback
 * callbacks without a signature (platform docs: "Callbacks"). Their form is not documented. A JSON body without a signature counts as
 * one if the word "chargeback" is in a key, or in the value of a type, status or event.
 */
export function findUnsignedKind({ text, verification }: ReceivedCallback): CallbackKind | undefined {
  if (verification.valid || verification.problem !== 'no_signature' || !WORD.test(text)) return undefined;
  const body = JSON.parse(text) as Json;
  return !carriesSignature(body) && namesChargeback(body) ? 'chargeback' : undefined;
}

const WORD = /charge[ _-]?back/i;

/** A short value with this word. A longer description that mentions it does not count. */
const VALUE = /^[\w .:-]{0,24}charge[ _-]?back[\w .:-]{0,24}$/i;
const NAMING_KEY = /(type|status|event|kind|action|category)$/i;

/** Maximum number of examined keys. */
const MAX_KEYS = 10_000;
const MAX_DEPTH = 8;

/** True when a place of a signature has a value of any type: such a body is not unsigned. */
function carriesSignature(body: Json): boolean {
  if (!isJsonObject(body)) return false;
  const { general } = body;
  return Object.hasOwn(body, 'signature') || (isJsonObject(general) && Object.hasOwn(general, 'signature'));
}

function namesChargeback(body: Json): boolean {
  let level: readonly Json[] = [body];
  let keys = 0;
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0 && keys <= MAX_KEYS; depth += 1) {
    const entries = level.flatMap(entriesOf);
    if (entries.slice(0, MAX_KEYS - keys).some(isNaming)) return true;
    keys += entries.length;
    level = entries.map(([, value]) => value);
  }
  return false;
}

const entriesOf = (value: Json): [string, Json][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

const isNaming = ([key, value]: [string, Json]): boolean =>
  WORD.test(key) || (NAMING_KEY.test(key) && typeof value === 'string' && VALUE.test(value));
