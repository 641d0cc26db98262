import { isRefundIntent } from '#domain/refunds/refund-history';
import type { Intent } from './intent.ts';

/**
 * The time between two runs of the program, for rules that money depends on. A user can change the wall clock, so it counts only
 * without a better source: the platform's time (`Date` of its answers), and the time since the start of the machine.
 */

/** Time since the start of this machine, which does not depend on the wall clock. */
export interface BootTime {
  /** Id of the start: each start has another one. */
  readonly boot: string;
  readonly milliseconds: number;
}

/** One point in time on each clock. */
export interface TimeMark {
  /** This machine's clock, epoch milliseconds. */
  readonly wall: number;
  /** The platform's clock, epoch milliseconds, truncated to the second or late; undefined where it is not known. */
  readonly platform?: number | undefined;
  readonly boot?: BootTime | undefined;
}

/** The time since a mark. */
export interface ElapsedTime {
  /** Never negative. If `isSure`, it exceeds the true time by two seconds at most. */
  readonly milliseconds: number;
  /** False when only the wall clock was available, which can have been changed. */
  readonly isSure: boolean;
}

/** The platform truncates its times to the second. */
const TRUNCATION_MS = 1000;

/**
 * Returns the time that has certainly passed: the minimum of the clocks that no user can set. After a restart of the machine, the
 * wall clock counts too, unless it shows a time before the mark.
 *
 * @param speed how many times as fast as real time the platform's clock runs; 1 except for a sandbox
 */
export function measureElapsed(from: TimeMark, now: TimeMark, speed = 1): ElapsedTime {
  const wall = now.wall - from.wall;
  const boot =
    from.boot === undefined || from.boot.boot !== now.boot?.boot
      ? undefined
      : now.boot.milliseconds - from.boot.milliseconds;
  const platform =
    from.platform === undefined || now.platform === undefined
      ? undefined
      : (now.platform + TRUNCATION_MS - from.platform) / speed;
  const sure = [boot, platform].filter((one) => one !== undefined);
  if (sure.length === 0) return { milliseconds: Math.max(0, wall), isSure: false };
  const all = boot === undefined && wall >= 0 ? [...sure, wall] : sure;
  return { milliseconds: Math.max(0, Math.min(...all)), isSure: true };
}

/** Maximum difference of two clocks that agree, in milliseconds. */
const AGREEMENT_MS = 60_000;

/**
 * True when it is known how long an intent has had time to settle. For a refund the wall clock is no proof if another clock can
 * measure from now on.
 */
export function isTimed(intent: Intent, now: TimeMark): boolean {
  const from = intent.state === 'unknown' ? changeMark(intent) : startMark(intent);
  if (measureElapsed(from, now).isSure) return true;
  if (now.platform === undefined && now.boot === undefined) return true;
  return !isRefundIntent(intent) && isWallTrusted(now) && now.wall >= from.wall;
}

/** True when the wall clock agrees with the platform's, or when there is no other clock. */
const isWallTrusted = ({ wall, platform, boot }: TimeMark): boolean =>
  platform === undefined ? boot === undefined : Math.abs(platform - wall) <= AGREEMENT_MS;

/** Returns when an intent was created. */
const startMark = ({ createdAt: wall, platformAt: platform, bootAt: boot }: Intent): TimeMark => ({
  wall,
  platform,
  boot,
});

/** Returns when an intent was last changed. */
function changeMark({ changedAt: wall, changedPlatformAt: platform, changedBootAt: boot }: Intent): TimeMark {
  return { wall, platform, boot };
}

/**
 * Moves the times of an intent to a clock that shows `at` now, by the time that has certainly passed. A time in the future, after the
 * clock was set back, becomes now.
 *
 * @param at epoch milliseconds; by default the wall clock
 */
export function adjustTimes(intent: Intent, now: TimeMark, speed: number, at = now.wall): Intent {
  const createdAt = at - measureElapsed(startMark(intent), now, speed).milliseconds;
  const changedAt = at - measureElapsed(changeMark(intent), now, speed).milliseconds;
  const endsBy = createdAt + Math.max(0, intent.endsBy - intent.createdAt);
  return { ...intent, createdAt, changedAt, endsBy };
}
