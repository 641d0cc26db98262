/** The profile of a run, its secret and the store of both: most commands need all of them, and one file loads faster than three. */
export { effectiveProfile } from './effective-profile.ts';
export { effectiveSecret, storedCredentials, storedSecrets } from './effective-secret.ts';
export { openProfileStore } from './profile-store.ts';
