import { type Mistake, type MistakeName, SIGN_AGAIN } from './signing-mistake.ts';
import { DOCUMENTED, type Scheme } from './signing-scheme.ts';

/** A part of the platform's scheme that somebody does in another way. */
export interface MistakenScheme {
  readonly mistake: Mistake;
  readonly change: Change;
}

/** What is done in another way. */
export type Change = Partial<Omit<Scheme, 'values'>> & { readonly values?: Partial<Scheme['values']> };

/** The scheme with a change; undefined when the change is of a part that `scheme` has changed already. */
export function changedScheme(scheme: Scheme, { values = {}, ...parts }: Change): Scheme | undefined {
  const taken =
    Object.keys(parts).some((part) => scheme[part as keyof Scheme] !== DOCUMENTED[part as keyof Scheme]) ||
    Object.keys(values).some(
      (kind) => scheme.values[kind as keyof typeof values] !== DOCUMENTED.values[kind as keyof typeof values],
    );
  return taken ? undefined : { ...scheme, ...parts, values: { ...scheme.values, ...values } };
}

/** For the lists of mistakes. */
export const scheme = (name: MistakeName, clause: string, change: Change, advice = SIGN_AGAIN): MistakenScheme => ({
  mistake: { name, if: clause, advice },
  change,
});
