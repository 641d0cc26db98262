import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { formatJson, type JsonObject, parseJson } from '#domain/json/exact-json';
import { getPath } from '#domain/json/json-path';
import type { Sandbox, SandboxEvent, SandboxOptions } from '#domain/sandbox/sandbox-options';
import { type Verification, verifySigned, withSignature } from '#domain/signature/signature';
import { startSandbox } from '#sandbox/start-sandbox';
import { FakeClock } from '../support/fake-clock.ts';

export const OTP_MILLISECONDS = 80_000;

/** An answer of the Gate. */
interface GateAnswer {
  readonly httpStatus: number;
  readonly text: string;
  readonly body: JsonObject;
}

/** A callback that the merchant received. */
interface Callback {
  readonly text: string;
  readonly body: JsonObject;
  readonly verification: Verification;
  /** The time when it was received, by the clock of the test. */
  readonly at: number;
}

/** A merchant's server. It answers 200 unless `answers` has another status. */
export interface Merchant {
  readonly url: string;
  readonly callbacks: Callback[];
  /** The HTTP statuses of the next answers. */
  readonly answers: number[];
  secretOf: Sandbox['secret'] | undefined;
}

/** A running sandbox with its clock and a merchant. Both are closed at the end of the test. */
export interface TestPlatform {
  readonly sandbox: Sandbox;
  readonly clock: FakeClock;
  readonly merchant: Merchant;
  readonly events: SandboxEvent[];
  /** Posts a body without changing it. */
  readonly postText: (path: string, text: string) => Promise<GateAnswer>;
  /** Signs a body and posts it. */
  readonly post: (path: string, body: JsonObject) => Promise<GateAnswer>;
  readonly get: (path: string) => Promise<GateAnswer>;
  /** Waits for the next callback. */
  readonly callback: () => Promise<Callback>;
  readonly sale: (changes?: SaleChanges) => Promise<GateAnswer>;
  readonly sendCode: (code: string, paymentId?: string) => Promise<GateAnswer>;
  readonly resend: (paymentId?: string) => Promise<GateAnswer>;
  readonly refund: (payment?: JsonObject, extra?: JsonObject) => Promise<GateAnswer>;
  readonly status: (paymentId?: string) => Promise<GateAnswer>;
  /** Returns the code in the last SMS. */
  readonly lastCode: () => string;
  /** Returns a wrong code. */
  readonly wrongCode: () => string;
  /** Makes a paid payment. */
  readonly paid: (changes?: SaleChanges) => Promise<void>;
}

export interface SaleChanges {
  readonly id?: string;
  readonly phone?: string;
  readonly general?: JsonObject;
  readonly extra?: JsonObject;
}

export type PlatformOptions = Partial<SandboxOptions> & {
  readonly clock?: FakeClock;
  readonly random?: () => number;
};

export async function openMerchant(clock: FakeClock): Promise<Merchant> {
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    response.writeHead(merchant.answers.shift() ?? 200).end();
    const verification: Verification =
      merchant.secretOf === undefined
        ? { valid: false, problem: 'no_signature', reason: 'no secret' }
        : verifySigned(text, merchant.secretOf);
    merchant.callbacks.push({ text, body: parseJson(text) as JsonObject, verification, at: clock.now() });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const merchant: Merchant = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callbacks`,
    callbacks: [],
    answers: [],
    secretOf: undefined,
  };
  return merchant;
}

export async function openPlatform({
  clock = new FakeClock(),
  random,
  ...changes
}: PlatformOptions = {}): Promise<TestPlatform> {
  const merchant = await openMerchant(clock);
  const events: SandboxEvent[] = [];
  const options: SandboxOptions = {
    host: '127.0.0.1',
    port: 0,
    callbackUrl: merchant.url,
    otpMilliseconds: OTP_MILLISECONDS,
    speed: 1,
    faults: [],
    projectId: 4242,
    onEvent: (event) => events.push(event),
    ...changes,
  };
  const sandbox = await startSandbox(options, clock, random);
  merchant.secretOf = sandbox.secret;
  onTestFinished(() => sandbox.close());
  const { projectId } = sandbox;

  let taken = 0;
  const read = async (response: Response): Promise<GateAnswer> => {
    const text = await response.text();
    return { httpStatus: response.status, text, body: parseJson(text) as JsonObject };
  };
  const platform: TestPlatform = {
    sandbox,
    clock,
    merchant,
    events,
    postText: async (path, text) => read(await fetch(sandbox.url + path, { method: 'POST', body: text })),
    post: (path, body) => platform.postText(path, formatJson(withSignature(body, sandbox.secret))),
    get: async (path) => read(await fetch(sandbox.url + path)),
    callback: async () => {
      const number = taken++;
      const arrival = async (): Promise<Callback> => {
        for (;;) {
          const callback = merchant.callbacks[number];
          if (callback !== undefined) return callback;
          await new Promise((resolve) => setImmediate(resolve));
        }
      };
      return clock.until(arrival(), 600_000);
    },
    sale: (change) => platform.post('/v2/payment/mobile/sale', saleBody(projectId, change)),
    sendCode: (code, id = 'order-1') =>
      platform.post('/v2/payment/clarification', {
        general: { project_id: projectId, payment_id: id },
        additional_data: { additional_data: { approval_code: code } },
      }),
    resend: (id = 'order-1') =>
      platform.post('/v2/customer/action/resend', {
        general: { project_id: projectId, payment_id: id },
        customer: { ip_address: '198.51.100.47' },
      }),
    refund: (payment, extra = {}) =>
      platform.post('/v2/payment/mobile/refund', {
        general: { project_id: projectId, payment_id: 'order-1' },
        ...(payment === undefined ? {} : { payment }),
        ...extra,
      }),
    status: (id = 'order-1') =>
      platform.post('/v2/payment/status', { general: { project_id: projectId, payment_id: id } }),
    lastCode: () => {
      const sms = events.findLast((event) => event.type === 'sms');
      return sms?.type === 'sms' ? sms.code : '';
    },
    wrongCode: () => (platform.lastCode() === '111111' ? '222222' : '111111'),
    paid: async (change) => {
      await platform.sale({ phone: '77000000001', ...change });
      await platform.callback();
    },
  };
  return platform;
}

/** Returns the body of a sale of 1000.00 KZT. */
export function saleBody(
  projectId: number,
  { id = 'order-1', phone = '77071234567', general, extra }: SaleChanges = {},
): JsonObject {
  return {
    general: { project_id: projectId, payment_id: id, ...general },
    customer: {
      id: 'customer_123',
      ip_address: '198.51.100.47',
      first_name: 'Aigerim',
      last_name: 'Ómarova',
      email: 'a@example.com',
    },
    account: { number: phone },
    payment: { amount: 100000, currency: 'KZT' },
    ...extra,
  };
}

/** Returns the values at paths of a body. */
export const pick = (body: JsonObject, ...paths: readonly string[]) => paths.map((path) => getPath(body, path));
