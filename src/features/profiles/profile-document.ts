import type { ProfileDocument } from '#domain/documents';
import { describeSource, type Profile } from '#domain/profiles/profile';

/** Converts a stored profile to a document, with the source of its secret, never the secret. */
export function profileDocument({ name, secret, ...values }: Profile): ProfileDocument {
  return { profile: name, ...values, secret: secret === undefined ? null : describeSource(secret) };
}
