import { SCENARIOS } from '#sandbox/scenarios';
import type { SandboxStore } from '#sandbox/store';

/**
 * Returns the answer to a GET that inspects the sandbox: the customers' messages (`?phone=` selects one phone), the payments,
 * or the test values. Undefined for any other path.
 */
export function readInspectionRoute(path: string, query: URLSearchParams, store: SandboxStore): object | undefined {
  if (path === '/sandbox/messages') return listMessages(store, query.get('phone'));
  if (path === '/sandbox/payments') return store.payments;
  return path === '/sandbox/scenarios' ? SCENARIOS : undefined;
}

/** Lists the messages, newest last. */
const listMessages = ({ messages }: SandboxStore, phone: string | null): readonly object[] =>
  messages
    .filter((message) => phone === null || message.phone === phone)
    .map(({ at, paymentId, phone: to, code, text }) => ({
      at: new Date(at).toISOString(),
      phone: to,
      payment_id: paymentId,
      code,
      text,
    }));
