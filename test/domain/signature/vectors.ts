import { readFileSync } from 'node:fs';

/** A published body with what its signature is made over. A body is JSON text, exactly as published. */
export interface Vector {
  readonly name: string;
  readonly shows: string;
  readonly secret: string | null;
  readonly body: string;
  readonly stringToSign: string;
  readonly signature: string | null;
}

/** A published callback: its signature stands in its body. */
export interface CallbackVector extends Vector {
  readonly secret: string;
  readonly signature: string;
  /** What a verifier must answer. */
  readonly valid: boolean;
}

export const requestVectors = read<Vector>('signatures.json');
export const callbackVectors = read<CallbackVector>('callbacks.json');

function read<T>(file: string): readonly T[] {
  const text = readFileSync(new URL(`./vectors/${file}`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly vectors: readonly T[] }).vectors;
}
