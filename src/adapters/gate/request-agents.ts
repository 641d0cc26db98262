import http, { type ClientRequest, type RequestOptions } from 'node:http';

/** Gives a request its connection, or an error: see {@link failRequest}. */
export type Attach = (request: ClientRequest) => void;

/**
 * Creates agents that neither open nor store connections: each request gets its connection from its option `createConnection`,
 * which is an {@link Attach}. They never repeat a request. The agent of `https` needs nothing of TLS: the connection has it.
 */
export const createAgents = () => ({
  http: new AttachingAgent(KEEP_ALIVE),
  https: Object.assign(new AttachingAgent(KEEP_ALIVE), { protocol: 'https:', defaultPort: 443, options: {} }),
});

/** Ends a request that gets no connection. Node.js takes the error as a second argument. */
export const failRequest = (request: ClientRequest, error: Error): void =>
  Reflect.apply(request.onSocket, request, [undefined, error]);

/** Without it, requests would ask the server to close the connection after the answer. */
const KEEP_ALIVE = { keepAlive: true };

const attach = (request: ClientRequest, { createConnection }: RequestOptions): void =>
  (createConnection as unknown as Attach)(request);

class AttachingAgent extends http.Agent {
  addRequest = attach;
}
