import fc from 'fast-check';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import type { Intent, IntentChange } from '#domain/ledger/intent';
import { changeFromStatus } from '#domain/ledger/intent-transitions';
import { reconcile } from '#domain/ledger/reconcile';
import type { Operation, PaymentState } from '#domain/payments/payment-state';
import { listShownKeys } from '#domain/refunds/refund-changes';
import { checkRefund } from '#domain/refunds/refund-rules';
import { ANSWERED, anIntent, anOperation, aPayment, MINUTE, NOON, SECOND } from '../ledger/intents.ts';

export const PAID = 100_000;
export const LIMITS = { currency: 'KZT' };
export const amountOf = (minor: number) => ({ minor, currency: 'KZT' });

/** What may happen, in any order: people who look, who send by what they saw then, and a platform that takes its time. */
export type Step =
  | { readonly do: 'look'; readonly who: number }
  | { readonly do: 'send'; readonly who: number; readonly minor: number; readonly answer: Answer }
  | { readonly do: 'elsewhere'; readonly minor: number }
  | { readonly do: 'show' | 'finish' | 'decline'; readonly which: number }
  | { readonly do: 'read' | 'resume' };

/** Answer to a refund: `lost` was processed and `swallowed` was not, which the client cannot tell apart. */
type Answer = 'accepted' | 'refused' | 'lost' | 'swallowed';

const who = fc.nat(2);
const which = fc.nat(9);
// Refunds made elsewhere never have the amount of a refund made here, so that the two are not confused.
export const here = fc.constantFrom(10_000, 20_000, 30_000, 50_000, 60_000, PAID);
const elsewhere = fc.constantFrom(10_001, 20_001);
export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('look' as const), who }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      who,
      minor: here,
      answer: fc.constantFrom<Answer[]>('accepted', 'accepted', 'accepted', 'refused', 'lost', 'swallowed'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('elsewhere' as const), minor: elsewhere }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('show', 'finish', 'decline'), which }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('read', 'resume') }) },
);

/** A shop, its ledger, and a platform that takes every refund it is sent: only the rules keep the money. */
export class Shop {
  now = NOON;
  passed = 0;
  held = 0;
  #operations: (Operation & { shown: boolean })[] = [];
  #ledger: Intent[] = [];
  #looks = new Map<number, { state: PaymentState; readAt: number }>();

  /** All that the customer has got, or will get if nothing is declined. */
  get given(): number {
    return this.#sum(({ status }) => status !== 'decline');
  }

  take(next: Step): void {
    this.now += SECOND;
    switch (next.do) {
      case 'look':
        this.#looks.set(next.who, { state: this.#state(), readAt: this.now });
        return;
      case 'send':
        return this.#send(next);
      case 'elsewhere':
        if (this.given + next.minor > PAID) return;
        this.#add(next.minor, undefined, true);
        // What people saw before is stale by something that this ledger cannot know.
        return this.#looks.clear();
      case 'read':
        return this.#readStatus();
      case 'resume':
        return this.#resume();
      default:
        return this.#move(next.do, next.which);
    }
  }

  #send({ who: user, minor, answer }: Extract<Step, { do: 'send' }>): void {
    const look = this.#looks.get(user);
    if (look === undefined) return;
    const request = { paymentId: 'payment_47', amount: amountOf(minor), again: true };
    try {
      checkRefund(request, {
        ...look,
        signed: true,
        elsewhere: [],
        history: this.#ledger,
        shown: listShownKeys({
          state: look.state,
          intents: this.#ledger.filter(({ createdAt }) => createdAt < look.readAt),
        }),
        refundedToday: 0,
        limits: LIMITS,
        now: this.now,
      });
    } catch (error) {
      if (!(error instanceof Failure) || error.exit !== EXIT.blocked) throw error;
      this.held++;
      return;
    }
    this.passed++;
    const requestId = `here-${this.#ledger.length}`;
    if (answer === 'accepted' || answer === 'lost') this.#add(minor, requestId, false);
    const state = answer === 'accepted' || answer === 'refused' ? answer : 'unknown';
    this.#ledger.push(
      anIntent({
        id: `in-${this.#ledger.length}`,
        state,
        amount: amountOf(minor),
        createdAt: this.now,
        changedAt: this.now,
        endsBy: this.now,
        knownOperations: look.state.operations.map(({ id }) => id),
        requestId: answer === 'accepted' ? requestId : undefined,
      }),
    );
  }

  #add(minor: number, requestId: string | undefined, shown: boolean): void {
    const id = String(this.#operations.length + 2);
    const times = { createdAt: this.now, changedAt: this.now };
    this.#operations.push({
      ...anOperation({ id, status: 'processing', amount: amountOf(minor), requestId, ...times }),
      shown,
    });
  }

  #move(how: 'show' | 'finish' | 'decline', place: number): void {
    const one = this.#operations[place];
    if (one === undefined || (how !== 'show' && one.status !== 'processing')) return;
    const status = { show: one.status, finish: 'success', decline: 'decline' }[how];
    this.#operations[place] = { ...one, status, shown: true };
  }

  #readStatus(): void {
    const state = this.#state();
    this.#change((intent) => changeFromStatus(intent, state, this.#ledger));
  }

  /** Passes the settle time, after which the platform shows all its operations. */
  #resume(): void {
    this.now += MINUTE;
    this.#operations = this.#operations.map((one) => ({ ...one, shown: true }));
    const context = { ...ANSWERED, state: this.#state(), history: this.#ledger, clockOffset: 0 };
    this.#change((intent) => {
      if (intent.state !== 'unknown') return undefined;
      const finding = reconcile(intent, { ...context, askedAt: this.now, settleMilliseconds: MINUTE });
      if (finding.kind === 'found') return finding.change;
      return finding.kind === 'never_arrived' ? { state: 'never_arrived' } : undefined;
    });
  }

  #change(changeOf: (intent: Intent) => IntentChange | undefined): void {
    this.#ledger = this.#ledger.map((intent) => {
      const change = changeOf(intent);
      if (change === undefined) return intent;
      return {
        ...intent,
        ...change,
        knownOperations: change.knownOperations ?? intent.knownOperations,
        changedAt: this.now,
      };
    });
  }

  #state(): PaymentState {
    return aPayment(this.#operations.filter(({ shown }) => shown));
  }

  #sum(which: (operation: Operation) => boolean): number {
    return this.#operations.filter(which).reduce((sum, { amount }) => sum + (amount?.minor ?? 0), 0);
  }
}
