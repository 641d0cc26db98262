import type { CallbackEvent } from './callback-event.ts';

/** One delivery of a storm. Those of one wave set off at the same time, and the next wave after them. */
export interface StressStep {
  readonly wave: number;
  readonly kind: StressKind;
  /** Which of the storm's payments, from 0. */
  readonly payment: number;
  readonly event: CallbackEvent;
  /** The very same callback has been sent before, or is being sent at the same time. */
  readonly repeat: boolean;
}

/** `first`, in order; `repeat`, immediately after it; `reordered`, the end before its beginning; `late`, long after the end; `concurrent`. */
type StressKind = 'first' | 'repeat' | 'reordered' | 'late' | 'concurrent';

/** What comes before an event in the life of a payment. */
const BEFORE: Readonly<Record<CallbackEvent, readonly CallbackEvent[]>> = {
  'purchase.otp': [],
  'purchase.success': ['purchase.otp'],
  'purchase.decline': ['purchase.otp'],
  'refund.success': ['purchase.success'],
  'refund.partial': ['purchase.success'],
  // Declined after a part was refunded: the payment stays "partially refunded", which shops take for a success.
  'refund.decline': ['purchase.success', 'refund.partial'],
};

/** The number of concurrent copies of a callback. */
const COPIES = 5;

/** How many payments a storm is about. */
export const STRESS_PAYMENTS = 3;

/**
 * What a handler must stand: callbacks in order and again, in the wrong order, one long after the end, and copies at the same
 * time, both of one that is known and of one that is new.
 */
export function stressPlan(event: CallbackEvent): StressStep[] {
  const all = [...BEFORE[event], event];
  const waves: Omit<StressStep, 'wave'>[][] = [];
  const copies = (payment: number, kind: StressKind, count: number, seen: boolean) =>
    Array.from({ length: count }, (_, at) => ({ kind, payment, event, repeat: seen || at > 0 }));
  // A payment as it should be, with each callback twice, and its beginning again at the end.
  for (const one of all) {
    waves.push([{ kind: 'first', payment: 0, event: one, repeat: false }]);
    waves.push([{ kind: 'repeat', payment: 0, event: one, repeat: true }]);
  }
  waves.push(copies(0, 'concurrent', COPIES, true));
  for (const one of BEFORE[event]) waves.push([{ kind: 'late', payment: 0, event: one, repeat: true }]);
  // One whose end comes first.
  for (const one of all.toReversed()) waves.push([{ kind: 'reordered', payment: 1, event: one, repeat: false }]);
  // One that comes for the first time, five times concurrently.
  waves.push(copies(2, 'concurrent', COPIES, false));
  return waves.flatMap((steps, wave) => steps.map((step) => ({ ...step, wave })));
}
