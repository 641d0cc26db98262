import http from 'node:http';
import https from 'node:https';
import type { Got, RequestError } from 'got';
import type { Outcome, SignedRequest } from '../domain/gate-request.ts';
import { formatJson, isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import { proxyName } from '../domain/proxy.ts';
import { classifyAnswer } from './answer.ts';
import type { GateOptions } from './gate.ts';

/** A larger answer is not the Gate's. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** Waits before a read is tried again, in milliseconds. */
const READ_RETRIES = [300, 900];

/** Errors that strike before a connection stands, and never after. */
const NEVER_LEFT = /^(ENOTFOUND|EAI_\w+|ECONNREFUSED)$/;

type SenderOptions = Omit<GateOptions, 'gateUrl' | 'projectId'>;

/** Sends signed requests and decides, once, what happened to each: see {@link Outcome}. */
export function createSender(options: SenderOptions): (request: SignedRequest) => Promise<Outcome> {
  let made: Promise<Clients> | undefined;
  const sendOnce = async (request: SignedRequest): Promise<Outcome> => {
    options.signal?.throwIfAborted();
    made ??= createClients(options);
    return exchange(request, await made, options);
  };
  return async (request) => {
    let outcome = await sendOnce(request);
    if (request.writes) return outcome;
    for (const wait of READ_RETRIES) {
      if (outcome.kind !== 'not_sent' && outcome.kind !== 'unknown') break;
      options.trace?.(`no usable answer (${outcome.reason}): asking again in ${wait} ms`);
      await options.clock.sleep(wait, options.signal);
      outcome = await sendOnce(request);
    }
    return outcome;
  };
}

/**
 * A kept connection may be closed by the other side just as a request goes out: then nobody knows what became
 * of it. So each write has a connection of its own, and reads, which are tried again, share some.
 */
interface Clients {
  readonly reads: Got;
  readonly writes: Got;
}

async function createClients({ timeoutMilliseconds, signal, proxy }: SenderOptions): Promise<Clients> {
  const { default: got } = await import('got');
  const through = proxy === undefined ? undefined : (await import('./proxy-agents.ts')).proxyAgents;
  const agents = (keepAlive: boolean) =>
    proxy === undefined || through === undefined
      ? { http: new http.Agent({ keepAlive }), https: new https.Agent({ keepAlive }) }
      : through(proxy, { keepAlive, timeoutMilliseconds });
  const client = (keepAlive: boolean) =>
    got.extend({
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', accept: 'application/json' },
      timeout: { request: timeoutMilliseconds },
      retry: { limit: 0 },
      followRedirect: false,
      throwHttpErrors: false,
      ...(signal === undefined ? {} : { signal }),
      agent: agents(keepAlive),
    });
  return { reads: client(true), writes: client(false) };
}

async function exchange(request: SignedRequest, clients: Clients, options: SenderOptions): Promise<Outcome> {
  const { proxy } = options;
  options.trace?.(`> POST ${request.url}${proxy === undefined ? '' : ` through the proxy ${proxyName(proxy)}`}`);
  options.trace?.(`> ${formatJson(withoutCode(request))}`);
  let tooLarge = false;
  try {
    const client = request.writes ? clients.writes : clients.reads;
    const sending = client(request.url, { body: formatJson(request.body), responseType: 'buffer' });
    sending.on('downloadProgress', ({ transferred }) => {
      if (transferred > MAX_ANSWER_BYTES) {
        tooLarge = true;
        sending.cancel();
      }
    });
    const response = await sending;
    options.trace?.(
      `< HTTP ${response.statusCode} ${answerWithoutCode(response.body.toString('utf8').slice(0, 4000), request)}`,
    );
    return classifyAnswer(response, request, options.secret);
  } catch (error) {
    if (tooLarge) return { kind: 'unknown', reason: 'the answer is larger than 4 MB' };
    return classifyError(error as RequestError, request, options);
  }
}

function classifyError(
  error: RequestError,
  request: SignedRequest,
  options: Pick<GateOptions, 'signal' | 'timeoutMilliseconds' | 'trace' | 'proxy'>,
): Outcome {
  const code = error.code ?? '';
  const left = mayHaveLeft(error, request.url, options.proxy !== undefined);
  options.trace?.(`< ${error.name} ${code} ${error.message} (${left ? 'after' : 'before'} the connection stood)`);
  if (options.signal?.aborted === true) {
    if (request.writes && left) return { kind: 'unknown', reason: 'interrupted while it was under way' };
    throw options.signal.reason;
  }
  const { host } = new URL(request.url);
  if (!left) {
    const place = options.proxy === undefined ? host : `the proxy ${proxyName(options.proxy)}`;
    return { kind: 'not_sent', reason: describeNotSent(code, place, error.message) };
  }
  if (error.name === 'TimeoutError') {
    return { kind: 'unknown', reason: `no answer from ${host} within ${options.timeoutMilliseconds / 1000} s` };
  }
  return { kind: 'unknown', reason: `the connection to ${host} was cut before the answer was complete` };
}

/**
 * True unless it is certain that no byte of the request left this machine. How far it got decides; the
 * kind of error only where that is not known, for most kinds can strike before and after.
 */
function mayHaveLeft({ timings, code }: RequestError, url: string, proxied: boolean): boolean {
  if (timings === undefined) return !NEVER_LEFT.test(code ?? '');
  // A tunnel is handed over when it stands, TLS and all: got sees no steps of it.
  if (proxied) return timings.socket !== undefined;
  return url.startsWith('https:') ? timings.secureConnect !== undefined : timings.connect !== undefined;
}

function describeNotSent(code: string, host: string, message: string): string {
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) return `the address of ${host} was not found`;
  if (code === 'ECONNREFUSED') return `nothing listens at ${host}`;
  const refused = /^Bad response: (\d+)$/.exec(message)?.[1];
  if (refused !== undefined) {
    return `${host} refused the way to the Gate with HTTP ${refused}${refused === '407' ? ': it wants a name and a password' : ''}`;
  }
  if (code === 'ETIMEDOUT' || message === 'Proxy timeout') return `${host} could not be reached in time`;
  return `no connection to ${host} (${message})`;
}

/** The body for the trace: an OTP is as good as a password while it lives. */
function withoutCode({ body }: SignedRequest): JsonObject {
  return 'additional_data' in body ? { ...body, additional_data: masked(body.additional_data) } : body;
}

function masked(value: Json | undefined): Json {
  if (isJsonObject(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, masked(item)]));
  return Array.isArray(value) ? value.map(masked) : '[code]';
}

/** An answer for the trace: it may repeat the OTP that it refuses. */
function answerWithoutCode(text: string, { body }: SignedRequest): string {
  const codes = textsIn(body.additional_data).filter((code) => code.length >= SHORTEST_CODE);
  return codes.reduce((hidden, code) => hidden.replaceAll(JSON.stringify(code).slice(1, -1), '[code]'), text);
}

/** Anything shorter is no OTP, and would be hidden where it only happens to stand. */
const SHORTEST_CODE = 3;

function textsIn(value: Json | undefined): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
