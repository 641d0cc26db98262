import { describeSource, type Profile } from '#domain/profiles/profile';
import type { CommandDocument } from '#schemas/document-types';

/** Converts a stored profile to a document, with the source of its secret, never the secret. */
export function profileDocument({ name, secret, ...values }: Profile): CommandDocument<'profiles show'> {
  return { profile: name, ...values, secret: secret === undefined ? null : describeSource(secret) };
}
