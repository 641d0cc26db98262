import { inspect } from 'node:util';
import { expect } from 'vitest';
import { type OpenConnection, openConnection } from '#adapters/gate/connection';
import { createGate, type GateOptions } from '#adapters/gate/gate';
import type { Clock } from '#async/clock';
import type { Gate, RefundOrder, SaleOrder } from '#context';
import { expectAccepted } from '#domain/gate/outcome-failure';
import type { Outcome } from '#domain/gate/request-outcome';
import type { SignedRequest } from '#domain/gate/signed-request';
import { formatJson, type JsonObject } from '#domain/json/exact-json';
import { Secret } from '#domain/signature/secret';
import { withSignature } from '#domain/signature/signature';
import type { Certificate } from './certificate.ts';

export const GATE_URL = 'https://api.rocketpay.kz';

/** A secret that no text holds by chance. */
const CANARY = 'canary-Zr7Qx0vW4k';

/** The documented example of a sale. */
export const sale: SaleOrder = {
  paymentId: 'payment_47',
  phone: '71234567890',
  amount: { minor: 100000, currency: 'KZT' },
  customer: {
    id: 'customer_123',
    ip: '198.51.100.47',
    firstName: 'John',
    lastName: 'Doe',
    email: 'johndoe@example.com',
  },
};

/** The documented example of a partial refund. */
export const refund: RefundOrder = {
  paymentId: 'payment_47',
  amount: { minor: 100000, currency: 'KZT' },
  description: 'Refund.',
};

/** The documented answer to a request that was taken. */
export const ACCEPTED = { status: 'success', request_id: 'req-1', project_id: 1234, payment_id: 'payment_47' };

/** A clock whose sleeps end immediately; it records them. */
class InstantClock implements Clock {
  readonly sleeps: number[] = [];

  elapsed = (): number => this.now();

  now(): number {
    return Date.UTC(2024, 11, 7, 19, 8, 5);
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.sleeps.push(milliseconds);
  }
}

/** Connects as the real sender does, and trusts a certificate that was made here as if it were a public one. */
export const trusting =
  ({ cert }: Certificate): OpenConnection =>
  (target, ...rest) =>
    openConnection({ ...target, ca: cert }, ...rest);

/** A Gate with everything that it said and did. */
export interface TestGate {
  readonly gate: Gate;
  readonly clock: InstantClock;
  readonly traces: string[];
  readonly abort: AbortController;
  readonly secret: Secret;
  /** All that came out: outcomes, failures, traces. */
  readonly evidence: unknown[];
  /** The exit code that the command would end with. */
  exitOf(outcome: Outcome, request: SignedRequest): number;
}

/** A Gate of the documented project. Its secret is a canary unless one is given. */
export function openTestGate(changes: Partial<GateOptions> = {}): TestGate {
  const traces: string[] = [];
  const evidence: unknown[] = [traces];
  const clock = new InstantClock();
  const abort = new AbortController();
  const options: GateOptions = {
    gateUrl: GATE_URL,
    projectId: 1234,
    secret: new Secret(CANARY),
    timeoutMilliseconds: 10_000,
    signal: abort.signal,
    clock,
    trace: (line) => traces.push(line),
    ...changes,
  };
  const gate = createGate(options);
  const noted = <T>(value: T): T => {
    evidence.push(value);
    return value;
  };
  const send: Gate['send'] = async (request, limit) => {
    try {
      return noted(await gate.send(noted(request), limit));
    } catch (error) {
      throw noted(error);
    }
  };
  const exitOf = (outcome: Outcome, request: SignedRequest): number => {
    try {
      expectAccepted(outcome, request);
      return 0;
    } catch (error) {
      return (noted(error) as { exit: number }).exit;
    }
  };
  return { gate: { ...gate, send }, clock, traces, abort, secret: options.secret, evidence, exitOf };
}

/** Fails when the secret stands in any of these, however they are written. */
export function expectNoSecret(values: unknown): void {
  expectNever(CANARY, values);
  expectNever(Buffer.from(CANARY).toString('base64').replace(/=+$/, ''), values);
  expectNever(Buffer.from(CANARY).toString('hex'), values);
}

/** Fails when a text stands in any of these, however they are written. */
export function expectNever(text: string, values: unknown): void {
  const everything = { depth: Number.POSITIVE_INFINITY, showHidden: true, maxStringLength: null, maxArrayLength: null };
  expect(inspect(values, everything)).not.toContain(text);
  expect(inspect(values, { ...everything, customInspect: false, getters: true })).not.toContain(text);
  expect(JSON.stringify(values, (_key, value) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(
    text,
  );
}

/** An answer as the platform signs it. */
export const signedAnswer = (body: JsonObject, secret: Secret): string => formatJson(withSignature(body, secret));
