import type { Context } from '#context';
import { joinTexts, Message, message, type Text } from '#domain/language/message';
import {
  applyEvent,
  type Challenge,
  needsStatusConfirmation,
  nextStep,
  type OtpClocks,
  type OtpEvent,
  type OtpStep,
  otpRequestKey,
  remainingTimes,
} from '#domain/otp/otp-state';
import { isResendOperation, listResends } from '#domain/otp/resend-window';
import { lastSale, type PaymentState } from '#domain/payments/payment-state';
import { isFailed, isFinal } from '#domain/payments/payment-status';
import type { PaymentEvent, PaymentWatcher, StateEvent } from './payment-watcher.ts';

/** Message for a failed status request, which sends no payment data. */
const NOT_REACHED = message('The platform cannot be reached');

/** Begins the message of a request that was not sent, in every language. */
const NOTHING_SENT = message('Nothing was sent.');

/** Applies the events of a payment to the rules of its OTP. */
export class OtpProgress {
  readonly #watcher: PaymentWatcher;
  readonly #clock: Context['clock'];
  #challenge: Challenge;
  #message: Text | undefined;
  #end: PaymentState | undefined;
  /** True after a resend, also by another process. */
  #isResent = false;
  /** Consecutive statuses that still request a code and have neither a request id nor a time. */
  #unnamedRequests = 0;
  /** The platform's time of the newest state of the sale; older states are ignored. */
  #newestAt = 0;

  constructor(challenge: Challenge, watcher: PaymentWatcher, clock: Context['clock']) {
    this.#challenge = challenge;
    this.#watcher = watcher;
    this.#clock = clock;
  }

  /** Message about the latest event. */
  get message(): Text | undefined {
    return this.#message;
  }

  /** Final state of the payment. */
  get end(): PaymentState | undefined {
    return this.#end;
  }

  get rejection(): Challenge['rejection'] {
    return this.#challenge.rejection;
  }

  get step(): OtpStep {
    return nextStep(this.#challenge, this.#clock.elapsed());
  }

  get clocks(): OtpClocks {
    return remainingTimes(this.#challenge, this.#clock.elapsed());
  }

  apply(event: OtpEvent): void {
    this.#challenge = applyEvent(this.#challenge, event);
  }

  /** Waits for the next event and applies it. */
  async applyNext(signal: AbortSignal): Promise<void> {
    const event = await this.#watcher.next(signal);
    if (event.kind === 'state') this.#applyState(event);
    else this.#message = describeConnection(event);
  }

  #applyState(event: StateEvent): void {
    const { state, from } = event;
    const changedAt = lastSale(state)?.changedAt;
    if (state.operations.some(isResendOperation)) this.#isResent = true;
    if (state.error !== undefined || (changedAt ?? 0) < this.#newestAt) return;
    if (from === 'status') this.#message = undefined;
    if (isFinal(state.status)) {
      this.#applyEnd(state, from);
      return;
    }
    this.#newestAt = changedAt ?? 0;
    if (from === 'status') this.#applyResends(event);
    if (!state.asksForOtp) return;
    const at = this.#clock.elapsed();
    const key = this.#createRequestKey(event);
    this.apply({ kind: 'requested', key, at, codeMadeAt: at - this.#measureAge(changedAt, event) });
  }

  /** After a resend the platform may send callbacks with wrong statuses (platform docs: callbacks). */
  #applyEnd(state: PaymentState, from: StateEvent['from']): void {
    const isDoubtful = this.#isResent || isFailed(state.status) || needsStatusConfirmation(this.#challenge);
    if (from === 'callback' && isDoubtful) {
      const { status } = state;
      this.#message = message('A callback reports "{status}"; checking the status to confirm it.', { status });
      this.#watcher.askSoon();
      return;
    }
    this.#end = state;
    this.apply({ kind: 'ended', status: state.status });
  }

  /** Applies resends of other processes. */
  #applyResends(event: StateEvent): void {
    for (const { createdAt } of listResends(event.state.operations).slice(this.#challenge.resendsUsed)) {
      this.apply({ kind: 'resent', at: this.#clock.elapsed() - this.#measureAge(createdAt, event) });
    }
  }

  /**
   * Returns a key that identifies one request for a code. When the platform sends neither request id nor time, a request
   * that is still there at the second status after a code was submitted is a new one.
   */
  #createRequestKey({ state, from }: StateEvent): string {
    const sale = lastSale(state);
    if (sale?.requestId !== undefined || sale?.changedAt !== undefined) return otpRequestKey(sale);
    const { submittedAt, requestKeys } = this.#challenge;
    this.#unnamedRequests = submittedAt !== undefined && from === 'status' ? this.#unnamedRequests + 1 : 0;
    return this.#unnamedRequests < 2 ? 'unnamed' : `unnamed ${requestKeys.length}`;
  }

  /** Returns the age of an event at the platform, in milliseconds; 0 for a callback, which arrives immediately. */
  #measureAge(at: number | undefined, { answeredAt }: StateEvent): number {
    if (at === undefined || answeredAt === undefined) return 0;
    return Math.max(0, answeredAt - at) / this.#challenge.rules.speed;
  }
}

function describeConnection(event: Exclude<PaymentEvent, StateEvent>): Text {
  if (event.kind === 'reachable') return message('The platform answers again.');
  const problem = new Message(({ show }) => {
    const nothingSent = show(NOTHING_SENT).replace(/\.$/, '');
    return show(event.failure.text).replace(nothingSent, show(NOT_REACHED));
  });
  return joinTexts([problem, message('The time limits continue; asking again.')], ' ');
}
