import { EXIT } from '#domain/errors/exit-codes';
import { Failure, interruptedFailure } from '#domain/errors/failure';
import { type Message, message, type Text } from '#domain/language/message';
import { describeCodeProblem } from '#domain/otp/otp-code';
import { canResend } from '#domain/otp/otp-state';
import type { PaymentState } from '#domain/payments/payment-state';
import type { OtpAnswer } from '#domain/terminal/terminal';
import { checkResend } from '#features/otp/check-resend';
import { OtpProgress } from './otp-progress.ts';
import { type ReconcileContext, type ReconciledWrite, sendAndReconcile } from './send-and-reconcile.ts';
import type { StartedPayment } from './wizard-session.ts';

/** A payment that needs an OTP. */
interface OtpPayment extends StartedPayment {
  /** Called after each write that the platform accepted. */
  readonly onWrite?: (write: 'otp' | 'resend') => void;
}

/**
 * Handles the OTP of a payment until the payment ends: asks for codes, submits them, requests new ones, and applies
 * callbacks and statuses to the OTP rules. After a lost answer of a write the platform is asked first; the write is
 * never repeated blindly.
 *
 * @returns the final state of the payment
 * @throws {Failure} (interrupted) when the user interrupts.
 */
export const runOtpStep = (payment: OtpPayment, context: ReconcileContext): Promise<PaymentState> =>
  new OtpSession(payment, context).run();

/** Abort reason of a prompt: an event has made the question for the code obsolete. */
const OBSOLETE = new Error('the question for the code is obsolete');

/** Exit codes after which the session continues: no usable answer, a refusal, or blocked before sending. */
const CONTINUABLE: ReadonlySet<number> = new Set([EXIT.unavailable, EXIT.refused, EXIT.blocked]);

const WAITING = {
  request: message('waiting for the platform to ask for the code'),
  result: message('the platform is checking the code'),
  end: message('the platform has waited 30 minutes: it ends the payment'),
} as const;

class OtpSession {
  readonly #payment: OtpPayment;
  readonly #context: ReconcileContext;
  readonly #progress: OtpProgress;
  /** Input that was typed and not submitted. */
  #typed = '';

  constructor(payment: OtpPayment, context: ReconcileContext) {
    this.#payment = payment;
    this.#context = context;
    this.#progress = new OtpProgress(payment.challenge, payment.watcher, context.clock);
  }

  async run(): Promise<PaymentState> {
    for (;;) {
      this.#context.signal.throwIfAborted();
      const { end, step } = this.#progress;
      if (end !== undefined) return end;
      if (step.kind === 'wait') await this.#wait(WAITING[step.for]);
      else await this.#handleAnswer(await this.#ask());
    }
  }

  async #wait(text: Text): Promise<void> {
    const { terminal, signal } = this.#context;
    await terminal.withSpinner(this.#progress.message ?? text, async (say) => {
      await this.#progress.applyNext(signal);
      if (this.#progress.message !== undefined) say(this.#progress.message);
    });
  }

  /** Asks for the code; undefined when the question has become obsolete. */
  async #ask(): Promise<OtpAnswer | undefined> {
    const obsolete = new AbortController();
    const answered = new AbortController();
    const watching = this.#watchWhileAsking(obsolete, answered.signal);
    const question = {
      message: promptMessage(this.#progress),
      clocks: () => this.#progress.clocks,
      news: () => this.#progress.message,
      typed: this.#typed,
    };
    try {
      return await this.#context.terminal.askCode(question, obsolete.signal);
    } catch (error) {
      if (error === OBSOLETE) return undefined;
      throw error;
    } finally {
      answered.abort();
      await watching;
    }
  }

  async #watchWhileAsking(obsolete: AbortController, answered: AbortSignal): Promise<void> {
    const until = AbortSignal.any([answered, this.#context.signal]);
    const { rejection } = this.#progress;
    try {
      while (this.#progress.step.kind === 'enter' && this.#progress.rejection === rejection) {
        await this.#progress.applyNext(until);
      }
      obsolete.abort(OBSOLETE);
    } catch (error) {
      if (!answered.aborted) obsolete.abort(error);
    }
  }

  async #handleAnswer(answer: OtpAnswer | undefined): Promise<void> {
    if (answer === undefined) return;
    if (answer.kind === 'leave') throw interruptedFailure();
    if (answer.kind === 'code') {
      await this.#submit(answer.code);
      return;
    }
    this.#typed = answer.typed;
    if (canResend(this.#progress.clocks)) await this.#resend();
  }

  async #submit(code: string): Promise<void> {
    const { terminal, clock } = this.#context;
    const gate = await this.#context.gate();
    const problem = describeCodeProblem(code);
    if (problem !== undefined) terminal.warn(message('{problem}.', { problem }));
    this.#typed = code;
    const at = clock.elapsed();
    if (!(await this.#send(() => ({ request: gate.otp(this.#payment.paymentId, code) }), 'code'))) return;
    this.#finishWrite({ kind: 'submitted', at }, 'otp');
  }

  async #resend(): Promise<void> {
    const { terminal, clock } = this.#context;
    const { paymentId, ip } = this.#payment;
    const gate = await this.#context.gate();
    let at = clock.elapsed();
    const createWrite = async () => {
      const { allow, knownOperations } = await checkResend(paymentId, await this.#context.profile(), this.#context);
      // The new code is not older than its request, even if the answer is late.
      at = clock.elapsed();
      return { request: gate.resend(paymentId, ip), allow, knownOperations };
    };
    if (!(await this.#send(createWrite, 'resend'))) return;
    this.#finishWrite({ kind: 'resent', at }, 'resend');
    const count = this.#progress.clocks.resendsLeft;
    terminal.note(
      message('A new code has been sent; the old one is no longer valid. New codes left: {count}.', { count }),
    );
  }

  #finishWrite(event: Parameters<OtpProgress['apply']>[0], write: 'otp' | 'resend'): void {
    this.#typed = '';
    this.#progress.apply(event);
    this.#payment.onWrite?.(write);
    this.#payment.watcher.restart();
  }

  /** Returns true when the platform accepted a write. A refusal is printed, and the session continues. */
  async #send(createWrite: Parameters<typeof sendAndReconcile>[0], what: ReconciledWrite): Promise<boolean> {
    try {
      return await sendAndReconcile(createWrite, what, this.#context);
    } catch (error) {
      if (!(error instanceof Failure) || !CONTINUABLE.has(error.exit)) throw error;
      this.#context.terminal.warn(error.text);
      this.#payment.watcher.askSoon();
      return false;
    }
  }
}

function promptMessage({ rejection }: OtpProgress): Message {
  if (rejection === 'wrong') return message('Wrong code. Enter it again:');
  if (rejection === 'late') return message('The code has expired. Request a new one:');
  return message('The code from the SMS:');
}
