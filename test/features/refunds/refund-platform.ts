import { classifyAnswer } from '#adapters/gate/answer-outcome';
import { createGate } from '#adapters/gate/gate';
import type { Gate } from '#context';
import type { Outcome } from '#domain/gate/request-outcome';
import { getRequestAmount, type SignedRequest } from '#domain/gate/signed-request';
import type { JsonObject } from '#domain/json/exact-json';
import { textAt } from '#domain/payments/payment-state';
import { accepted, FAKE_PROJECT, FAKE_SECRET } from '../../support/gate/fake-gate.ts';

export const PAID = 100_000;
export const MINUTE = 60_000;

/** How a refund request ends: what the platform does with it, and what the caller hears. */
export const ANSWERS = {
  ok: { does: true, says: [200, {}] },
  cut: { does: true, says: undefined },
  'cut before': { does: false, says: undefined },
  late: { does: true, delay: 7 * MINUTE, says: undefined },
  'late with answer': { does: true, delay: 7 * MINUTE, says: [200, {}] },
  declined: { does: true, declines: true, says: [200, {}] },
  'declined and cut': { does: true, declines: true, says: undefined },
  'page of a proxy': { does: true, says: [403, '<html>blocked</html>'] },
  'too many': { does: true, says: [429, ''] },
  'server error': { does: true, says: [502, ''] },
  'repeat 3230': { does: true, says: [400, { status: 'error', code: '3230', request_id: undefined }] },
  'repeat 3613': { does: true, says: [409, { errors: [{ code: 3613 }], request_id: undefined }] },
  'success with errors': { does: true, says: [200, { errors: [{ code: '1' }] }] },
  'no request id': { does: true, says: [200, { request_id: undefined }] },
  'another payment': { does: true, says: [200, { payment_id: 'order-9' }] },
  'old request id': { does: true, says: [200, { request_id: 'first' }] },
  refused: { does: false, says: [400, { status: 'error', code: '3028', request_id: undefined }] },
} as const satisfies Record<
  string,
  {
    readonly does: boolean;
    readonly delay?: number;
    readonly declines?: boolean;
    readonly says: readonly [number, JsonLike] | undefined;
  }
>;

type JsonLike = string | Readonly<Record<string, unknown>>;
export type AnswerName = keyof typeof ANSWERS;

/** How the platform writes its status answers, and when. */
export interface Shape {
  /** How long after it was made a refund is shown, in milliseconds. */
  readonly lag: number;
  readonly newestFirst: boolean;
  readonly withoutAmounts: boolean;
  readonly withoutRequestIds: boolean;
  /** The platform takes `merchant_refund_id`, refuses a repeated one, and perhaps shows it. */
  readonly refundIds: 'none' | 'hidden' | 'shown';
}

export const AMOUNTS = [10_000, 25_000, 60_000] as const;

export interface Refund {
  readonly do: 'refund';
  readonly host: number;
  /** Undefined: everything that is left. */
  readonly minor: number | undefined;
  readonly again: boolean;
  /** False for a script, which gives `--confirm`. */
  readonly interactive: boolean;
  readonly answer: AnswerName;
  readonly key: string | undefined;
  /** Events during the refund: the step at which each happens, and the event. */
  readonly meanwhile: readonly { readonly step: number; readonly event: Event }[];
}
export type Event =
  | { readonly do: 'foreign'; readonly minor: number; readonly ends: 'success' | 'decline'; readonly takes: number }
  | { readonly do: 'wait'; readonly milliseconds: number }
  | { readonly do: 'look' | 'resume'; readonly host: number }
  | { readonly do: 'settle' }
  | Refund;

/** A refund that the platform has carried out, or will. */
export interface Made {
  readonly id: string;
  readonly minor: number;
  readonly at: number;
  readonly foreign: boolean;
  readonly requestId: string;
  readonly refundId: string | undefined;
  readonly endsAt: number;
  readonly ends: 'success' | 'decline';
}

/** A platform with one payment. It takes every refund that it is sent: only the rules of the program keep the money. */
export class RefundPlatform {
  readonly made: Made[] = [];
  /** Id of what the newest request has made; undefined when nothing. */
  newest: string | undefined;
  #sent = 0;
  readonly #shape: Shape;
  readonly #now: () => number;
  #first: string | undefined;

  constructor(shape: Shape, now: () => number) {
    this.#shape = shape;
    this.#now = now;
  }

  make(order: Pick<Made, 'minor' | 'foreign' | 'ends'> & Partial<Made> & { readonly takes?: number }): Made {
    const at = order.at ?? this.#now();
    const id = String(5_028_800_010_000_000 + this.made.length);
    const { requestId = `req-${this.made.length}`, refundId, takes = 0 } = order;
    const given = this.made.reduce((sum, { minor, ends }) => sum + (ends === 'success' ? minor : 0), 0);
    // A refund that exceeds the payment is declined, because the client could not have known of the other refund.
    const ends = given + order.minor > PAID ? 'decline' : order.ends;
    const made = { ...order, ends, id, at, requestId, refundId, endsAt: at + takes } as const;
    this.made.push(made);
    return made;
  }

  /** What a status answer shows now. */
  get shown(): readonly Made[] {
    return this.made.filter((made) => this.isShown(made, this.#now()));
  }

  isShown = ({ at }: Made, now: number): boolean => at + this.#shape.lag <= now;

  statusOf = (made: Made): string => (made.endsAt > this.#now() ? 'processing' : made.ends);

  /** A Gate under a host; `around` runs before each request is carried out, and after. */
  gate(gateUrl: string, mode: () => AnswerName, around: (when: string) => Promise<void>): Gate {
    const gate = createGate({
      gateUrl,
      projectId: FAKE_PROJECT,
      secret: FAKE_SECRET,
      timeoutMilliseconds: 1000,
      signal: undefined,
      clock: { now: this.#now, elapsed: this.#now, sleep: async () => {} },
    });
    const send = async (request: SignedRequest): Promise<Outcome> => {
      if (!request.writes) {
        const answer = accepted(this.#status());
        await around('read');
        return answer;
      }
      await around('sent');
      const outcome = this.#refund(request, mode());
      await around('answered');
      return outcome;
    };
    return { ...gate, send };
  }

  #refund(request: SignedRequest, name: AnswerName): Outcome {
    const payment = request.body.payment as JsonObject;
    const answer: {
      does: boolean;
      delay?: number;
      declines?: boolean;
      says?: readonly [number, JsonLike] | undefined;
    } = ANSWERS[name];
    const { does, delay = 0, declines = false, says } = answer;
    const refundId = this.#shape.refundIds === 'none' ? undefined : textAt(payment, 'merchant_refund_id');
    const at = this.#now() + delay;
    const repeats = refundId !== undefined && this.made.some((other) => other.refundId === refundId);
    const minor = getRequestAmount(request)?.minor ?? 0;
    const made =
      does && !repeats
        ? this.make({ minor, foreign: false, ends: declines ? 'decline' : 'success', at, refundId, takes: 2000 })
        : undefined;
    this.newest = made?.id;
    const requestId = made?.requestId ?? `none-${this.#sent++}`;
    if (says?.[0] === 200) this.#first ??= made?.requestId;
    if (says === undefined) return { kind: 'unknown', reason: 'the connection was cut' };
    const [statusCode, body] = repeats
      ? ([400, { status: 'error', code: '3230', request_id: undefined }] as const)
      : says;
    const common = {
      status: 'success',
      project_id: FAKE_PROJECT,
      payment_id: request.paymentId,
      request_id: requestId,
    };
    const first = typeof body !== 'string' && body.request_id === 'first' ? { request_id: this.#first } : {};
    const text = typeof body === 'string' ? body : JSON.stringify({ ...common, ...body, ...first });
    return classifyAnswer({ statusCode, headers: {}, body: new TextEncoder().encode(text) }, request, FAKE_SECRET);
  }

  #status(): JsonObject {
    const { newestFirst, withoutAmounts, withoutRequestIds, refundIds } = this.#shape;
    const done = this.shown.filter((made) => this.statusOf(made) === 'success');
    const left = PAID - done.reduce((sum, { minor }) => sum + minor, 0);
    const refunds = this.shown.map((made) => ({
      id: made.id,
      type: 'refund',
      status: this.statusOf(made),
      created_date: date(made.at),
      ...(withoutRequestIds ? {} : { request_id: made.requestId }),
      ...(withoutAmounts ? {} : { sum_initial: { amount: made.minor, currency: 'KZT' } }),
      ...(refundIds === 'shown' && made.refundId !== undefined ? { merchant_refund_id: made.refundId } : {}),
    }));
    const sum = { amount: PAID, currency: 'KZT' };
    const sale = { id: '1', type: 'sale', status: 'success', request_id: 'req-sale', sum_initial: sum };
    const operations = [sale, ...refunds];
    return {
      project_id: FAKE_PROJECT,
      payment: {
        id: 'order-1',
        status: left === PAID ? 'success' : left === 0 ? 'refunded' : 'partially refunded',
        method: 'mobile',
        sum: { amount: left, currency: 'KZT' },
      },
      operations: newestFirst ? operations.reverse() : operations,
    };
  }
}

/** Dates as the platform writes them: cut to the second. */
const date = (time: number): string => new Date(time).toISOString().replace(/\.\d+Z$/, '+0000');
