import type { StormDelivery, StormReport } from './documents.ts';

/**
 * How a handler stood a storm, as far as its answers tell. One that answers "OK" whatever it does has to be believed: only its
 * own books tell how often it did the work.
 *
 * @param payments what the storm was about
 */
export function stormReport(deliveries: readonly StormDelivery[], payments: readonly string[]): StormReport {
  const repeats = deliveries.filter(({ repeat }) => repeat);
  const answered = deliveries.filter(({ status }) => status !== null);
  const refused = answered.filter(({ delivered }) => !delivered);
  const again = refused.filter(({ repeat }) => repeat).length;
  const unanswered = deliveries.length - answered.length;
  const changing = [...answersOf(deliveries).values()].filter(keepsChanging).length;
  const findings = [
    ...counted('Not answered 200 the first time', refused.length - again),
    ...counted('Not answered 200 when it came again', again, 'The platform goes on sending, up to 120 times.'),
    ...counted('No answer at all', unanswered),
    ...counted(
      'Answered in new words again and again',
      changing,
      'Look whether the work is done each time, or answer repeats in the same words.',
    ),
    ...(takesCopiesForFirst(deliveries)
      ? ['Copies at the same time were each answered like a first one. Look whether the work is done twice then.']
      : []),
  ];
  return {
    payments,
    sent: deliveries.length,
    answered200: answered.length - refused.length,
    repeats: repeats.length,
    repeatsAnswered200: repeats.filter(({ delivered }) => delivered).length,
    unanswered,
    slowestMilliseconds: Math.max(0, ...deliveries.map(({ milliseconds }) => milliseconds)),
    idempotent: findings.length === 0,
    findings,
  };
}

const counted = (what: string, count: number, next = ''): string[] =>
  count === 0 ? [] : [`${what}: ${count} ${count === 1 ? 'callback' : 'callbacks'}. ${next}`.trimEnd()];

const keyOf = ({ payment, event }: StormDelivery): string => `${payment} ${event}`;

/** The texts of the answers 200 to each callback, and how often each came. */
function answersOf(deliveries: readonly StormDelivery[]): Map<string, Map<string, number>> {
  const answers = new Map<string, Map<string, number>>();
  for (const delivery of deliveries.filter(({ delivered }) => delivered)) {
    const counts = answers.get(keyOf(delivery)) ?? new Map<string, number>();
    counts.set(delivery.answer, (counts.get(delivery.answer) ?? 0) + 1);
    answers.set(keyOf(delivery), counts);
  }
  return answers;
}

/** A handler may say one thing to the first and another to all that come after it. */
const keepsChanging = (counts: ReadonlyMap<string, number>): boolean =>
  counts.size > 2 || (counts.size === 2 && Math.min(...counts.values()) > 1);

/** It tells a repeat from the first one, but not where copies of a new one come at the same time. */
function takesCopiesForFirst(deliveries: readonly StormDelivery[]): boolean {
  const taken = deliveries.filter(({ delivered }) => delivered);
  const first = taken.findLast(({ kind }) => kind === 'first');
  const repeat = taken.find((one) => one.kind === 'repeat' && first !== undefined && keyOf(one) === keyOf(first));
  const copies = taken.filter(({ kind, payment }) => kind === 'concurrent' && payment !== first?.payment);
  const told = first !== undefined && repeat !== undefined && first.answer !== repeat.answer;
  return told && copies.length > 1 && new Set(copies.map(({ answer }) => answer)).size === 1;
}
