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

/** A payment whose OTP is walked through. */
export interface OtpStepRun {
  readonly paymentId: string;
  /** Address of the customer, for a resend. */
  readonly ip: string;
  readonly challenge: Challenge;
  readonly watch: Watch;
  /** Told each write that the platform took. */
  readonly onWrite?: (write: 'otp' | 'resend') => void;
}

/**
 * Walks through the OTP of a payment until it ends: asks for codes, hands them in, has new ones sent, and
 * feeds what callbacks and statuses say to the rules of `domain/otp.ts`. Of a write whose answer was lost
 * the platform is asked first; it is never repeated blindly.
 *
 * @returns the state that the payment ended with
 * @throws {Failure} (interrupted) when the person leaves.
 */
export const runOtpStep = (walk: OtpStepRun, context: CarefulContext): Promise<PaymentState> =>
  new WizardRunner(walk, context).walk();

/** Somewhere else something has happened: the question for the code is no longer the right one. */
const MOVED_ON = new Error('the payment has moved on');

class WizardRunner {
  readonly #walk: OtpStepRun;
  readonly #context: CarefulContext;
  #challenge: Challenge;
  /** What was typed and not taken. */
  #typed = '';
  /** What goes on elsewhere. */
  #news: string | undefined;
  #end: PaymentState | undefined;
  /** Somebody has had a new code sent, be it elsewhere. */
  #resent = false;
  /** Statuses in a row that still ask applyEvent a code, where nothing tells one ask from another. */
  #unnamed = 0;
  /** The platform's time of the newest word on the sale: an older one comes late, and counts no more. */
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

  /** Takes in the next thing that happens. */
  async #absorb(signal: AbortSignal): Promise<void> {
    const seen = await this.#walk.watch.next(signal);
    if (seen.kind === 'trouble')
      this.#news = `${seen.failure.message.replace('Nothing was sent', NOT_REACHED)} The clocks go on; asking again.`;
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
      this.#news = `A callback says "${state.status}"; that is believed when the status says so: asking for it.`;
      this.#walk.watch.askSoon();
      return;
    }
    this.#end = state;
    this.#happen({ kind: 'ended', status: state.status });
  }

  /** New codes that somebody else had sent. */
  #learnResends(seen: Extract<Seen, { kind: 'state' }>): void {
    const shown = resendsAmong(seen.state.operations);
    for (const resend of shown.slice(this.#challenge.resendsUsed)) {
      this.#happen({ kind: 'resent', at: this.#context.clock.elapsed() - this.#ageOf(resend.createdAt, seen) });
    }
  }

  /**
   * What tells one ask from another. Where the platform names neither request nor time, an ask that stands
   * at the second status applyEvent a code was handed in is another one.
   */
  #nameAsk({ state, from }: Extract<Seen, { kind: 'state' }>): string {
    const sale = lastSale(state);
    if (sale?.requestId !== undefined || sale?.changedAt !== undefined) return otpRequestId(sale);
    this.#unnamed = this.#challenge.handedInAt !== undefined && from === 'status' ? this.#unnamed + 1 : 0;
    return this.#unnamed < 2 ? 'unnamed' : `unnamed ${this.#challenge.asks.length}`;
  }

  /** How long ago something was at the platform, in milliseconds; 0 for a callback, which comes at once. */
  #ageOf(at: number | undefined, { saidAt }: Extract<Seen, { kind: 'state' }>): number {
    if (at === undefined || saidAt === undefined) return 0;
    return Math.max(0, saidAt - at) / this.#challenge.rules.speed;
  }

  /** Asks for the code; undefined when the payment has moved on meanwhile. */
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
      // The new code is not older than the wish for it, however long it takes to know of it.
      at = clock.elapsed();
      return { request: gate.resend(paymentId, ip), allow, known };
    };
    if (!(await this.#send(write, 'the wish for a new code'))) return;
    this.#typed = '';
    this.#happen({ kind: 'resent', at });
    this.#walk.onWrite?.('resend');
    this.#walk.watch.restart();
    const { resendsLeft } = remainingTimes(this.#challenge, clock.elapsed());
    terminal.note(`A new code is on its way; the old one counts no more. New codes left: ${resendsLeft}.`);
  }

  /** True when the platform took a write. A refusal is said, and the walk goes on. */
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

/** What a walk survives: no usable answer, a refusal, or held back here. */
const GO_ON: ReadonlySet<number> = new Set([EXIT.unavailable, EXIT.refused, EXIT.held]);

/** Nothing was to be sent but a question. */
const NOT_REACHED = 'The platform cannot be reached';

const WAITING = {
  ask: 'waiting for the platform to ask for the code',
  verdict: 'the platform is checking the code',
  end: 'the platform has waited 30 minutes: it ends the payment',
} as const;

function messageFor({ again }: Challenge): string {
  if (again === 'wrong') return 'Wrong code. Once more:';
  if (again === 'late') return 'Too late: better a new code:';
  return 'The code from the SMS:';
}
