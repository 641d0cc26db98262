import type { KeyObject } from 'node:crypto';
import type { Mistake } from '#domain/diagnosis/model/mistake';
import type { Secret } from '#domain/signature/secret';
import {
  CHANGED,
  CHANGES,
  type Change,
  changed,
  MAX_TYPED,
  notUsed,
  PLACEHOLDERS,
  SPACES,
  whiteSpace,
  withCounterpart,
} from './secret-variants.ts';

/** A key that somebody may have signed with, and what is wrong with it. */
export interface KeyCandidate {
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

/**
 * A secret in every form that people sign with by mistake; as it is comes first.
 *
 * @param ids what identifies project and payment: some take it for the secret, or put it beside it
 */
export function keyVariants(secret: Secret, ids: readonly string[] = []): KeyCandidate[] {
  const tried = new Map<string, KeyCandidate>([[bytesOf(secret.key), { key: secret.key, mistakes: [] }]]);
  const add = (change: Change, mistake: Mistake, rare: boolean): void => {
    const key = secret.createMistakenKey(change);
    const bytes = bytesOf(key);
    if (!tried.has(bytes)) tried.set(bytes, { key, rare, mistakes: [mistake] });
  };
  for (const { change, mistake } of CHANGES) add(change, mistake, false);
  for (const [before, after] of SPACES) {
    const where = JSON.stringify([before, after].filter((part) => part !== '').join('…'));
    add(
      (text) => before + text + after,
      whiteSpace(`had white space at its ends (${where}): the signer has it there`),
      true,
    );
  }
  for (const [what, change] of CHANGED) add(change, changed(what), true);
  for (let at = 0; at < Math.min(secret.length, MAX_TYPED); at++) {
    for (const twin of [0, 1]) add(withCounterpart(at, twin), changed(WITH_OWN_ALPHABET), true);
  }
  for (const word of PLACEHOLDERS) add(() => word, notUsed(`the placeholder ${JSON.stringify(word)}`), true);
  for (const id of ids) {
    add(() => id, notUsed(JSON.stringify(id)), true);
    for (const between of ['', ':']) {
      add((text) => id + between + text, changed(`without ${JSON.stringify(id + between)} before it`), true);
      add((text) => text + between + id, changed(`without ${JSON.stringify(between + id)} after it`), true);
    }
  }
  return [...tried.values()];
}

const WITH_OWN_ALPHABET =
  'with its own letters, and not with one that looks the same: 0 and O, 1 and l, Latin and Cyrillic';

const bytesOf = (key: KeyObject): string => key.export().toString('latin1');

/** The secrets of other profiles, in the commonest of these forms; but for those that are the same. */
export function otherKeys(own: Secret, others: readonly NamedSecret[]): KeyCandidate[] {
  return others
    .filter(({ secret }) => !secret.key.equals(own.key))
    .flatMap(({ profile, secret }) =>
      keyVariants(secret)
        .filter(({ rare }) => rare !== true)
        .map(({ mistakes, ...key }) => ({ ...key, mistakes: [ofProfile(profile), ...mistakes] })),
    );
}

const ofProfile = (profile: string): Mistake => ({
  name: 'secret_of_another_profile',
  if: `it were checked with the secret of profile ${profile}`,
  advice: `This callback belongs to another project: rocketpay verify-callback --profile ${profile}`,
});
