/**
 * The one-time password (OTP) of a payment, from the first ask to the end (platform docs: OTP rules).
 *
 * The mobile operator sends the customer a code, and the platform asks the merchant for it. Two clocks run
 * from the moment in which the code was made, 80 or 90 seconds each, as the contract says:
 *
 * - *the code is valid for* so long. Later it has probably expired: it may still be handed in, for the
 *   operator has the last word;
 * - *a new code is possible in* so long, three times at most. A new code starts both clocks again.
 *
 * A code that was wrong or late makes the platform ask again. The same code goes on ageing: another ask
 * does not make it younger. The platform waits 30 minutes for a code that it takes, then it declines.
 *
 * After a resend the platform may send callbacks with wrong statuses: what looks like an end then counts
 * only when its status says so too.
 *
 * Times are milliseconds of a clock that only goes forward; the zero does not matter.
 */

import type { Operation } from '#domain/payments/payment-state';

/** What the contract says. */
export interface OtpRules {
  /** Life of a code: 80 or 90. */
  readonly otpSeconds: number;
  /** How many new codes a payment may have. */
  readonly resends: number;
  /** How many times as fast as real time the platform's clock runs: 1, but for a sandbox. */
  readonly speed: number;
}

/** How long the platform waits for a code that it takes; each one begins the wait again. */
const PLATFORM_WAIT_MS = 30 * 60_000;

/** The platform cuts its times to the second: asked a moment too early it would refuse. */
const RESEND_MARGIN_MS = 1000;

/** How an OTP stands. */
export interface Challenge {
  readonly rules: OtpRules;
  /** When the newest code was made; undefined before the first ask. */
  readonly codeMadeAt: number | undefined;
  /** What the platform has asked, so that a repeat is known as one, however late it comes. */
  readonly asks: readonly string[];
  /** When a code was handed in that the platform has not judged yet. */
  readonly handedInAt: number | undefined;
  /** Why the platform asks again. */
  readonly again: 'wrong' | 'late' | undefined;
  readonly resendsUsed: number;
  /** When the platform stops waiting. */
  readonly waitsUntil: number | undefined;
  /** The status that the payment ended with. */
  readonly end: string | undefined;
}

/** What can happen to it. */
export type OtpEvent =
  /** The platform asks for a code. `ask` names this very ask: the same name again is a repeat. */
  | { readonly kind: 'asked'; readonly ask: string; readonly at: number; readonly codeMadeAt: number }
  /** The platform took a code. It has not judged it yet. */
  | { readonly kind: 'handed in'; readonly at: number }
  /** The platform took the wish for a new code. */
  | { readonly kind: 'resent'; readonly at: number }
  /** The payment has ended. After a resend a callback alone does not prove it: see {@link needsStatusConfirmation}. */
  | { readonly kind: 'ended'; readonly status: string };

/** What is to be done now. */
export type OtpStep =
  /** The platform has not asked yet, judges a code, or has stopped waiting: its next word counts. */
  | { readonly kind: 'wait'; readonly for: 'ask' | 'verdict' | 'end' }
  /** Ask the customer for the code. */
  | { readonly kind: 'enter'; readonly again: 'wrong' | 'late' | undefined }
  | { readonly kind: 'end'; readonly status: string };

/** The name of an ask: the request and the time that the sale carries when it asks. */
export const otpRequestId = (sale: Pick<Operation, 'requestId' | 'changedAt'> | undefined): string =>
  `${sale?.requestId}@${sale?.changedAt}`;

/** Creates the state before the first request for a code. For a payment that is resumed, `resendsUsed` counts earlier resends. */
export const newChallenge = (rules: OtpRules, resendsUsed = 0): Challenge => ({
  rules,
  codeMadeAt: undefined,
  asks: [],
  handedInAt: undefined,
  again: undefined,
  resendsUsed,
  waitsUntil: undefined,
  end: undefined,
});

/** Returns the state after an event. No event changes an ended payment. */
export function applyEvent(challenge: Challenge, event: OtpEvent): Challenge {
  if (challenge.end !== undefined) return challenge;
  switch (event.kind) {
    case 'asked':
      return challenge.asks.includes(event.ask) ? challenge : askedAgain(challenge, event);
    case 'handed in':
      return { ...challenge, handedInAt: event.at, again: undefined, waitsUntil: event.at + waitOf(challenge.rules) };
    case 'resent':
      return {
        ...challenge,
        codeMadeAt: event.at,
        handedInAt: undefined,
        again: undefined,
        resendsUsed: challenge.resendsUsed + 1,
      };
    case 'ended':
      return { ...challenge, end: event.status };
  }
}

/** The first ask brings a code; a later one says that the code handed in was wrong, or came too late. */
function askedAgain(challenge: Challenge, { ask, at, codeMadeAt }: Extract<OtpEvent, { kind: 'asked' }>): Challenge {
  const { handedInAt, rules } = challenge;
  const made = challenge.codeMadeAt ?? codeMadeAt;
  const verdict = handedInAt !== undefined && handedInAt > made + lifeOf(rules) ? 'late' : 'wrong';
  return {
    ...challenge,
    asks: [...challenge.asks, ask],
    codeMadeAt: made,
    handedInAt: undefined,
    again: handedInAt === undefined ? challenge.again : verdict,
    waitsUntil: challenge.waitsUntil ?? at + waitOf(rules),
  };
}

/** What is to be done at a moment. */
export function nextStep(challenge: Challenge, now: number): OtpStep {
  const { end, codeMadeAt, handedInAt, waitsUntil, again } = challenge;
  if (end !== undefined) return { kind: 'end', status: end };
  if (codeMadeAt === undefined) return { kind: 'wait', for: 'ask' };
  if (waitsUntil !== undefined && now >= waitsUntil) return { kind: 'wait', for: 'end' };
  if (handedInAt !== undefined) return { kind: 'wait', for: 'verdict' };
  return { kind: 'enter', again };
}

/** The clocks of the newest code, as they are shown. Times left are milliseconds and never negative. */
export interface OtpClocks {
  /** How long the code is still valid; 0: it has probably expired. */
  readonly codeLeft: number;
  /** Until a new code may be asked for; 0: now, if one is left. */
  readonly resendIn: number;
  readonly resendsLeft: number;
  readonly resends: number;
  /** The whole life of a code. */
  readonly life: number;
  /** Until the platform stops waiting. */
  readonly platformLeft: number;
}

/** The clocks at a moment. They only ever run down, but for a new code. */
export function remainingTimes(challenge: Challenge, now: number): OtpClocks {
  const { rules, codeMadeAt, resendsUsed, waitsUntil } = challenge;
  const life = lifeOf(rules);
  const left = (until: number | undefined) => (until === undefined ? 0 : Math.max(0, until - now));
  const expiresAt = codeMadeAt === undefined ? undefined : codeMadeAt + life;
  return {
    codeLeft: left(expiresAt),
    resendIn: left(expiresAt === undefined ? undefined : expiresAt + RESEND_MARGIN_MS / rules.speed),
    resendsLeft: Math.max(0, rules.resends - resendsUsed),
    resends: rules.resends,
    life,
    platformLeft: left(waitsUntil),
  };
}

/** True when a new code may be asked for: the life of the last one is over, and one is left. */
export const canResend = ({ resendIn, resendsLeft }: Pick<OtpClocks, 'resendIn' | 'resendsLeft'>): boolean =>
  resendsLeft > 0 && resendIn === 0;

/** True when a callback that looks like the end has to be confirmed by the status before it is believed. */
export const needsStatusConfirmation = ({ resendsUsed }: Challenge): boolean => resendsUsed > 0;

/** Reads a code as people paste it, with spaces and dashes; leading zeros stay. */
export const normalizeCode = (text: string): string => text.replace(/[\s\-\u2010-\u2015]/g, '');

/** What looks odd about a code; undefined when nothing does. It may be sent all the same. */
export function codeTrouble(code: string): string | undefined {
  if (!/^\d*$/.test(code)) return 'a code has only digits';
  if (code.length >= 3 && code.length <= 10) return undefined;
  return `a code has 3 to 10 digits, and this one has ${code.length === 1 ? '1 digit' : code.length}`;
}

const lifeOf = ({ otpSeconds, speed }: OtpRules): number => (otpSeconds * 1000) / speed;

const waitOf = ({ speed }: OtpRules): number => PLATFORM_WAIT_MS / speed;
