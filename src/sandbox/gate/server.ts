import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { formatJson, type JsonObject, tryParseJson } from '#domain/json/exact-json';
import { getPath } from '#domain/json/json-path';
import { withSignature } from '#domain/signature/signature';
import type { SandboxEngine } from '#sandbox/engine';
import { WRONG_SECRET } from '#sandbox/fault-injector';
import { pageMethods, servePage } from '#sandbox/page/routes';
import { isAllowedHost } from './allowed-host.ts';
import { ANSWER_FAULTS, cut, sendFaulty, sendJson } from './answer-faults.ts';
import { type Answer, ApiError } from './api-error.ts';
import { findEndpoint, type GateEndpoint } from './endpoints.ts';
import { answerRequest } from './handle-request.ts';
import { readInspectionRoute } from './inspection-routes.ts';

const MAX_BODY_BYTES = 1024 * 1024;

/** In milliseconds. An idle connection stays open, because a busy client would reuse it just when it is closed. */
const LIMITS = {
  requestTimeout: 30_000,
  headersTimeout: 10_000,
  keepAliveTimeout: 60_000,
  connectionsCheckingInterval: 1_000,
};

/** Creates the HTTP server of a sandbox: the Gate with its faults, and the Payment Page. It does not listen yet. */
export function createGateServer(engine: SandboxEngine): Server {
  return createServer(LIMITS, (request, response) => {
    const [path = '', query = ''] = splitOnce(request.url ?? '');
    response.setHeader('date', new Date(engine.clock.now()).toUTCString());
    serve(request, response, path, query, engine).catch((error: Error) => {
      // A failure ends only its own request.
      if (response.headersSent) return void response.destroy();
      const { answer } =
        error instanceof ApiError ? error : new ApiError('500', `The sandbox failed: ${error.message}`, 500);
      report(path, undefined, answer, engine);
      sendJson(response, answer.httpStatus, formatJson(answer.body));
    });
  });
}

/** Splits a URL at its first question mark. */
const splitOnce = (url: string): string[] => /^([^?]*)\??([\s\S]*)$/.exec(url)?.slice(1) ?? [];

/** @throws {ApiError} when the request is refused. */
async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
  engine: SandboxEngine,
): Promise<void> {
  const { method = '', headers, socket } = request;
  if (!isAllowedHost(headers.host, { host: engine.options.host, port: socket.localPort ?? 0 })) {
    throw new ApiError('421', 'This sandbox answers for localhost only', 421);
  }
  const inspected = readInspectionRoute(path, new URLSearchParams(query), engine.store);
  const endpoint = findEndpoint(path);
  const methods = pageMethods(path) ?? (inspected && ['GET']) ?? (endpoint && ['POST']);
  if (methods === undefined) throw new ApiError('404', `The sandbox has no route ${method} ${path}`, 404);
  if (!methods.includes(method)) {
    response.setHeader('allow', methods.join(', '));
    throw new ApiError('405', `${path} takes ${methods.join(' or ')}, not ${method}`, 405);
  }
  if (inspected !== undefined) return sendJson(response, 200, JSON.stringify(inspected));
  if (endpoint !== undefined) return serveGate(request, response, path, endpoint, engine);
  const sent = method === 'GET' ? query : await readBody(request);
  if (sent !== undefined) servePage(path, sent, request, response, engine);
}

async function serveGate(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  endpoint: GateEndpoint,
  engine: SandboxEngine,
): Promise<void> {
  const { secret, hasFault, save } = engine;
  if (hasFault('reset-before', path)) return cut(response);
  const text = await readBody(request);
  if (text === undefined) return;
  if (hasFault('500', path)) throw new ApiError('500', 'Internal server error', 500);
  const answer = answerRequest(text, endpoint, engine);
  save();
  report(path, readPaymentId(text), answer, engine);
  const key = answer.signed && hasFault('bad-signature', path) ? WRONG_SECRET : secret;
  const answerText = formatJson(answer.signed ? withSignature(answer.body as JsonObject, key) : answer.body);
  const fault = ANSWER_FAULTS.find((kind) => hasFault(kind, path));
  if (fault === undefined) return sendJson(response, answer.httpStatus, answerText);
  await sendFaulty(fault, response, answer.httpStatus, answerText, engine);
}

function report(path: string, paymentId: string | undefined, answer: Answer, { options }: SandboxEngine): void {
  options.onEvent({ type: 'request', path, paymentId, answer: `${answer.httpStatus} ${answer.summary}` });
}

/**
 * Reads a body; undefined when the client cuts the connection. A body that is too large is read to its end too, so that its
 * sender can read the answer.
 *
 * @throws {ApiError} 413 for a body that is too large.
 */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  if (size > MAX_BODY_BYTES) throw new ApiError('413', 'The body is larger than 1 MB', 413);
  return Buffer.concat(chunks).toString('utf8');
}

/** Reads the payment id of any body, for the output of the sandbox. */
function readPaymentId(text: string): string | undefined {
  const id = getPath(tryParseJson(text) ?? null, 'general.payment_id');
  return typeof id === 'string' ? id : undefined;
}
