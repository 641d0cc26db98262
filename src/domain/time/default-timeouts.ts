/** Default time-out of a request. */
export const DEFAULT_TIMEOUT = '30s';
export const DEFAULT_TIMEOUT_MS = 30_000;

/** Default time to wait for a result: the lifetime of an OTP, a second attempt and the operator's answer. */
export const DEFAULT_DEADLINE = '5m';
export const DEFAULT_DEADLINE_MS = 5 * 60_000;
