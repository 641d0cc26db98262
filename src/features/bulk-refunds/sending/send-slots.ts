import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { message } from '#domain/language/message';

/** Maximum time of an answer, in milliseconds, after which the next rows are recorded while they wait for a slot. */
const FAST_ANSWER_MS = 250;

/** The place of a row among the requests that are in flight. */
export interface SendSlot {
  /** Resolves when the row may be recorded: immediately while answers are fast, else when it may be sent. */
  readonly mayRecord: () => Promise<void>;
  /**
   * Resolves when the row may be sent.
   *
   * @throws {Failure} (interrupted) as soon as the batch ends
   */
  readonly maySend: () => Promise<void>;
  /**
   * Lets another row be sent. It may be called several times.
   *
   * @param isAnswered true when the platform has answered just now
   */
  readonly release: (isAnswered: boolean) => void;
}

/**
 * Returns a function that creates the slot of a row. At most `count` rows are sent concurrently. The flush of a record takes as long
 * as a short answer, so rows are recorded before an earlier answer lets them be sent. With slow answers their status would be too old.
 */
export function createSendSlots(count: number, { clock, signal }: Pick<Context, 'clock' | 'signal'>): () => SendSlot {
  const waiting: (() => void)[] = [];
  let free = count;
  let lastAnswerMs = Number.POSITIVE_INFINITY;
  const endWaiting = () => {
    for (const wake of waiting.splice(0)) wake();
  };
  signal.addEventListener('abort', endWaiting, { once: true });

  return () => {
    let sentAt: number | undefined;
    const maySend = async () => {
      if (sentAt === undefined && !signal.aborted) {
        if (free > 0) free -= 1;
        else await new Promise<void>((resolve) => waiting.push(resolve));
        sentAt = clock.elapsed();
      }
      if (signal.aborted) throw stoppedFailure(signal.reason);
    };
    return {
      mayRecord: async () => {
        if (free > 0 || lastAnswerMs > FAST_ANSWER_MS) await maySend();
      },
      maySend,
      release: (isAnswered) => {
        if (sentAt === undefined) return;
        if (isAnswered) lastAnswerMs = clock.elapsed() - sentAt;
        sentAt = undefined;
        const next = waiting.shift();
        if (next === undefined) free += 1;
        else next();
      },
    };
  };
}

/** Returns the failure of a row that is not sent, because the user or a failure of other rows has ended the batch. */
const stoppedFailure = (reason: unknown): Failure =>
  reason instanceof Failure && reason.exit === EXIT.interrupted
    ? reason
    : new Failure(EXIT.interrupted, 'stopped', message('the batch was stopped'));
