import { createGate } from '#adapters/gate/gate';
import type { Gate, SendLimit } from '#context';
import type { Outcome } from '#domain/gate/request-outcome';
import type { SignedRequest } from '#domain/gate/signed-request';
import type { Json } from '#domain/json/exact-json';
import { Secret } from '#domain/signature/secret';
import { FakeClock } from '../fake-clock.ts';

/** The project and the secret that the fake Gate signs with. */
export const FAKE_PROJECT = 4242;
export const FAKE_SECRET = new Secret('the secret of the shop', 'test');

/** What becomes of the next request: an outcome, an error to throw, or what a function makes of it. */
export type ScriptedOutcome = Outcome | Error | ((request: SignedRequest) => Outcome | Promise<Outcome>);

/**
 * A Gate that checks and signs as the real one and sends nothing: `send` gives the outcomes of a script in
 * their order. It is strict both ways: a request too many is an error, and {@link assertAllSent} fails when
 * outcomes are left.
 */
export class FakeGate implements Gate {
  /** What was sent, in order. */
  readonly requests: SignedRequest[] = [];
  /** How long each might take. */
  readonly limits: (SendLimit | undefined)[] = [];
  readonly timeoutMilliseconds = 1000;
  readonly #script: ScriptedOutcome[];
  readonly #always: ScriptedOutcome | undefined;
  readonly #gate: Gate;

  /** @param always what becomes of each request after the script; without it one more is an error */
  constructor(script: readonly ScriptedOutcome[] = [], always?: ScriptedOutcome) {
    this.#script = [...script];
    this.#always = always;
    this.#gate = createGate({
      gateUrl: 'https://gate.test',
      projectId: FAKE_PROJECT,
      secret: FAKE_SECRET,
      timeoutMilliseconds: 1000,
      signal: new AbortController().signal,
      clock: new FakeClock(),
      trace: () => {},
    });
  }

  operators: Gate['operators'] = (...words) => this.#gate.operators(...words);
  sale: Gate['sale'] = (...words) => this.#gate.sale(...words);
  otp: Gate['otp'] = (...words) => this.#gate.otp(...words);
  resend: Gate['resend'] = (...words) => this.#gate.resend(...words);
  refund: Gate['refund'] = (...words) => this.#gate.refund(...words);
  status: Gate['status'] = (...words) => this.#gate.status(...words);
  statusOfRequest: Gate['statusOfRequest'] = (...words) => this.#gate.statusOfRequest(...words);
  raw: Gate['raw'] = (...words) => this.#gate.raw(...words);
  readOperators: Gate['readOperators'] = (answer) => this.#gate.readOperators(answer);

  send: Gate['send'] = async (request, limit) => {
    this.requests.push(request);
    this.limits.push(limit);
    const next = this.#script.shift() ?? this.#always;
    if (next === undefined) throw new Error(`an unexpected request: ${request.kind} to ${request.url}`);
    if (next instanceof Error) throw next;
    return typeof next === 'function' ? next(request) : next;
  };

  /** Fails when the script has outcomes of requests that were never sent. */
  assertAllSent(): void {
    if (this.#script.length > 0) throw new Error(`${this.#script.length} requests were expected and never sent`);
  }
}

/** The platform answered, or took a request. */
export const accepted = (
  answer: Json,
  { requestId, signed = true }: { requestId?: string; signed?: boolean } = {},
): Outcome => ({
  kind: 'accepted',
  answer,
  requestId,
  signed,
});

/** The platform said no. */
export const refused = (code: string | undefined, message?: string, httpStatus = 400): Outcome => ({
  kind: 'refused',
  httpStatus,
  code,
  message,
  requestId: undefined,
});

/** Nothing left this machine. */
export const notSent = (reason = 'nothing listens at gate.test'): Outcome => ({ kind: 'not_sent', reason });

/** The answer was lost: the request may have arrived. */
export const lost = (reason = 'the connection was cut'): Outcome => ({ kind: 'unknown', reason });

/** The answer carried a wrong signature. */
export const unverified = (reason = 'its signature is wrong.'): Outcome => ({ kind: 'unverified', reason });
