import type { CallbackEvent } from './callback-event.ts';

/** One delivery of a stress test. The deliveries of a wave start concurrently. The next wave follows them. */
export interface StressStep {
  readonly wave: number;
  readonly kind: StressKind;
  /** Number of the payment, from 0. */
  readonly payment: number;
  readonly event: CallbackEvent;
  /** True of each copy of a callback but the first. */
  readonly repeat: boolean;
}

/** `first` in order, `repeat` immediately after it, `reordered` end before the beginning, `late` long after the end, `concurrent` copies. */
type StressKind = 'first' | 'repeat' | 'reordered' | 'late' | 'concurrent';

/** Events that precede an event of a payment. */
const BEFORE: Readonly<Record<CallbackEvent, readonly CallbackEvent[]>> = {
  'purchase.otp': [],
  'purchase.success': ['purchase.otp'],
  'purchase.decline': ['purchase.otp'],
  'refund.success': ['purchase.success'],
  'refund.partial': ['purchase.success'],
  // After a partial refund a declined one leaves the payment "partially refunded", which shops may read as a success.
  'refund.decline': ['purchase.success', 'refund.partial'],
};

/** Number of concurrent copies of a callback. */
const COPIES = 5;

/** Number of payments in a stress test. */
export const STRESS_PAYMENTS = 3;

/**
 * Plans the deliveries of a stress test: callbacks in order and repeated, in the wrong order, long after the end, and concurrent
 * copies of a known callback and of a new one.
 */
export function stressPlan(event: CallbackEvent): StressStep[] {
  const all = [...BEFORE[event], event];
  const waves: Omit<StressStep, 'wave'>[][] = [];
  const kind: StressKind = 'concurrent';
  const copies = (payment: number, isKnown: boolean) =>
    Array.from({ length: COPIES }, (_, at) => ({ kind, payment, event, repeat: isKnown || at > 0 }));
  // A payment in order, with each callback twice, and its first callback again at the end.
  for (const one of all) {
    waves.push([{ kind: 'first', payment: 0, event: one, repeat: false }]);
    waves.push([{ kind: 'repeat', payment: 0, event: one, repeat: true }]);
  }
  waves.push(copies(0, true));
  for (const one of BEFORE[event]) waves.push([{ kind: 'late', payment: 0, event: one, repeat: true }]);
  // A payment whose last callback arrives first.
  for (const one of all.toReversed()) waves.push([{ kind: 'reordered', payment: 1, event: one, repeat: false }]);
  // A new callback in concurrent copies.
  waves.push(copies(2, false));
  return waves.flatMap((steps, wave) => steps.map((step) => ({ ...step, wave })));
}
