import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import type { Got, PlainResponse } from 'got';
import type { Clock } from '#async/clock';
import type { SendLimit } from '#context';
import { maskData } from '#domain/encoding/mask-sensitive-data';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { networkErrorText } from '#domain/errors/network-errors';
import { proxyName } from '#domain/gate/proxy';
import type { Outcome, SignedRequest } from '#domain/gate/signed-request';
import { formatJson } from '#domain/json/exact-json';
import { ConnectionError, openConnection } from './connection.ts';
import type { GateOptions } from './gate.ts';
import { maskedAnswer } from './masked-answer.ts';
import type { PlatformClock } from './platform-clock.ts';
import { classifyAnswer } from './response-outcome.ts';

/** Maximum size of an answer. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** Delays before the retries of a read, in milliseconds. */
const READ_RETRIES = [300, 900];

type SenderOptions = Omit<GateOptions, 'gateUrl' | 'projectId' | 'warn'> & { readonly platformClock?: PlatformClock };

/** Creates the function that sends a signed request and returns its outcome: see {@link Outcome}. */
export function createSender(options: SenderOptions): (request: SignedRequest, limit?: SendLimit) => Promise<Outcome> {
  const { clock, timeoutMilliseconds, userAgent } = options;
  let made: Promise<Clients> | undefined;
  const clients = () => {
    made ??= createClients(userAgent);
    return made;
  };
  return async (request, { withinMilliseconds = Number.POSITIVE_INFINITY } = {}) => {
    const start = clock.elapsed();
    const left = () => withinMilliseconds - (clock.elapsed() - start);
    const once = () =>
      exchange(request, Math.max(1, Math.ceil(Math.min(timeoutMilliseconds, left()))), options, clients);
    let outcome = await once();
    if (request.writes) return outcome;
    for (const wait of READ_RETRIES) {
      if ((outcome.kind !== 'not_sent' && outcome.kind !== 'unknown') || left() <= wait) break;
      if (outcome.kind === 'unknown' && outcome.tryLater === true) break;
      options.trace?.(`no usable answer (${outcome.reason}): asking again in ${wait} ms`);
      await clock.sleep(wait, options.signal);
      outcome = await once();
    }
    return outcome;
  };
}

/**
 * A server can close a kept connection while a request is sent, which makes its outcome unknown. Therefore each write has a
 * connection of its own. Reads are retried, so they share connections.
 */
interface Clients {
  readonly reads: Got;
  readonly writes: Got;
}

async function createClients(userAgent = 'rocketpay-cli'): Promise<Clients> {
  const { default: got } = await import('got');
  const client = (keepAlive: boolean) =>
    got.extend({
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        accept: 'application/json',
        'user-agent': userAgent,
      },
      retry: { limit: 0 },
      followRedirect: false,
      throwHttpErrors: false,
      agent: { http: new HttpPool({ keepAlive }), https: new HttpsPool({ keepAlive }) },
    });
  return { reads: client(true), writes: client(false) };
}

/** Gives a request an established connection, or an error. */
type Connect = (options: http.ClientRequestArgs, give: (error: Error | null, socket?: Duplex) => void) => void;

/** Connection pools. Each request opens its connection by its own option `createConnection`, with its own time limit. */
class HttpPool extends http.Agent {
  override createConnection(...[options, give]: Parameters<Connect>): undefined {
    (options.createConnection as Connect)(options, give);
  }
}
class HttpsPool extends https.Agent {
  override createConnection(...[options, give]: Parameters<Connect>): undefined {
    (options.createConnection as Connect)(options, give);
  }
}

/** Progress of a request. */
interface Progress {
  /** Settles after the connection was established or has failed. The signal ends it in any phase. */
  connecting?: Promise<void>;
  /** The error of the connection. */
  connectionError?: unknown;
  /** True after the request got an established connection: from then on it may have arrived. */
  isConnected: boolean;
  /** True when the answer was larger than {@link MAX_ANSWER_BYTES}. */
  isTooLarge: boolean;
}

/** Sends a request once. @throws only the reason of the caller's signal, if the request cannot have been sent. */
async function exchange(
  request: SignedRequest,
  limitMilliseconds: number,
  options: SenderOptions,
  clients: () => Promise<Clients>,
): Promise<Outcome> {
  options.signal?.throwIfAborted();
  const progress: Progress = { isConnected: false, isTooLarge: false };
  let late: AbortSignal | undefined;
  try {
    const loaded = await clients();
    late = AbortSignal.timeout(limitMilliseconds);
    const end = options.signal === undefined ? late : AbortSignal.any([options.signal, late]);
    const sent = options.platformClock?.mark();
    const response = await post(request, progress, end, options, loaded);
    const outcome = classifyAnswer(response, request, options.secret);
    const isPlatforms = outcome.kind === 'accepted' || outcome.kind === 'refused';
    if (isPlatforms && sent !== undefined) options.platformClock?.record(response.headers.date, sent);
    return withRetryAfter(outcome, response, options.clock);
  } catch (error) {
    await progress.connecting;
    const isLate = late?.aborted === true;
    return classifyError(error as Error, request, progress, { late: isLate, limitMilliseconds, ...options });
  }
}

async function post(
  request: SignedRequest,
  progress: Progress,
  end: AbortSignal,
  { proxy, trace, connect = openConnection }: SenderOptions,
  { reads, writes }: Clients,
) {
  trace?.(`> POST ${request.url}${proxy === undefined ? '' : ` through the proxy ${proxyName(proxy)}`}`);
  trace?.(`> ${formatJson(maskData(request.body))}`);
  const { protocol, hostname, port } = new URL(request.url);
  const tls = protocol === 'https:';
  const target = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || (tls ? 443 : 80)), tls };
  const createConnection: Connect = (_, give) => {
    const connecting = Promise.resolve().then(() => connect(target, proxy, end));
    progress.connecting = connecting.then(
      (socket) => give(null, socket),
      (error: Error) => {
        progress.connectionError = error;
        give(error);
      },
    );
  };
  const client = request.writes ? writes : reads;
  const sending = client(request.url, {
    body: formatJson(request.body),
    responseType: 'buffer',
    signal: end,
    createConnection: createConnection as never,
  });
  sending.on('request', (native: http.ClientRequest) => {
    native.on('socket', () => {
      progress.isConnected = true;
    });
  });
  sending.on('downloadProgress', ({ transferred }) => {
    if (transferred <= MAX_ANSWER_BYTES) return;
    progress.isTooLarge = true;
    sending.cancel();
  });
  const response = await sending;
  trace?.(`< HTTP ${response.statusCode} ${maskedAnswer(response.body.toString('utf8'), request)}`);
  return response;
}

/** Maximum accepted `Retry-After`, in seconds. */
const MAX_RETRY_AFTER = 3600;

/** Adds `Retry-After` of an answer to its outcome (RFC 9110, 10.2.3: seconds, or a date by the clock of the sender). */
function withRetryAfter(outcome: Outcome, { statusCode, headers }: PlainResponse, clock: Clock): Outcome {
  if (outcome.kind !== 'refused' && outcome.kind !== 'unknown') return outcome;
  const retryAfter = parseRetryAfter(headers['retry-after']?.trim() ?? '', headers.date ?? '', clock);
  const tryLater = statusCode === 429 || retryAfter !== undefined;
  return {
    ...outcome,
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(tryLater && outcome.kind === 'unknown' ? { tryLater } : {}),
  };
}

function parseRetryAfter(text: string, date: string, clock: Clock): number | undefined {
  const from = Date.parse(date);
  const until = (Date.parse(text) - (Number.isNaN(from) ? clock.now() : from)) / 1000;
  const seconds = /^\d+$/.test(text) ? Number(text) : /[a-z]/i.test(text) ? until : Number.NaN;
  return Number.isNaN(seconds) ? undefined : Math.min(MAX_RETRY_AFTER, Math.max(0, Math.ceil(seconds)));
}

function classifyError(
  error: NodeJS.ErrnoException,
  request: SignedRequest,
  { connectionError, isConnected, isTooLarge }: Progress,
  {
    late,
    limitMilliseconds,
    signal,
    trace,
    proxy,
  }: Pick<GateOptions, 'signal' | 'trace' | 'proxy'> & { readonly late: boolean; readonly limitMilliseconds: number },
): Outcome {
  trace?.(
    `< ${error.name} ${error.code ?? ''} ${error.message} (${isConnected ? 'after' : 'before'} the connection was established)`,
  );
  if (isTooLarge) return { kind: 'unknown', reason: 'the answer is larger than 4 MB' };
  if (signal?.aborted === true) {
    if (request.writes && isConnected) return { kind: 'unknown', reason: describeAbort(signal.reason) };
    throw signal.reason;
  }
  const { host } = new URL(request.url);
  if (!isConnected) return { kind: 'not_sent', reason: describeNotSent(connectionError ?? error, host, late, proxy) };
  if (late)
    return { kind: 'unknown', reason: `no answer from ${host} within ${Math.round(limitMilliseconds / 10) / 100} s` };
  return { kind: 'unknown', reason: `the connection to ${host} was cut before the answer was complete` };
}

const describeAbort = (reason: unknown): string =>
  reason instanceof Failure && reason.exit !== EXIT.interrupted
    ? 'the time ran out while it was in flight'
    : 'interrupted while it was in flight';

/** Describes why nothing was sent, and which connection failed. */
function describeNotSent(error: unknown, host: string, late: boolean, usedProxy: URL | undefined): string {
  const { proxy, refusal } = error instanceof ConnectionError ? error : { proxy: undefined, refusal: undefined };
  if (refusal !== undefined) {
    const login = refusal === 407 ? ': it needs a user name and a password' : '';
    return `the proxy ${proxy} refused the connection to the Gate with HTTP ${refusal}${login}`;
  }
  const through = usedProxy === undefined ? '' : ` through the proxy ${proxyName(usedProxy)}`;
  const place = proxy === undefined ? `${host}${through}` : `the proxy ${proxy}`;
  const { code, message } = error as NodeJS.ErrnoException;
  if (late) return `${place} could not be reached in time`;
  if (code === 'ENOTFOUND' || code?.startsWith('EAI_') === true) return `the address of ${place} was not found`;
  if (code === 'ECONNREFUSED') return `nothing listens at ${place}`;
  return `no connection to ${place}: ${networkErrorText({ code, message })}`;
}
