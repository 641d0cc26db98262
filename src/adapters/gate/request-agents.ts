import http, { type ClientRequest, type RequestOptions } from 'node:http';
import https from 'node:https';

/** Gives a request its connection, or an error: see {@link failRequest}. */
export type Attach = (request: ClientRequest) => void;

/**
 * Creates agents that neither open nor store connections: each request gets its connection from its option `createConnection`,
 * which is an {@link Attach}. They never repeat a request.
 */
export const createAgents = () => ({ http: new HttpAgent(KEEP_ALIVE), https: new HttpsAgent(KEEP_ALIVE) });

/** Ends a request that gets no connection. Node.js takes the error as a second argument. */
export const failRequest = (request: ClientRequest, error: Error): void =>
  Reflect.apply(request.onSocket, request, [undefined, error]);

/** Without it, requests would ask the server to close the connection after the answer. */
const KEEP_ALIVE = { keepAlive: true };

const attach = (request: ClientRequest, { createConnection }: RequestOptions): void =>
  (createConnection as unknown as Attach)(request);

class HttpAgent extends http.Agent {
  addRequest = attach;
}

class HttpsAgent extends https.Agent {
  addRequest = attach;
}
