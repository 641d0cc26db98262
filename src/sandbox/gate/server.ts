import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { formatJson, isJsonObject, type Json, type JsonObject, parseJson } from '#domain/json/exact-json';
import { withSignature } from '#domain/signature/signature';
import type { SandboxEngine } from '#sandbox/engine';
import { WRONG_SECRET } from '#sandbox/fault-injector';
import { pageMethods, servePage } from '#sandbox/page/routes';
import { isAllowedHost } from './allowed-host.ts';
import { type Answer, ApiError } from './api-error.ts';
import { findEndpoint, type GateEndpoint } from './endpoints.ts';
import { ANSWER_FAULTS, cut, sendFaulty, sendJson } from './faulty-response.ts';
import { answerRequest } from './handle-request.ts';
import { readInspectionRoute } from './inspection-routes.ts';

const MAX_BODY_BYTES = 1024 * 1024;

/** Milliseconds after which a slow request is cut off. */
const LIMITS = { requestTimeout: 30_000, headersTimeout: 10_000, connectionsCheckingInterval: 1_000 };

/** Creates the HTTP server of a sandbox: the Gate with its faults, and the Payment Page. It does not listen yet. */
export function createGateServer(engine: SandboxEngine): Server {
  return createServer(LIMITS, (request, response) => {
    response.setHeader('date', new Date(engine.clock.now()).toUTCString());
    serve(request, response, engine).catch(({ message }: Error) => {
      // A failure ends only its own request.
      if (response.headersSent) return void response.destroy();
      const [path = ''] = (request.url ?? '').split('?');
      refuse(response, new ApiError('500', `The sandbox failed: ${message}`, 500), path, engine);
    });
  });
}

async function serve(request: IncomingMessage, response: ServerResponse, engine: SandboxEngine): Promise<void> {
  const { method = '', url = '' } = request;
  const [, path = '', query = ''] = /^([^?]*)\??([\s\S]*)$/.exec(url) ?? [];
  const inspected = readInspectionRoute(path, new URLSearchParams(query), engine.store);
  const endpoint = findEndpoint(path);
  const methods = pageMethods(path) ?? (inspected && ['GET']) ?? (endpoint && ['POST']);
  const { localPort = 0 } = request.socket;
  if (!isAllowedHost(request.headers.host, { host: engine.options.host, port: localPort })) {
    refuse(response, new ApiError('421', 'This sandbox answers for localhost only', 421), path, engine);
  } else if (methods === undefined) {
    refuse(response, new ApiError('404', `The sandbox has no route ${method} ${path}`, 404), path, engine);
  } else if (!methods.includes(method)) {
    response.setHeader('allow', methods.join(', '));
    refuse(response, new ApiError('405', `${path} takes ${methods.join(' or ')}, not ${method}`, 405), path, engine);
  } else if (inspected !== undefined) {
    sendJson(response, 200, JSON.stringify(inspected));
  } else if (endpoint !== undefined) {
    await serveGate(request, response, path, endpoint, engine);
  } else {
    await serveBrowser(request, response, path, query, engine);
  }
}

async function serveBrowser(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
  engine: SandboxEngine,
): Promise<void> {
  const sent = request.method === 'GET' ? { body: query } : await readBody(request);
  if (sent === 'cut off') return;
  if (sent === 'too large') return refuse(response, TOO_LARGE, path, engine);
  servePage(path, sent.body, request, response, engine);
}

const TOO_LARGE = new ApiError('413', 'The body is larger than 1 MB', 413);

async function serveGate(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  endpoint: GateEndpoint,
  engine: SandboxEngine,
): Promise<void> {
  const { options, secret, hasFault, save } = engine;
  if (hasFault('reset-before', path)) return cut(response);
  const text = await readBody(request);
  if (text === 'cut off') return;
  if (text === 'too large') return refuse(response, TOO_LARGE, path, engine);
  if (hasFault('500', path)) return refuse(response, new ApiError('500', 'Internal server error', 500), path, engine);
  const answer = answerRequest(text.body, endpoint, engine);
  save();
  options.onEvent({ type: 'request', path, paymentId: readPaymentId(text.body), answer: describe(answer) });
  const key = answer.signed && hasFault('bad-signature', path) ? WRONG_SECRET : secret;
  const answerText = formatJson(answer.signed ? withSignature(answer.body as JsonObject, key) : answer.body);
  const fault = ANSWER_FAULTS.find((kind) => hasFault(kind, path));
  if (fault === undefined) return sendJson(response, answer.httpStatus, answerText);
  await sendFaulty(fault, response, answer.httpStatus, answerText, engine);
}

function refuse(response: ServerResponse, { answer }: ApiError, path: string, { options }: SandboxEngine): void {
  options.onEvent({ type: 'request', path, paymentId: undefined, answer: describe(answer) });
  sendJson(response, answer.httpStatus, formatJson(answer.body));
}

const describe = ({ httpStatus, summary }: Answer): string => `${httpStatus} ${summary}`;

/** Reads a body. A body that is too large is read to its end too, so that its sender can read the answer. */
async function readBody(request: IncomingMessage): Promise<{ readonly body: string } | 'too large' | 'cut off'> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    }
  } catch {
    return 'cut off';
  }
  return size > MAX_BODY_BYTES ? 'too large' : { body: Buffer.concat(chunks).toString('utf8') };
}

/** Reads the payment id of any body, for the output of the sandbox. */
function readPaymentId(text: string): string | undefined {
  let body: Json;
  try {
    body = parseJson(text);
  } catch {
    return undefined;
  }
  const general = isJsonObject(body) ? body.general : undefined;
  return isJsonObject(general) && typeof general.payment_id === 'string' ? general.payment_id : undefined;
}
