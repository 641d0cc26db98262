import { answer, closeAfterReading, type Fault, hang } from '../support/gate/fault-server.ts';

/** What a Gate does with a request, and the exit codes of a question and of a write then. */
export interface GateFault {
  /** Undefined: nothing listens there. */
  readonly fault: Fault | undefined;
  readonly asked: number;
  readonly written: number;
}

const PAGE = '<html><body>Bad Gateway</body></html>';
const ERROR = '{"status":"error","code":"2004","message":"no"}';

let answered = 0;

/** Knows the payment, accepts every write, and signs nothing. */
export const unsigned: Fault = async (socket, read, peek) => {
  answered += 1;
  const payment = { id: 'payment_47', status: 'success', sum: { amount: 100_000, currency: 'KZT' } };
  const { path } = await peek();
  const told = path.endsWith('/status') ? { payment, operations: [] } : { status: 'success' };
  await answer(200, JSON.stringify({ ...told, request_id: `request-${answered}` }))(socket, read, peek);
};

export const GATE_FAULTS: Readonly<Record<string, GateFault>> = {
  'a Gate that cannot be reached': { fault: undefined, asked: 5, written: 5 },
  'HTTP 401': { fault: answer(401, ERROR), asked: 4, written: 4 },
  'HTTP 403': { fault: answer(403, ERROR), asked: 4, written: 4 },
  'HTTP 404': { fault: answer(404, '{}'), asked: 5, written: 6 },
  'HTTP 429': { fault: answer(429, PAGE, { 'retry-after': '1' }), asked: 5, written: 6 },
  'HTTP 500': { fault: answer(500, ERROR), asked: 5, written: 6 },
  'an answer that is HTML': { fault: answer(200, PAGE, { 'content-type': 'text/html' }), asked: 5, written: 6 },
  'a connection that is cut': { fault: closeAfterReading, asked: 5, written: 6 },
  'a Gate that never answers': { fault: hang, asked: 5, written: 6 },
  'an answer without a signature': { fault: unsigned, asked: 9, written: 0 },
};
