/**
 * State of the one-time password (OTP) of a payment, from the first request to the end (platform docs: OTP rules).
 *
 * The mobile operator sends the customer a code, and the platform requests it from the merchant. Two times start when
 * the code is created, 80 or 90 seconds each (see the contract):
 *
 * - *code valid for*: after this time the code has probably expired. It may still be submitted, because the operator
 *   decides;
 * - *new code possible in*: at most three resends. A resend restarts both times.
 *
 * After a wrong or late code the platform requests it again, which does not extend its validity. The platform waits 30
 * minutes for a code that it accepts, then it declines the payment.
 *
 * After a resend the platform may send callbacks with wrong statuses, so a final status is used only when a status
 * answer confirms it.
 *
 * Times are milliseconds of a monotonic clock.
 */

import type { Operation } from '#domain/payments/payment-state';

/** Limits of the contract. */
export interface OtpRules {
  /** Lifetime of a code in seconds: 80 or 90. */
  readonly otpSeconds: number;
  /** Maximum number of resends. */
  readonly resends: number;
  /** Speed of the platform's clock: 1 for real time, more for a sandbox. */
  readonly speed: number;
}

/** Time that the platform waits for a code. Each accepted code restarts it. */
const PLATFORM_WAIT_MS = 30 * 60_000;

/** Extra time before a resend, because the platform truncates its times to the second. */
const RESEND_MARGIN_MS = 1000;

/** Why the platform requests the code again. */
type Rejection = 'wrong' | 'late';

/** State of an OTP. */
export interface Challenge {
  readonly rules: OtpRules;
  /** Creation time of the newest code; undefined before the first request. */
  readonly codeMadeAt: number | undefined;
  /** Keys of all requests for a code, so that a repeat is recognized. */
  readonly requestKeys: readonly string[];
  /** Submission time of a code without a result. */
  readonly submittedAt: number | undefined;
  readonly rejection: Rejection | undefined;
  readonly resendsUsed: number;
  /** Time when the platform stops waiting. */
  readonly waitsUntil: number | undefined;
  /** Final status of the payment. */
  readonly end: string | undefined;
}

/** An event of an OTP. */
export type OtpEvent =
  /** The platform requested a code. A repeat of a request has the same key. */
  | { readonly kind: 'requested'; readonly key: string; readonly at: number; readonly codeMadeAt: number }
  /** The platform accepted a code and has not checked it yet. */
  | { readonly kind: 'submitted'; readonly at: number }
  /** The platform accepted a resend. */
  | { readonly kind: 'resent'; readonly at: number }
  /** The payment has ended. After a resend a callback does not prove it: see {@link needsStatusConfirmation}. */
  | { readonly kind: 'ended'; readonly status: string };

/** The next step of an OTP. */
export type OtpStep =
  /** Wait for a request, for the result of a code, or for the end after 30 minutes. */
  | { readonly kind: 'wait'; readonly for: 'request' | 'result' | 'end' }
  /** Ask the customer for the code. */
  | { readonly kind: 'enter'; readonly rejection: Rejection | undefined }
  | { readonly kind: 'end'; readonly status: string };

/** Returns the key of a request for a code: the request id and the time of the sale that carries it. */
export const otpRequestKey = (sale: Pick<Operation, 'requestId' | 'changedAt'> | undefined): string =>
  `${sale?.requestId}@${sale?.changedAt}`;

/** Creates the state before the first request. For a resumed payment, `resendsUsed` counts earlier resends. */
export const newChallenge = (rules: OtpRules, resendsUsed = 0): Challenge => ({
  ...{ rules, resendsUsed, requestKeys: [] },
  ...{ codeMadeAt: undefined, submittedAt: undefined, rejection: undefined, waitsUntil: undefined, end: undefined },
});

/** Returns the state after an event. No event changes an ended payment. */
export function applyEvent(challenge: Challenge, event: OtpEvent): Challenge {
  if (challenge.end !== undefined) return challenge;
  const open = { ...challenge, submittedAt: undefined, rejection: undefined };
  switch (event.kind) {
    case 'requested':
      return challenge.requestKeys.includes(event.key) ? challenge : applyRequest(challenge, event);
    case 'submitted':
      return { ...open, submittedAt: event.at, waitsUntil: event.at + platformWait(challenge.rules) };
    case 'resent':
      return { ...open, codeMadeAt: event.at, resendsUsed: challenge.resendsUsed + 1 };
    case 'ended':
      return { ...challenge, end: event.status };
  }
}

/** The first request follows a new code; a later one means that the submitted code was wrong or late. */
function applyRequest(
  challenge: Challenge,
  { key, at, codeMadeAt: firstMadeAt }: Extract<OtpEvent, { kind: 'requested' }>,
): Challenge {
  const { submittedAt, rules, rejection, requestKeys, codeMadeAt = firstMadeAt } = challenge;
  const isLate = submittedAt !== undefined && submittedAt > codeMadeAt + codeLifetime(rules);
  return {
    ...challenge,
    ...{ codeMadeAt, requestKeys: [...requestKeys, key], submittedAt: undefined },
    rejection: submittedAt === undefined ? rejection : isLate ? 'late' : 'wrong',
    waitsUntil: challenge.waitsUntil ?? at + platformWait(rules),
  };
}

/** Returns the next step at a time. */
export function nextStep(challenge: Challenge, now: number): OtpStep {
  const { end, codeMadeAt, submittedAt, waitsUntil, rejection } = challenge;
  if (end !== undefined) return { kind: 'end', status: end };
  if (codeMadeAt === undefined) return { kind: 'wait', for: 'request' };
  if (waitsUntil !== undefined && now >= waitsUntil) return { kind: 'wait', for: 'end' };
  return submittedAt === undefined ? { kind: 'enter', rejection } : { kind: 'wait', for: 'result' };
}

/** Remaining times of the newest code, in milliseconds, never negative. */
export interface OtpClocks {
  /** Time until the code expires; 0 when it has probably expired. */
  readonly codeLeft: number;
  /** Time until a resend is possible. */
  readonly resendIn: number;
  readonly resendsLeft: number;
  readonly resends: number;
  /** Total lifetime of a code. */
  readonly lifetime: number;
  /** Time until the platform stops waiting. */
  readonly platformLeft: number;
}

/** Returns the remaining times at a time. Only a resend increases them. */
export function remainingTimes(challenge: Challenge, now: number): OtpClocks {
  const { rules, codeMadeAt = Number.NEGATIVE_INFINITY, resendsUsed, waitsUntil = 0 } = challenge;
  const lifetime = codeLifetime(rules);
  const until = (time: number) => Math.max(0, time - now);
  const expiresAt = codeMadeAt + lifetime;
  return {
    codeLeft: until(expiresAt),
    resendIn: until(expiresAt + RESEND_MARGIN_MS / rules.speed),
    resendsLeft: Math.max(0, rules.resends - resendsUsed),
    resends: rules.resends,
    lifetime,
    platformLeft: until(waitsUntil),
  };
}

/** True when a resend is possible: the last code has expired, and the maximum is not reached. */
export const canResend = ({ resendIn, resendsLeft }: Pick<OtpClocks, 'resendIn' | 'resendsLeft'>): boolean =>
  resendsLeft > 0 && resendIn === 0;

/** True when a status answer must confirm a final status in a callback. */
export const needsStatusConfirmation = ({ resendsUsed }: Challenge): boolean => resendsUsed > 0;

const codeLifetime = ({ otpSeconds, speed }: OtpRules): number => (otpSeconds * 1000) / speed;

const platformWait = ({ speed }: OtpRules): number => PLATFORM_WAIT_MS / speed;
