import type { ProfileDocument } from '#domain/documents';
import { describeSource, type Profile } from '#domain/profiles/profile';

/** The document of a stored profile: where its secret is kept, never the secret. */
export function profileDocument({ name, secret, ...values }: Profile): ProfileDocument {
  return { profile: name, ...values, secret: secret === undefined ? null : describeSource(secret) };
}
