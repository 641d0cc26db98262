import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '#async/clock';
import { formatJson, isJsonObject, type Json, type JsonObject, parseJson } from '#domain/json/exact-json';
import type { SandboxEvent } from '#domain/sandbox/sandbox-options';
import { withSignature } from '#domain/signature/signature';
import type { SandboxEngine } from '#sandbox/engine';
import { type FaultInjector, WRONG_SECRET } from '#sandbox/fault-injector';
import { pageMethods, servePage } from '#sandbox/page/routes';
import { isAllowedHost } from './allowed-host.ts';
import { type Answer, ApiError } from './api-error.ts';
import { endpointAt, type GateEndpoint } from './endpoints.ts';
import { ANSWER_FAULTS, cut, sendFaulty, sendJson } from './faulty-response.ts';
import { answerRequest, type Project } from './handle-request.ts';
import { readLocal } from './inspection-routes.ts';

const MAX_BODY_BYTES = 1024 * 1024;

/** A sender that is slower than this is cut off. */
const LIMITS = { requestTimeout: 30_000, headersTimeout: 10_000, connectionsCheckingInterval: 1_000 };

/** What the server works with. */
export interface ServerParts {
  readonly project: Project;
  readonly engine: SandboxEngine;
  readonly clock: Clock;
  /** The address that the sandbox listens on. */
  readonly host: string;
  readonly hasFault: FaultInjector;
  /** How many times as fast as real time the clock runs: the countdowns of the page do too. */
  readonly speed: number;
  readonly onEvent: (event: SandboxEvent) => void;
  readonly save: () => void;
  readonly signal: AbortSignal;
}

/** The sandbox over HTTP: the Gate, its faults, and its pages. It does not listen yet. */
export function createGateServer(parts: ServerParts): Server {
  return createServer(LIMITS, (request, response) => {
    // The sandbox's own time: dates in its answers are to be measured by it.
    response.setHeader('date', new Date(parts.clock.now()).toUTCString());
    serve(request, response, parts).catch(({ message }: Error) => {
      // What goes wrong in one request ends that request only.
      if (response.headersSent) return void response.destroy();
      const [path = ''] = (request.url ?? '').split('?');
      refuse(response, new ApiError('500', `The sandbox failed: ${message}`, 500), path, parts);
    });
  });
}

async function serve(request: IncomingMessage, response: ServerResponse, parts: ServerParts): Promise<void> {
  const { method = '', url = '' } = request;
  const [, path = '', query = ''] = /^([^?]*)\??([\s\S]*)$/.exec(url) ?? [];
  const local = readLocal(path, new URLSearchParams(query), parts.engine.books);
  const endpoint = endpointAt(path);
  const methods = pageMethods(path) ?? (local === undefined ? undefined : ['GET']) ?? (endpoint && ['POST']);
  const { localPort = 0 } = request.socket;
  if (!isAllowedHost(request.headers.host, { host: parts.host, port: localPort })) {
    refuse(response, new ApiError('421', 'This sandbox answers for localhost only', 421), path, parts);
  } else if (methods === undefined) {
    refuse(response, new ApiError('404', `The sandbox has no route ${method} ${path}`, 404), path, parts);
  } else if (!methods.includes(method)) {
    response.setHeader('allow', methods.join(', '));
    refuse(response, new ApiError('405', `${path} takes ${methods.join(' or ')}, not ${method}`, 405), path, parts);
  } else if (local !== undefined) {
    sendJson(response, 200, JSON.stringify(local));
  } else if (endpoint !== undefined) {
    await serveGate(request, response, path, endpoint, parts);
  } else {
    await openOrStep(request, response, path, query, parts);
  }
}

async function openOrStep(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
  parts: ServerParts,
): Promise<void> {
  const sent = request.method === 'GET' ? { body: query } : await readBody(request);
  if (sent === 'cut off') return;
  if (sent === 'too large') return refuse(response, TOO_LARGE, path, parts);
  servePage(path, sent.body, request, response, parts);
}

const TOO_LARGE = new ApiError('413', 'The body is larger than 1 MB', 413);

async function serveGate(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  endpoint: GateEndpoint,
  parts: ServerParts,
): Promise<void> {
  const { project, engine, hasFault, onEvent, save } = parts;
  if (hasFault('reset-before', path)) return cut(response);
  const text = await readBody(request);
  if (text === 'cut off') return;
  if (text === 'too large') return refuse(response, TOO_LARGE, path, parts);
  if (hasFault('500', path)) return refuse(response, new ApiError('500', 'Internal server error', 500), path, parts);
  const answer = answerRequest(text.body, endpoint, project, engine);
  save();
  onEvent({ type: 'request', path, paymentId: paymentIdOf(text.body), answer: describe(answer) });
  const key = answer.signed && hasFault('bad-signature', path) ? WRONG_SECRET : project.secret;
  const answerText = formatJson(answer.signed ? withSignature(answer.body as JsonObject, key) : answer.body);
  const fault = ANSWER_FAULTS.find((kind) => hasFault(kind, path));
  if (fault === undefined) return sendJson(response, answer.httpStatus, answerText);
  await sendFaulty(fault, response, answer.httpStatus, answerText, parts);
}

function refuse(response: ServerResponse, { answer }: ApiError, path: string, { onEvent }: ServerParts): void {
  onEvent({ type: 'request', path, paymentId: undefined, answer: describe(answer) });
  sendJson(response, answer.httpStatus, formatJson(answer.body));
}

const describe = ({ httpStatus, summary }: Answer): string => `${httpStatus} ${summary}`;

/** A body that is too large is read to its end all the same, so that its sender gets to read the answer. */
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

/** For the watcher only: of any body, however wrong it is. */
function paymentIdOf(text: string): string | undefined {
  let body: Json;
  try {
    body = parseJson(text);
  } catch {
    return undefined;
  }
  const general = isJsonObject(body) ? body.general : undefined;
  return isJsonObject(general) && typeof general.payment_id === 'string' ? general.payment_id : undefined;
}
