import { formatJson, type JsonObject } from '#domain/json/exact-json';
import type { Intent } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import type { Sandbox } from '#domain/sandbox/sandbox-options';
import { withSignature } from '#domain/signature/signature';

/** A payment as the sandbox stores it. */
interface StoredPayment {
  readonly id: string;
  readonly status: string;
  readonly operations: readonly { readonly type: string; readonly status: string; readonly amount: number }[];
}

const readPayments = async (sandbox: Sandbox): Promise<readonly StoredPayment[]> =>
  (await (await fetch(`${sandbox.url}/sandbox/payments`)).json()) as StoredPayment[];

/** Makes paid payments. */
export async function sellPayments(ids: readonly string[], sandbox: Sandbox): Promise<void> {
  const wanted = new Set(ids);
  for (const until = Date.now() + 120_000; wanted.size > 0; ) {
    if (Date.now() > until) throw new Error(`not paid: ${[...wanted].join(', ')}`);
    const known = new Map((await readPayments(sandbox)).map((payment) => [payment.id, payment.status]));
    for (const id of wanted) {
      if (known.get(id) === 'success') wanted.delete(id);
      // A request that a fault of the sandbox has ended is sent again.
      else if (!known.has(id)) await sell(id, sandbox).catch(() => {});
    }
  }
}

async function sell(id: string, sandbox: Sandbox): Promise<void> {
  const body: JsonObject = {
    general: { project_id: sandbox.projectId, payment_id: id },
    customer: { id: 'c-1', ip_address: '198.51.100.47', first_name: 'John', last_name: 'Doe', email: 'j@example.com' },
    account: { number: '77000000001' },
    payment: { amount: 1_000_000, currency: 'KZT' },
  };
  const text = formatJson(withSignature(body, sandbox.secret));
  await (await fetch(`${sandbox.url}/v2/payment/mobile/sale`, { method: 'POST', body: text })).text();
}

/** Differences between what the platform has done and what the ledger says, each as `payment amount`. */
export interface Comparison {
  readonly refunded: number;
  /** Refunds of one amount of one payment that the platform has done more than once. */
  readonly twice: readonly string[];
  /** Refunds of the platform that no intent of the ledger counts as sent. */
  readonly lost: readonly string[];
  /** Intents whose state contradicts the platform. */
  readonly wrong: readonly string[];
  readonly open: readonly string[];
}

/** Compares the ledger with the sandbox's own record. */
export async function compareRecords(ledger: Ledger, sandbox: Sandbox): Promise<Comparison> {
  const done = (await readPayments(sandbox)).flatMap(({ id, operations }) =>
    operations
      .filter(({ type, status }) => type === 'refund' && status === 'success')
      .map(({ amount }) => `${id} ${amount}`),
  );
  const intents = (await ledger.history({ limit: 1_000_000 })).filter(({ kind }) => kind === 'refund');
  const inState = (...states: readonly Intent['state'][]) =>
    intents
      .filter(({ state }) => states.includes(state))
      .map(({ paymentId, amount }) => `${paymentId} ${amount?.minor}`);
  const sent = inState('accepted', 'done');
  return {
    refunded: done.length,
    twice: done.filter((key, at) => done.indexOf(key) !== at),
    lost: done.filter((key) => !sent.includes(key)),
    wrong: [
      ...sent.filter((key) => !done.includes(key)),
      ...sent.filter((key, at) => sent.indexOf(key) !== at),
      ...inState('never_arrived').filter((key) => done.includes(key)),
    ],
    open: inState('sending', 'unknown'),
  };
}
