import { describeSource, type Profile } from '#domain/profiles/profile';
import type { ProfileDocument } from '#schemas/document-types';

/** Converts a stored profile to a document, with the source of its secret, never the secret. */
export function profileDocument({ name, secret, ...values }: Profile): ProfileDocument {
  return { profile: name, ...values, secret: secret === undefined ? null : describeSource(secret) };
}
