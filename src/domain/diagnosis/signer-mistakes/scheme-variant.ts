import { type Mistake, type MistakeName, SIGN_AGAIN } from '#domain/diagnosis/model/mistake';
import { DOCUMENTED, type Scheme } from '#domain/diagnosis/model/signing-scheme';

/** A part of the platform's scheme that somebody does in another way. */
export interface SchemeVariant {
  readonly mistake: Mistake;
  readonly change: Change;
}

/** What is done in another way. */
export type Change = Partial<Omit<Scheme, 'values'>> & { readonly values?: Partial<Scheme['values']> };

/** The platform's scheme with a change. */
export const changedScheme = ({ values, ...parts }: Change): Scheme => ({
  ...DOCUMENTED,
  ...parts,
  values: { ...DOCUMENTED.values, ...values },
});

/** Both changes at once; undefined when they are of the same part. */
export function bothChanges(a: Change, b: Change): Change | undefined {
  for (const part in a) if (part !== 'values' && part in b) return undefined;
  if (a.values === undefined || b.values === undefined) return { ...a, ...b };
  for (const kind in a.values) if (kind in b.values) return undefined;
  return { ...a, ...b, values: { ...a.values, ...b.values } };
}

/** For the lists of mistakes. */
export const scheme = (name: MistakeName, clause: string, change: Change, advice = SIGN_AGAIN): SchemeVariant => ({
  mistake: { name, if: clause, advice },
  change,
});
