import { parseDuration } from './duration.ts';

/** How long a request may take. */
export const DEFAULT_TIMEOUT = '30s';
export const DEFAULT_TIMEOUT_MS = parseDuration(DEFAULT_TIMEOUT);

/** How long a result is waited for: the whole life of an OTP, a retype and the operator's answer. */
export const DEFAULT_DEADLINE = '5m';
export const DEFAULT_DEADLINE_MS = parseDuration(DEFAULT_DEADLINE);
