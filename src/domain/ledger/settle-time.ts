import { isLoopbackUrl } from '#domain/network/this-machine';
import type { Profile } from '#domain/profiles/profile';
import { isRefundIntent } from '#domain/refunds/refund-history';
import type { Intent } from './intent.ts';

/** Settle time as a multiple of the profile's status delay. */
const SETTLE_TIME = 6;

/** Minimum settle time of a platform on another machine, in milliseconds. */
const MIN_SETTLE_TIME_MS = { refund: 5 * 60_000, other: 60_000 };

/**
 * Returns the time after which the platform certainly shows a request, in milliseconds. Only the sandbox may have a shorter one:
 * another local Gate can be a tunnel to the platform.
 */
export function getSettleTime(
  intent: Pick<Intent, 'kind' | 'path'>,
  { sandbox, gateUrl, statusDelaySeconds }: Pick<Profile, 'sandbox' | 'gateUrl' | 'statusDelaySeconds'>,
): number {
  const settleTime = SETTLE_TIME * statusDelaySeconds * 1000;
  if (sandbox === true && isLoopbackUrl(gateUrl)) return settleTime;
  return Math.max(settleTime, isRefundIntent(intent) ? MIN_SETTLE_TIME_MS.refund : MIN_SETTLE_TIME_MS.other);
}
