import { isRefundIntent } from '#domain/refunds/refund-history';
import type { Intent } from './intent.ts';

/**
 * How much time has passed between two runs, for rules that money depends on. The wall clock can be set while nobody looks, so it
 * counts only where nothing better is known: the platform's own time (the `Date` of its answers), and the time since the
 * machine was started.
 */

/** Time since this machine was started, which no change of the wall clock touches. */
export interface BootTime {
  /** Another one after each start. */
  readonly boot: string;
  readonly milliseconds: number;
}

/** A point in time on every clock that could be read then. */
export interface TimeMark {
  /** Of this machine, epoch milliseconds. */
  readonly wall: number;
  /** Of the platform, epoch milliseconds, cut to the second or later than the truth; undefined where it has not told. */
  readonly platform?: number | undefined;
  readonly boot?: BootTime | undefined;
}

/** How much time has passed since a mark. */
export interface ElapsedTime {
  /** Never negative, and never more than {@link CUT_MS} twice beyond the truth when `isSure`. */
  readonly milliseconds: number;
  /** False when nothing but the wall clock tells: it can have been set in between. */
  readonly isSure: boolean;
}

/** The platform cuts its times to the second. */
const CUT_MS = 1000;

/**
 * The time that has certainly passed: the least of what the clocks say that nobody can set. The wall clock takes part where the
 * machine was started again in between, unless it stands before the mark.
 *
 * @param speed how many times as fast as real time the platform's clock runs: 1, but for a sandbox
 */
export function measureElapsed(from: TimeMark, now: TimeMark, speed = 1): ElapsedTime {
  const wall = now.wall - from.wall;
  const boot = bootPassed(from.boot, now.boot);
  const platform =
    from.platform === undefined || now.platform === undefined
      ? undefined
      : (now.platform + CUT_MS - from.platform) / speed;
  const sure = [boot, platform].filter((one) => one !== undefined);
  if (sure.length === 0) return { milliseconds: Math.max(0, wall), isSure: false };
  const all = boot === undefined && wall >= 0 ? [...sure, wall] : sure;
  return { milliseconds: Math.max(0, Math.min(...all)), isSure: true };
}

function bootPassed(from: BootTime | undefined, now: BootTime | undefined): number | undefined {
  return from === undefined || from.boot !== now?.boot ? undefined : now.milliseconds - from.milliseconds;
}

/** Two clocks that differ by no more than this agree, in milliseconds. */
const AGREEMENT_MS = 60_000;

/**
 * True where it is known how long an intent has had to be settled. For a refund the wall clock is no proof, as long as there is
 * another clock to count from now on.
 */
export function isTimed(intent: Intent, now: TimeMark): boolean {
  const from = intent.state === 'unknown' ? changeMark(intent) : startMark(intent);
  if (measureElapsed(from, now).isSure) return true;
  if (now.platform === undefined && now.boot === undefined) return true;
  return !isRefundIntent(intent) && isWallTrusted(now) && now.wall >= from.wall;
}

/** True when the wall clock is right by the platform's time, or when there is no other clock to ask. */
const isWallTrusted = ({ wall, platform, boot }: TimeMark): boolean =>
  platform === undefined ? boot === undefined : Math.abs(platform - wall) <= AGREEMENT_MS;

/** When an intent was begun. */
const startMark = ({ createdAt: wall, platformAt: platform, bootAt: boot }: Intent): TimeMark => ({
  ...{ wall, platform, boot },
});

/** When what is known of an intent last changed. */
const changeMark = (intent: Intent): TimeMark => {
  const { changedAt: wall, changedPlatformAt: platform, changedBootAt: boot } = intent;
  return { wall, platform, boot };
};

/**
 * The intent with its times moved to where they are on a clock that shows `at` now: by the time that has certainly passed since.
 * What lay in the future by a clock that was set back is now.
 *
 * @param at epoch milliseconds; by the wall clock when left out
 */
export function adjustTimes(intent: Intent, now: TimeMark, speed = 1, at = now.wall): Intent {
  const createdAt = at - measureElapsed(startMark(intent), now, speed).milliseconds;
  const changedAt = at - measureElapsed(changeMark(intent), now, speed).milliseconds;
  const endsBy = createdAt + Math.max(0, intent.endsBy - intent.createdAt);
  return { ...intent, createdAt, changedAt, endsBy };
}
