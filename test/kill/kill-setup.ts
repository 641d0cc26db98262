import { setTimeout as sleep } from 'node:timers/promises';
import { openProfileStore } from '#adapters/profiles/profile-store';
import { systemClock } from '#async/clock';
import { formatJson, type JsonObject } from '#domain/json/exact-json';
import { withSignature } from '#domain/signature/signature';
import { sandboxProfile } from '#features/sandbox/sandbox-profile';
import { startSandbox } from '#sandbox/start-sandbox';
import { type Passage, type Passenger, startUnsteadyProxy } from '../e2e/support/unsteady-proxy.ts';
import { type Running, startCli } from '../support/cli.ts';
import { ledgerFolder, openTestLedger } from '../support/ledger.ts';

/** A payment as the sandbox stores it. */
export interface StoredPayment {
  readonly id: string;
  readonly status: string;
  readonly operations: readonly { readonly type: string; readonly status: string; readonly amount: number }[];
  readonly requestIds: readonly string[];
}

/** What the network tells, and asks, of the requests about one payment. */
interface Watch {
  readonly passage: (path: string) => Passage | undefined;
  readonly onSent: (path: string) => void | Promise<void>;
  readonly onAnswered: (path: string) => void;
}

/** A sandbox behind an unsteady network, and a merchant who works with it. */
export interface KillSetup {
  readonly dataFolder: string;
  start(args: readonly string[]): Running;
  watch(paymentId: string, watch: Watch): void;
  /** Posts a signed body to the Gate, past the network. */
  post(path: string, body: JsonObject): Promise<void>;
  book(paymentId: string): Promise<StoredPayment | undefined>;
  /** Resolves when the sandbox has the payment in this state. */
  booked(paymentId: string, isSo: (payment: StoredPayment) => boolean): Promise<void>;
  code(paymentId: string): Promise<string>;
  close(): Promise<void>;
}

/** Some codes come in time and some late, and a resend is soon possible. */
const OTP_MILLISECONDS = 1000;

/** Six times this is how long a platform gets to show a request: longer than this network keeps one. */
const STATUS_DELAY_SECONDS = 0.1;

export async function openKillSetup(): Promise<KillSetup> {
  const options = { host: '127.0.0.1', port: 0, otpMilliseconds: OTP_MILLISECONDS, speed: 1, faults: [] };
  const sandbox = await startSandbox({ ...options, onEvent: () => {} }, systemClock);
  const watches = new Map<string, Watch>();
  const watchOf = ({ paymentId }: Passenger) => watches.get(paymentId);
  const proxy = await startUnsteadyProxy(sandbox.url, {
    passage: (passenger) => watchOf(passenger)?.passage(passenger.path),
    onSent: (passenger) => watchOf(passenger)?.onSent(passenger.path),
    onAnswered: (passenger) => watchOf(passenger)?.onAnswered(passenger.path),
  });
  const configFolder = ledgerFolder();
  const dataFolder = ledgerFolder();
  await (await openTestLedger(undefined, dataFolder)).close();
  const profile = { ...sandboxProfile(sandbox, options), gateUrl: proxy.url, statusDelaySeconds: STATUS_DELAY_SECONDS };
  await openProfileStore(configFolder).save(profile);
  const env = { ROCKETPAY_CONFIG_DIR: configFolder, ROCKETPAY_DATA_DIR: dataFolder, ROCKETPAY_NO_INPUT: '1' };

  const read = async (page: string) => (await fetch(`${sandbox.url}/sandbox/${page}`)).json();
  const book: KillSetup['book'] = async (paymentId) =>
    ((await read('payments')) as StoredPayment[]).find(({ id }) => id === paymentId);
  return {
    dataFolder,
    start: (args) => startCli(args, { env, stdin: 'ignore' }),
    watch: (paymentId, watch) => void watches.set(paymentId, watch),
    async post(path, body) {
      const general = { project_id: sandbox.projectId, ...(body.general as JsonObject) };
      const text = formatJson(withSignature({ ...body, general }, sandbox.secret));
      const answer = await fetch(sandbox.url + path, { method: 'POST', body: text });
      if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    },
    book,
    async booked(paymentId, isSo) {
      for (const until = Date.now() + 60_000; ; await sleep(50)) {
        const payment = await book(paymentId);
        if (payment !== undefined && isSo(payment)) return;
        if (Date.now() > until) throw new Error(`${paymentId} did not become what it should: ${payment?.status}`);
      }
    },
    async code(paymentId) {
      const messages = (await read('messages')) as { payment_id: string; code: string }[];
      return messages.findLast((message) => message.payment_id === paymentId)?.code ?? '';
    },
    async close() {
      await Promise.all([proxy.close(), sandbox.close()]);
    },
  };
}
