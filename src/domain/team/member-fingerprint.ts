import { createHash } from 'node:crypto';

/** Returns a short form of a member's public keys that two people can compare by telephone. */
export const getFingerprint = (member: { readonly sign_key: string; readonly seal_key: string }): string => {
  const hash = createHash('sha256').update(`${member.sign_key} ${member.seal_key}`).digest('hex');
  return (hash.slice(0, 24).match(/.{4}/g) ?? []).join('-');
};
