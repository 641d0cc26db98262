import type { Clock } from '#async/clock';
import { MAX_ATTEMPTS, retryDelay } from '#domain/callbacks/retry-schedule';
import { formatJson } from '#domain/json/exact-json';
import type { SandboxEvent } from '#domain/sandbox/sandbox-options';
import type { Secret } from '#domain/signature/secret';
import { withSignature } from '#domain/signature/signature';
import { type FaultInjector, WRONG_SECRET } from './fault-injector.ts';
import { postJson } from './http-post.ts';
import { callbackBody } from './payment-json.ts';
import type { Operation, Payment, QueuedCallback, SandboxStore } from './store.ts';

const LATE_MILLISECONDS = 30_000;
/** How long a callback that is to come out of order waits for another one to pass it. */
const HOLD_MILLISECONDS = 20_000;

/** What the sender works with. */
export interface SenderParts {
  readonly books: SandboxStore;
  readonly clock: Clock;
  readonly projectId: number;
  readonly secret: Secret;
  /** Where callbacks go when the payment names no place of its own. */
  readonly callbackUrl: string | undefined;
  readonly hasFault: FaultInjector;
  readonly onEvent: (event: SandboxEvent) => void;
  readonly save: () => void;
  /** Is told what kept a callback from being sent. */
  readonly onFailed: (error: Error) => void;
  readonly signal: AbortSignal;
}

/** Signs callbacks and delivers them, those of one payment one after the other. */
export class CallbackSender {
  readonly #parts: SenderParts;
  /** For each payment, what has to be over before its next callback sets off. */
  readonly #lanes = new Map<string, Promise<void>>();
  /** Callbacks that wait to be passed by another one. */
  readonly #held = new Set<QueuedCallback>();

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  /** Goes on with the callbacks that are still on their way, as after a restart. */
  resume(): void {
    for (const letter of this.#parts.books.letters) this.#enqueue(letter);
  }

  /** Sends a callback about an operation, unless nobody wants it. */
  post(payment: Payment, operation: Operation): void {
    const { hasFault } = this.#parts;
    const url = payment.callbackUrl ?? this.#parts.callbackUrl;
    if (url === undefined || operation.callbacks.disabled || hasFault('no-callbacks', url)) return;
    const queuedCallbacks = [this.#write(url, payment, operation)];
    if (hasFault('duplicate-callbacks', url)) queuedCallbacks.push(this.#copy(queuedCallbacks));
    if (hasFault('reorder-callbacks', url)) return this.#hold(queuedCallbacks);
    for (const letter of queuedCallbacks) this.#enqueue(letter);
    for (const letter of this.#held) if (letter.paymentId === payment.id) this.#release(letter);
  }

  #write(url: string, payment: Payment, operation: Operation): QueuedCallback {
    const { books, clock, projectId, secret, hasFault } = this.#parts;
    const late = hasFault('late-callbacks', url) ? LATE_MILLISECONDS : 0;
    const key = hasFault('bad-signature', url) ? WRONG_SECRET : secret;
    const letter: QueuedCallback = {
      number: books.takeNumber(),
      paymentId: payment.id,
      status: payment.status,
      operation: `${operation.type}/${operation.status}`,
      url,
      text: formatJson(withSignature(callbackBody(projectId, payment, operation), key)),
      dueAt: clock.now() + operation.callbacks.delayMilliseconds + late,
      tries: 0,
    };
    books.putLetter(letter);
    return letter;
  }

  #copy(letters: readonly QueuedCallback[]): QueuedCallback {
    const [letter] = letters as [QueuedCallback];
    const copy = { ...letter, number: this.#parts.books.takeNumber() };
    this.#parts.books.putLetter(copy);
    return copy;
  }

  #hold(letters: readonly QueuedCallback[]): void {
    const { clock, signal } = this.#parts;
    for (const letter of letters) {
      this.#held.add(letter);
      clock.sleep(HOLD_MILLISECONDS, signal).then(
        () => this.#release(letter),
        () => {},
      );
    }
  }

  #release(letter: QueuedCallback): void {
    if (this.#held.delete(letter)) this.#enqueue(letter);
  }

  #enqueue(letter: QueuedCallback): void {
    const before = this.#lanes.get(letter.paymentId) ?? Promise.resolve();
    const lane = before.then(() => this.#deliver(letter)).catch(this.#parts.onFailed);
    this.#lanes.set(letter.paymentId, lane);
  }

  async #deliver(first: QueuedCallback): Promise<void> {
    const { books, clock, onEvent, save, signal } = this.#parts;
    let letter = first;
    for (;;) {
      let result: string;
      try {
        await clock.sleep(Math.max(0, letter.dueAt - clock.now()), signal);
        result = await postJson(letter.url, letter.text, signal);
      } catch (error) {
        if (signal.aborted) return;
        throw error;
      }
      const tries = letter.tries + 1;
      const over = result === '200' || tries >= MAX_ATTEMPTS;
      letter = { ...letter, tries, dueAt: clock.now() + retryDelay(tries) };
      if (over) books.dropLetter(letter);
      else books.putLetter(letter);
      save();
      const { paymentId, status, operation, url } = letter;
      onEvent({ type: 'callback', paymentId, status, operation, url, result });
      if (over) return;
    }
  }
}
