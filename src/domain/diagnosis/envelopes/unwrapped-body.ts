import type { Mistake, MistakeName } from '#domain/diagnosis/model/mistake';

/** A text that is, or holds, the body that was meant. */
export interface UnwrappedBody {
  readonly text: string;
  readonly mistake: Mistake;
}

/** For the lists of what becomes of bodies. */
export const mended = (text: string, name: MistakeName, clause: string, advice: string): UnwrappedBody => ({
  text,
  mistake: { name, if: clause, advice },
});

export const AS_IT_CAME = 'Verify the bytes of the request’s body, from the first to the last and nothing else.';
