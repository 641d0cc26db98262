import { EXIT } from '#domain/errors/exit-codes';
import { Failure, interruptedFailure } from '#domain/errors/failure';
import {
  applyEvent,
  type Challenge,
  canResend,
  codeTrouble,
  needsStatusConfirmation,
  nextStep,
  type OtpEvent,
  type OtpStep,
  otpRequestId,
  remainingTimes,
} from '#domain/otp/otp-state';
import { isResendOperation, resendsAmong } from '#domain/otp/resend-window';
import { lastSale, type PaymentState } from '#domain/payments/payment-state';
import { isFailed, isFinal } from '#domain/payments/payment-status';
import type { OtpAnswer } from '#domain/terminal/terminal';
import { checkResend } from '#features/otp/check-resend';
import type { Seen, Watch } from './payment-watcher.ts';
import { type CarefulContext, sendAndReconcile } from './send-and-reconcile.ts';

/** A payment that needs an OTP. */
export interface OtpStepRun {
  readonly paymentId: string;
  /** IP address of the customer, for a resend. */
  readonly ip: string;
  readonly challenge: Challenge;
  readonly watch: Watch;
  /** Called after each write that the platform accepted. */
  readonly onWrite?: (write: 'otp' | 'resend') => void;
}

/**
 * Handles the OTP of a payment until the payment ends: asks for codes, submits them, requests new ones, and
 * applies callbacks and statuses to the OTP rules. After a lost answer of a write
 * the platform is asked first; the write is never repeated blindly.
 *
 * @returns the final state of the payment
 * @throws {Failure} (interrupted) when the user interrupts.
 */
export const runOtpStep = (walk: OtpStepRun, context: CarefulContext): Promise<PaymentState> =>
  new WizardRunner(walk, context).walk();

/** Abort reason of a prompt: an event has made the question for the code obsolete. */
const MOVED_ON = new Error('the payment has moved on');

class WizardRunner {
  readonly #walk: OtpStepRun;
  readonly #context: CarefulContext;
  #challenge: Challenge;
  /** Input that was typed and not submitted. */
  #typed = '';
  /** Message about the latest event. */
  #news: string | undefined;
  #end: PaymentState | undefined;
  /** True after a resend, also by another process. */
  #resent = false;
  /** Consecutive statuses that still ask for a code, when one request for a code cannot be told from another. */
  #unnamed = 0;
  /** The platform's time of the newest state of the sale; older states are ignored. */
  #newest = 0;

  constructor(walk: OtpStepRun, context: CarefulContext) {
    this.#walk = walk;
    this.#context = context;
    this.#challenge = walk.challenge;
  }

  async walk(): Promise<PaymentState> {
    for (;;) {
      this.#context.signal.throwIfAborted();
      if (this.#end !== undefined) return this.#end;
      const step = this.#step();
      if (step.kind === 'wait') await this.#wait(WAITING[step.for]);
      else await this.#obey(await this.#ask());
    }
  }

  #step(): OtpStep {
    return nextStep(this.#challenge, this.#context.clock.elapsed());
  }

  #happen(event: OtpEvent): void {
    this.#challenge = applyEvent(this.#challenge, event);
  }

  async #wait(words: string): Promise<void> {
    const { terminal, signal } = this.#context;
    await terminal.withSpinner(this.#news ?? words, async (say) => {
      await this.#absorb(signal);
      if (this.#news !== undefined) say(this.#news);
    });
  }

  /** Processes the next event. */
  async #absorb(signal: AbortSignal): Promise<void> {
    const seen = await this.#walk.watch.next(signal);
    if (seen.kind === 'trouble')
      this.#news = `${seen.failure.message.replace('Nothing was sent', NOT_REACHED)} The time limits continue; asking again.`;
    else if (seen.kind === 'back') this.#news = 'The platform answers again.';
    else this.#believe(seen);
  }

  #believe(seen: Extract<Seen, { kind: 'state' }>): void {
    const { state, from } = seen;
    const sale = lastSale(state);
    if (state.operations.some(isResendOperation)) this.#resent = true;
    if (state.error !== undefined || (sale?.changedAt ?? 0) < this.#newest) return;
    if (from === 'status') this.#news = undefined;
    if (isFinal(state.status)) {
      this.#believeEnd(state, from);
      return;
    }
    this.#newest = sale?.changedAt ?? 0;
    if (from === 'status') this.#learnResends(seen);
    if (!state.asksForOtp) return;
    const at = this.#context.clock.elapsed();
    const ask = this.#nameAsk(seen);
    this.#happen({ kind: 'asked', ask, at, codeMadeAt: at - this.#ageOf(sale?.changedAt, seen) });
  }

  /** After a resend the platform may send callbacks with wrong statuses (platform docs: callbacks). */
  #believeEnd(state: PaymentState, from: 'callback' | 'status'): void {
    const doubtful = this.#resent || isFailed(state.status) || needsStatusConfirmation(this.#challenge);
    if (from === 'callback' && doubtful) {
      this.#news = `A callback reports "${state.status}"; checking the status to confirm it.`;
      this.#walk.watch.askSoon();
      return;
    }
    this.#end = state;
    this.#happen({ kind: 'ended', status: state.status });
  }

  /** Applies resends of other processes. */
  #learnResends(seen: Extract<Seen, { kind: 'state' }>): void {
    const shown = resendsAmong(seen.state.operations);
    for (const resend of shown.slice(this.#challenge.resendsUsed)) {
      this.#happen({ kind: 'resent', at: this.#context.clock.elapsed() - this.#ageOf(resend.createdAt, seen) });
    }
  }

  /**
   * Returns a key that identifies one request for a code. When the platform sends neither request id nor time, a request
   * that is still there at the second status after a code was submitted is a new one.
   */
  #nameAsk({ state, from }: Extract<Seen, { kind: 'state' }>): string {
    const sale = lastSale(state);
    if (sale?.requestId !== undefined || sale?.changedAt !== undefined) return otpRequestId(sale);
    this.#unnamed = this.#challenge.handedInAt !== undefined && from === 'status' ? this.#unnamed + 1 : 0;
    return this.#unnamed < 2 ? 'unnamed' : `unnamed ${this.#challenge.asks.length}`;
  }

  /** Returns the age of an event at the platform, in milliseconds; 0 for a callback, which arrives immediately. */
  #ageOf(at: number | undefined, { saidAt }: Extract<Seen, { kind: 'state' }>): number {
    if (at === undefined || saidAt === undefined) return 0;
    return Math.max(0, saidAt - at) / this.#challenge.rules.speed;
  }

  /** Asks for the code; undefined when the question has become obsolete. */
  async #ask(): Promise<OtpAnswer | undefined> {
    const { terminal, clock } = this.#context;
    const moved = new AbortController();
    const answered = new AbortController();
    const watching = this.#watchWhileAsking(moved, answered.signal);
    const clocks = () => remainingTimes(this.#challenge, clock.elapsed());
    const question = { message: messageFor(this.#challenge), clocks, news: () => this.#news, typed: this.#typed };
    try {
      return await terminal.askCode(question, moved.signal);
    } catch (error) {
      if (error === MOVED_ON) return undefined;
      throw error;
    } finally {
      answered.abort();
      await watching;
    }
  }

  async #watchWhileAsking(moved: AbortController, answered: AbortSignal): Promise<void> {
    const until = AbortSignal.any([answered, this.#context.signal]);
    const { again } = this.#challenge;
    try {
      while (this.#step().kind === 'enter' && this.#challenge.again === again) await this.#absorb(until);
      moved.abort(MOVED_ON);
    } catch (error) {
      if (!answered.aborted) moved.abort(error);
    }
  }

  async #obey(answer: OtpAnswer | undefined): Promise<void> {
    if (answer === undefined) return;
    if (answer.kind === 'leave') throw interruptedFailure();
    if (answer.kind === 'code') {
      await this.#handIn(answer.code);
      return;
    }
    this.#typed = answer.typed;
    if (canResend(remainingTimes(this.#challenge, this.#context.clock.elapsed()))) await this.#renew();
  }

  async #handIn(code: string): Promise<void> {
    const { terminal, clock } = this.#context;
    const gate = await this.#context.gate();
    const trouble = codeTrouble(code);
    if (trouble !== undefined) terminal.warn(`${trouble}.`);
    this.#typed = code;
    const at = clock.elapsed();
    if (!(await this.#send(() => ({ request: gate.otp(this.#walk.paymentId, code) }), 'the code'))) return;
    this.#typed = '';
    this.#happen({ kind: 'handed in', at });
    this.#walk.onWrite?.('otp');
    this.#walk.watch.restart();
  }

  async #renew(): Promise<void> {
    const { terminal, clock } = this.#context;
    const { paymentId, ip } = this.#walk;
    const gate = await this.#context.gate();
    let at = clock.elapsed();
    const write = async () => {
      const { allow, known } = await checkResend(paymentId, await this.#context.profile(), this.#context);
      // The new code is not older than its request, even if the answer is late.
      at = clock.elapsed();
      return { request: gate.resend(paymentId, ip), allow, known };
    };
    if (!(await this.#send(write, 'the request for a new code'))) return;
    this.#typed = '';
    this.#happen({ kind: 'resent', at });
    this.#walk.onWrite?.('resend');
    this.#walk.watch.restart();
    const { resendsLeft } = remainingTimes(this.#challenge, clock.elapsed());
    terminal.note(`A new code has been sent; the old one is no longer valid. New codes left: ${resendsLeft}.`);
  }

  /** Returns true when the platform accepted a write. A refusal is printed, and the session continues. */
  async #send(make: Parameters<typeof sendAndReconcile>[0], what: string): Promise<boolean> {
    try {
      return await sendAndReconcile(make, what, this.#context);
    } catch (error) {
      if (!(error instanceof Failure) || !GO_ON.has(error.exit)) throw error;
      this.#context.terminal.warn(error.message);
      this.#walk.watch.askSoon();
      return false;
    }
  }
}

/** Exit codes after which the session continues: no usable answer, a refusal, or blocked before sending. */
const GO_ON: ReadonlySet<number> = new Set([EXIT.unavailable, EXIT.refused, EXIT.held]);

/** Message for a failed status request, which sends no payment data. */
const NOT_REACHED = 'The platform cannot be reached';

const WAITING = {
  ask: 'waiting for the platform to ask for the code',
  verdict: 'the platform is checking the code',
  end: 'the platform has waited 30 minutes: it ends the payment',
} as const;

function messageFor({ again }: Challenge): string {
  if (again === 'wrong') return 'Wrong code. Enter it again:';
  if (again === 'late') return 'The code has expired. Request a new one:';
  return 'The code from the SMS:';
}
