import type { NewTask, SandboxEngine } from './engine.ts';
import { finishRefund } from './refunds.ts';
import { finishCodeCheck, processSale, stopWaiting } from './sales.ts';
import type { Payment, Task } from './store.ts';

/** Runs each task when it is due, until the sandbox is closed. Tasks are stored, so that a restart resumes them. */
export class Scheduler {
  readonly #engine: SandboxEngine;

  constructor(engine: SandboxEngine) {
    this.#engine = engine;
  }

  /** Stores a task and runs it later. */
  schedule({ inMilliseconds, ...rest }: NewTask): void {
    const { store, clock } = this.#engine;
    const task: Task = { ...rest, number: store.takeNumber(), at: clock.now() + inMilliseconds };
    store.tasks.set(task.number, task);
    this.#start(task);
  }

  /** Starts the stored tasks after a restart. */
  resume(): void {
    for (const task of this.#engine.store.tasks.values()) this.#start(task);
  }

  #start(task: Task): void {
    this.#run(task).catch(this.#engine.reportProblem);
  }

  async #run(task: Task): Promise<void> {
    const { store, clock, saveOrReport, signal } = this.#engine;
    try {
      await clock.sleep(Math.max(0, task.at - clock.now()), signal);
    } catch {
      return;
    }
    store.tasks.delete(task.number);
    const payment = store.find(task.paymentId);
    if (payment !== undefined) perform(task, payment, this.#engine);
    saveOrReport();
  }
}

function perform(task: Task, payment: Payment, engine: SandboxEngine): void {
  switch (task.kind) {
    case 'process-sale':
      return processSale(payment, engine);
    case 'check-code':
      return finishCodeCheck(payment, task.result, engine);
    case 'stop-waiting':
      return stopWaiting(payment, engine);
    case 'finish-refund':
      return finishRefund(payment, task.operationId, engine);
  }
}
