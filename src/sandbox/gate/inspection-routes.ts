import { SCENARIOS } from '#sandbox/scenarios';
import type { SandboxStore } from '#sandbox/store';

/**
 * What the sandbox shows beside the Gate, read with GET: the customers' messages (`?phone=` picks one
 * phone), the books, and the test values. Undefined for any other path.
 */
export function readLocal(path: string, query: URLSearchParams, books: SandboxStore): object | undefined {
  switch (path) {
    case '/sandbox/messages':
      return messages(books, query.get('phone'));
    case '/sandbox/payments':
      return books.payments;
    case '/sandbox/scenarios':
      return SCENARIOS.map(({ kind, value, outcome }) => ({ kind, value, outcome }));
    default:
      return undefined;
  }
}

/** Newest last. */
const messages = (books: SandboxStore, phone: string | null): readonly object[] =>
  books.messages
    .filter((message) => phone === null || message.phone === phone)
    .map(({ at, paymentId, phone: to, code, text }) => ({
      at: new Date(at).toISOString(),
      phone: to,
      payment_id: paymentId,
      code,
      text,
    }));
