/** The data of a sandbox, as plain objects that can be written as JSON. Times are epoch milliseconds. */
export interface StoreState {
  readonly payments: readonly Payment[];
  readonly tasks: readonly Task[];
  readonly queuedCallbacks: readonly QueuedCallback[];
  readonly messages: readonly Message[];
  /** The next number for an operation, a task or a callback. */
  readonly nextNumber: number;
}

export interface Payment {
  readonly id: string;
  readonly customerId: string;
  readonly phone: string;
  /** The id of the mobile operator. */
  readonly operator: string;
  readonly description: string;
  readonly currency: string;
  /** Minor units, as sold. */
  readonly amount: number;
  /** Minor units, after the refunds that have succeeded. */
  readonly left: number;
  readonly status: string;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly operations: readonly Operation[];
  /** The ids of all accepted requests about the payment. */
  readonly requestIds: readonly string[];
  /** The callback URL of the last request that named one. */
  readonly callbackUrl?: string | undefined;
  readonly otp?: OneTimeCode | undefined;
  readonly wrongCodes: number;
  /** The time when the platform stops waiting for the OTP. */
  readonly waitsUntil?: number | undefined;
}

export interface Operation {
  readonly id: number;
  readonly type: 'sale' | 'refund' | 'customer action';
  readonly status: string;
  readonly createdAt: number;
  readonly changedAt: number;
  /** The id of the last request that changed the operation: it connects an answer with its callback. */
  readonly requestId: string;
  /** Minor units. */
  readonly amount: number;
  readonly code: string;
  readonly message: string;
  readonly callbacks: CallbackOptions;
  readonly merchantRefundId?: string | undefined;
}

/** Options of the callbacks that a request causes (platform docs: `callback`). */
export interface CallbackOptions {
  readonly delayMilliseconds: number;
  readonly disabled: boolean;
}

export interface OneTimeCode {
  readonly code: string;
  readonly createdAt: number;
}

/** A scheduled change of a payment. */
export type Task = { readonly number: number; readonly at: number; readonly paymentId: string } & (
  | { readonly kind: 'process-sale' }
  | { readonly kind: 'check-code'; readonly result: CodeCheck }
  | { readonly kind: 'stop-waiting' }
  | { readonly kind: 'finish-refund'; readonly operationId: number }
);

/** The result of the operator's check of an OTP. */
export type CodeCheck = 'right' | 'wrong' | 'late';

/** A callback that is not delivered yet. */
export interface QueuedCallback {
  readonly number: number;
  readonly paymentId: string;
  readonly status: string;
  readonly operation: string;
  readonly url: string;
  /** The signed body. */
  readonly text: string;
  readonly dueAt: number;
  /** The number of attempts so far. */
  readonly tries: number;
}

/** An SMS to the customer. */
export interface Message {
  readonly at: number;
  readonly paymentId: string;
  readonly phone: string;
  readonly code: string;
  readonly text: string;
}

/** The number of the first operation. It has as many digits as the platform's numbers (platform docs: signature). */
const FIRST_NUMBER = 5_028_800_010_000_001;

/** Stores the data of a sandbox in memory. Entries are never changed, only replaced. */
export class SandboxStore {
  readonly tasks: Map<number, Task>;
  readonly queuedCallbacks: Map<number, QueuedCallback>;
  /** Newest last. */
  readonly messages: Message[];
  readonly #payments: Map<string, Payment>;
  #nextNumber: number;

  constructor(state?: StoreState) {
    this.tasks = new Map(state?.tasks.map((task) => [task.number, task]));
    this.queuedCallbacks = new Map(state?.queuedCallbacks.map((callback) => [callback.number, callback]));
    this.messages = [...(state?.messages ?? [])];
    this.#payments = new Map(state?.payments.map((payment) => [toKey(payment.id), payment]));
    this.#nextNumber = state?.nextNumber ?? FIRST_NUMBER;
  }

  get payments(): readonly Payment[] {
    return [...this.#payments.values()];
  }

  takeNumber(): number {
    return this.#nextNumber++;
  }

  /** Finds a payment by its id, which is not case-sensitive (platform docs: field limits). */
  find(paymentId: string): Payment | undefined {
    return this.#payments.get(toKey(paymentId));
  }

  findByRequest(requestId: string): Payment | undefined {
    return this.payments.find(({ requestIds }) => requestIds.includes(requestId));
  }

  put(payment: Payment): void {
    this.#payments.set(toKey(payment.id), payment);
  }

  toJSON(): StoreState {
    return {
      payments: this.payments,
      tasks: [...this.tasks.values()],
      queuedCallbacks: [...this.queuedCallbacks.values()],
      messages: this.messages,
      nextNumber: this.#nextNumber,
    };
  }
}

const toKey = (paymentId: string): string => paymentId.toLowerCase();

/** Changes an operation of a payment. Both get the date `now`. */
export function withOperation(payment: Payment, id: number, changes: Partial<Operation>, now: number): Payment {
  const operations = payment.operations.map((operation) =>
    operation.id === id ? { ...operation, ...changes, changedAt: now } : operation,
  );
  return { ...payment, operations, changedAt: now };
}
