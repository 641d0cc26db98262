import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import type { Got, PlainResponse } from 'got';
import type { Clock } from '#async/clock';
import type { SendLimit } from '#context';
import { maskData } from '#domain/encoding/mask-personal-data';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { networkErrorText } from '#domain/errors/network-errors';
import { proxyName } from '#domain/gate/proxy';
import type { Outcome, SignedRequest } from '#domain/gate/signed-request';
import { formatJson } from '#domain/json/exact-json';
import { classifyAnswer } from './classify-response.ts';
import { ConnectionError, openConnection } from './connection.ts';
import type { GateOptions } from './gate.ts';
import { maskedAnswer } from './masked-answer.ts';
import type { PlatformClock } from './platform-clock.ts';

/** A larger answer is not the Gate's. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** Waits before a read is tried again, in milliseconds. */
const READ_RETRIES = [300, 900];

type SenderOptions = Omit<GateOptions, 'gateUrl' | 'projectId' | 'warn'> & { readonly platformClock?: PlatformClock };

/** Sends signed requests and decides, once, what happened to each: see {@link Outcome}. */
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
 * A kept connection may be closed by the other side just as a request goes out: then its outcome is unknown.
 * So each write has a connection of its own, and reads, which are tried again, share some.
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

/** Pools of connections that each request makes by its own option `createConnection`, with its own time limit. */
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

/** How far a request got. */
interface Progress {
  /** Settles when it has got a connection, or none; the signal ends it in any phase. */
  connecting?: Promise<void>;
  /** Why it got no connection. */
  connectionError?: unknown;
  /** True once an established connection was handed over to the request: from then on it may have arrived. */
  handedOver: boolean;
  /** True when the answer was larger than {@link MAX_ANSWER_BYTES}. */
  tooLarge: boolean;
}

/** Sends once. Nothing is thrown but the reason of the caller's signal, and that only if nothing can have left. */
async function exchange(
  request: SignedRequest,
  limitMilliseconds: number,
  options: SenderOptions,
  clients: () => Promise<Clients>,
): Promise<Outcome> {
  options.signal?.throwIfAborted();
  const progress: Progress = { handedOver: false, tooLarge: false };
  let late: AbortSignal | undefined;
  try {
    const loaded = await clients();
    late = AbortSignal.timeout(limitMilliseconds);
    const over = options.signal === undefined ? late : AbortSignal.any([options.signal, late]);
    const sent = options.platformClock?.mark();
    const response = await post(request, progress, over, options, loaded);
    const outcome = classifyAnswer(response, request, options.secret);
    const isPlatforms = outcome.kind === 'accepted' || outcome.kind === 'refused';
    if (isPlatforms && sent !== undefined) options.platformClock?.tell(response.headers.date, sent);
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
  over: AbortSignal,
  { proxy, trace, connect = openConnection }: SenderOptions,
  { reads, writes }: Clients,
) {
  trace?.(`> POST ${request.url}${proxy === undefined ? '' : ` through the proxy ${proxyName(proxy)}`}`);
  trace?.(`> ${formatJson(maskData(request.body))}`);
  const { protocol, hostname, port } = new URL(request.url);
  const tls = protocol === 'https:';
  const target = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || (tls ? 443 : 80)), tls };
  const createConnection: Connect = (_, give) => {
    const connecting = Promise.resolve().then(() => connect(target, proxy, over));
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
    signal: over,
    createConnection: createConnection as never,
  });
  sending.on('request', (native: http.ClientRequest) => {
    native.on('socket', () => {
      progress.handedOver = true;
    });
  });
  sending.on('downloadProgress', ({ transferred }) => {
    if (transferred <= MAX_ANSWER_BYTES) return;
    progress.tooLarge = true;
    sending.cancel();
  });
  const response = await sending;
  trace?.(`< HTTP ${response.statusCode} ${maskedAnswer(response.body.toString('utf8'), request)}`);
  return response;
}

/** A longer wait than this is not believed, in seconds. */
const MAX_RETRY_AFTER = 3600;

/** Adds what an answer says that asks for patience (RFC 9110, 10.2.3: seconds, or a date by the sender's clock). */
function withRetryAfter(outcome: Outcome, { statusCode, headers }: PlainResponse, clock: Clock): Outcome {
  if (outcome.kind !== 'refused' && outcome.kind !== 'unknown') return outcome;
  const retryAfter = secondsOf(headers['retry-after']?.trim() ?? '', headers.date ?? '', clock);
  const tryLater = statusCode === 429 || retryAfter !== undefined;
  return {
    ...outcome,
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(tryLater && outcome.kind === 'unknown' ? { tryLater } : {}),
  };
}

function secondsOf(text: string, date: string, clock: Clock): number | undefined {
  const from = Date.parse(date);
  const until = (Date.parse(text) - (Number.isNaN(from) ? clock.now() : from)) / 1000;
  const seconds = /^\d+$/.test(text) ? Number(text) : /[a-z]/i.test(text) ? until : Number.NaN;
  return Number.isNaN(seconds) ? undefined : Math.min(MAX_RETRY_AFTER, Math.max(0, Math.ceil(seconds)));
}

function classifyError(
  error: NodeJS.ErrnoException,
  request: SignedRequest,
  { connectionError, handedOver, tooLarge }: Progress,
  {
    late,
    limitMilliseconds,
    signal,
    trace,
    proxy,
  }: Pick<GateOptions, 'signal' | 'trace' | 'proxy'> & { readonly late: boolean; readonly limitMilliseconds: number },
): Outcome {
  trace?.(
    `< ${error.name} ${error.code ?? ''} ${error.message} (${handedOver ? 'after' : 'before'} the connection stood)`,
  );
  if (tooLarge) return { kind: 'unknown', reason: 'the answer is larger than 4 MB' };
  if (signal?.aborted === true) {
    if (request.writes && handedOver) return { kind: 'unknown', reason: whyEnded(signal.reason) };
    throw signal.reason;
  }
  const { host } = new URL(request.url);
  if (!handedOver) return { kind: 'not_sent', reason: describeNotSent(connectionError ?? error, host, late, proxy) };
  if (late)
    return { kind: 'unknown', reason: `no answer from ${host} within ${Math.round(limitMilliseconds / 10) / 100} s` };
  return { kind: 'unknown', reason: `the connection to ${host} was cut before the answer was complete` };
}

const whyEnded = (reason: unknown): string =>
  reason instanceof Failure && reason.exit !== EXIT.interrupted
    ? 'the time ran out while it was in flight'
    : 'interrupted while it was in flight';

/** Why nothing was sent, and with whom it failed. */
function describeNotSent(error: unknown, host: string, late: boolean, way: URL | undefined): string {
  const { proxy, refusal } = error instanceof ConnectionError ? error : { proxy: undefined, refusal: undefined };
  if (refusal !== undefined) {
    const wants = refusal === 407 ? ': it wants a name and a password' : '';
    return `the proxy ${proxy} refused the way to the Gate with HTTP ${refusal}${wants}`;
  }
  const through = way === undefined ? '' : ` through the proxy ${proxyName(way)}`;
  const place = proxy === undefined ? `${host}${through}` : `the proxy ${proxy}`;
  const { code, message } = error as NodeJS.ErrnoException;
  if (late) return `${place} could not be reached in time`;
  if (code === 'ENOTFOUND' || code?.startsWith('EAI_') === true) return `the address of ${place} was not found`;
  if (code === 'ECONNREFUSED') return `nothing listens at ${place}`;
  return `no connection to ${place}: ${networkErrorText({ code, message })}`;
}
