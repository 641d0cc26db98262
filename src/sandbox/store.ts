/** Everything the sandbox knows, as plain data that can be written as JSON. Times are epoch milliseconds. */
export interface StoreState {
  readonly payments: readonly Payment[];
  readonly tasks: readonly Task[];
  readonly letters: readonly QueuedCallback[];
  readonly messages: readonly Message[];
  /** The next number for an operation, a task or a letter. */
  readonly nextNumber: number;
}

export interface Payment {
  readonly id: string;
  readonly customerId: string;
  readonly phone: string;
  /** As a status names it; `mobile` when left out. */
  readonly method?: string | undefined;
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
  /** Of every accepted request that is about this payment. */
  readonly requestIds: readonly string[];
  /** Where its callbacks go, when a request named a place of its own. */
  readonly callbackUrl?: string | undefined;
  readonly otp?: OneTimeCode | undefined;
  readonly wrongCodes: number;
  /** When the platform stops waiting for the OTP. */
  readonly waitsUntil?: number | undefined;
}

export interface Operation {
  readonly id: number;
  readonly type: 'sale' | 'refund' | 'customer action';
  readonly status: string;
  readonly createdAt: number;
  readonly changedAt: number;
  /** Of the last request that moved it: the key that joins an answer with its callback. */
  readonly requestId: string;
  /** Minor units. */
  readonly amount: number;
  readonly code: string;
  readonly message: string;
  readonly callbacks: CallbackOptions;
  readonly merchantRefundId?: string | undefined;
}

/** What a request asked of the callbacks that it causes (platform docs: `callback`). */
export interface CallbackOptions {
  readonly delayMilliseconds: number;
  readonly disabled: boolean;
}

export interface OneTimeCode {
  readonly code: string;
  readonly createdAt: number;
}

/** Something that is to happen to a payment later. */
export type Task = { readonly number: number; readonly at: number; readonly paymentId: string } & (
  | { readonly kind: 'process-sale' }
  | { readonly kind: 'judge-code'; readonly verdict: CodeCheck }
  | { readonly kind: 'stop-waiting' }
  | { readonly kind: 'finish-refund'; readonly operationId: number }
);

/** What a code was when it came in. */
export type CodeCheck = 'right' | 'wrong' | 'late';

/** A callback on its way. */
export interface QueuedCallback {
  readonly number: number;
  readonly paymentId: string;
  readonly status: string;
  readonly operation: string;
  readonly url: string;
  /** The signed body. */
  readonly text: string;
  readonly dueAt: number;
  /** How often it was tried. */
  readonly tries: number;
}

/** A message that the customer's phone got. */
export interface Message {
  readonly at: number;
  readonly paymentId: string;
  readonly phone: string;
  readonly code: string;
  readonly text: string;
}

/** The number of the first operation: as long as the platform's own (platform docs: "Signature"). */
const FIRST_NUMBER = 5_028_800_010_000_001;

/** The sandbox's memory. Entries are never changed, only replaced. */
export class SandboxStore {
  readonly #payments: Map<string, Payment>;
  readonly #tasks: Map<number, Task>;
  readonly #letters: Map<number, QueuedCallback>;
  readonly #messages: Message[];
  #nextNumber: number;

  constructor(state?: StoreState) {
    this.#payments = new Map(state?.payments.map((payment) => [keyOf(payment.id), payment]));
    this.#tasks = new Map(state?.tasks.map((task) => [task.number, task]));
    this.#letters = new Map(state?.letters.map((letter) => [letter.number, letter]));
    this.#messages = [...(state?.messages ?? [])];
    this.#nextNumber = state?.nextNumber ?? FIRST_NUMBER;
  }

  get payments(): readonly Payment[] {
    return [...this.#payments.values()];
  }

  get tasks(): readonly Task[] {
    return [...this.#tasks.values()];
  }

  get letters(): readonly QueuedCallback[] {
    return [...this.#letters.values()];
  }

  get messages(): readonly Message[] {
    return this.#messages;
  }

  takeNumber(): number {
    return this.#nextNumber++;
  }

  /** By the merchant's id, without regard to case (platform docs: field limits). */
  find(paymentId: string): Payment | undefined {
    return this.#payments.get(keyOf(paymentId));
  }

  findByRequest(requestId: string): Payment | undefined {
    return this.payments.find(({ requestIds }) => requestIds.includes(requestId));
  }

  putPayment(payment: Payment): void {
    this.#payments.set(keyOf(payment.id), payment);
  }

  putTask(task: Task): void {
    this.#tasks.set(task.number, task);
  }

  dropTask(task: Task): void {
    this.#tasks.delete(task.number);
  }

  putLetter(letter: QueuedCallback): void {
    this.#letters.set(letter.number, letter);
  }

  dropLetter(letter: QueuedCallback): void {
    this.#letters.delete(letter.number);
  }

  addMessage(message: Message): void {
    this.#messages.push(message);
  }

  toJSON(): StoreState {
    const { payments, tasks, letters, messages } = this;
    return { payments, tasks, letters, messages, nextNumber: this.#nextNumber };
  }
}

const keyOf = (paymentId: string): string => paymentId.toLowerCase();

/** The payment with one of its operations changed, both dated `now`. */
export function withOperation(payment: Payment, id: number, changes: Partial<Operation>, now: number): Payment {
  const operations = payment.operations.map((operation) =>
    operation.id === id ? { ...operation, ...changes, changedAt: now } : operation,
  );
  return { ...payment, operations, changedAt: now };
}
