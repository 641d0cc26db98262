import type { Clock } from '#async/clock';
import type { SandboxEngine, TaskPlan } from './engine.ts';
import { finishRefund } from './refunds.ts';
import { checkOtpCode, processSale, stopWaiting } from './sales.ts';
import type { Payment, SandboxStore, Task } from './store.ts';

/** What happens to payments by itself: booked, so that a restart forgets none of it. */
export interface Scheduler {
  readonly plan: (task: TaskPlan) => void;
  /** Waits for everything that is booked, as after a restart. */
  resume(): void;
}

/** Creates the scheduler, which runs each task when it is due, until the signal is aborted. */
export function createScheduler(parts: {
  readonly books: SandboxStore;
  readonly clock: Clock;
  readonly engine: () => SandboxEngine;
  readonly save: () => void;
  /** Is told what kept a task from being done. */
  readonly onFailed: (error: Error) => void;
  readonly signal: AbortSignal;
}): Scheduler {
  const { books, clock, engine, save, onFailed, signal } = parts;

  const wait = async (task: Task): Promise<void> => {
    try {
      await clock.sleep(Math.max(0, task.at - clock.now()), signal);
    } catch {
      return;
    }
    books.dropTask(task);
    const payment = books.find(task.paymentId);
    if (payment !== undefined) perform(task, payment, engine());
    save();
  };

  return {
    plan: ({ inMilliseconds, ...rest }) => {
      const task: Task = { ...rest, number: books.takeNumber(), at: clock.now() + inMilliseconds };
      books.putTask(task);
      wait(task).catch(onFailed);
    },
    resume: () => {
      for (const task of books.tasks) wait(task).catch(onFailed);
    },
  };
}

function perform(task: Task, payment: Payment, engine: SandboxEngine): void {
  switch (task.kind) {
    case 'process-sale':
      return processSale(payment, engine);
    case 'judge-code':
      return checkOtpCode(payment, task, engine);
    case 'stop-waiting':
      return stopWaiting(payment, engine);
    case 'finish-refund':
      return finishRefund(payment, task, engine);
  }
}
