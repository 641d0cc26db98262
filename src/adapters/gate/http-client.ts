import type { ClientRequest } from 'node:http';
import { checkServerIdentity } from 'node:tls';
import type { Got } from 'got';
import type { SendLimit } from '#context';
import { maskData } from '#domain/encoding/mask-sensitive-data';
import { proxyName } from '#domain/gate/proxy';
import type { Outcome } from '#domain/gate/request-outcome';
import type { SignedRequest } from '#domain/gate/signed-request';
import { formatJson } from '#domain/json/exact-json';
import { getHost, getPort } from '#domain/network/url-host';
import { classifyAnswer } from './answer-outcome.ts';
import { openConnection } from './connection.ts';
import { ConnectionPool } from './connection-pool.ts';
import type { GateOptions } from './gate.ts';
import { maskedAnswer } from './masked-answer.ts';
import { classifyError, type RequestProgress } from './no-answer-outcome.ts';
import type { PlatformClock } from './platform-clock.ts';
import { type Attach, createAgents, failRequest } from './request-agents.ts';
import { withRetryAfter } from './retry-after.ts';

/** Maximum size of an answer. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** Delays before the retries of a read, in milliseconds. */
const READ_RETRIES = [300, 900];

type SenderOptions = Omit<GateOptions, 'gateUrl' | 'projectId' | 'warn'> & { readonly platformClock?: PlatformClock };

/** Creates the function that sends a signed request and returns its outcome: see {@link Outcome}. */
export function createSender(options: SenderOptions): (request: SignedRequest, limit?: SendLimit) => Promise<Outcome> {
  const { clock, timeoutMilliseconds, userAgent } = options;
  const connections = options.connections ?? new ConnectionPool(clock);
  let made: Promise<Got> | undefined;
  const client = () => {
    made ??= createClient(userAgent);
    return made;
  };
  return async (request, { withinMilliseconds = Number.POSITIVE_INFINITY } = {}) => {
    const start = clock.elapsed();
    const left = () => withinMilliseconds - (clock.elapsed() - start);
    const once = () =>
      exchange(request, Math.max(1, Math.ceil(Math.min(timeoutMilliseconds, left()))), {
        ...options,
        connections,
        client,
      });
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

async function createClient(userAgent = 'rocketpay-cli'): Promise<Got> {
  const { default: got } = await import('got');
  return got.extend({
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      accept: 'application/json',
      'user-agent': userAgent,
    },
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    agent: createAgents(),
    // The default of got would load TLS for a Gate without it.
    https: { checkServerIdentity: (...identity) => checkServerIdentity(...identity) },
  });
}

interface ExchangeOptions extends SenderOptions {
  readonly connections: ConnectionPool;
  readonly client: () => Promise<Got>;
}

/** Sends a request once. @throws as {@link classifyError} does. */
async function exchange(request: SignedRequest, limitMilliseconds: number, options: ExchangeOptions): Promise<Outcome> {
  options.signal?.throwIfAborted();
  const progress: RequestProgress = { isConnected: false, isTooLarge: false };
  let late: AbortSignal | undefined;
  try {
    const client = await options.client();
    late = AbortSignal.timeout(limitMilliseconds);
    const end = options.signal === undefined ? late : AbortSignal.any([options.signal, late]);
    const sent = options.platformClock?.mark();
    const response = await post(request, progress, end, options, client);
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
  progress: RequestProgress,
  end: AbortSignal,
  { proxy, trace, connect = openConnection, connections }: ExchangeOptions,
  client: Got,
) {
  trace?.(`> POST ${request.url}${proxy === undefined ? '' : ` through the proxy ${proxyName(proxy)}`}`);
  trace?.(`> ${formatJson(maskData(request.body))}`);
  const url = new URL(request.url);
  const target = { host: getHost(url), port: getPort(url), tls: url.protocol === 'https:' };
  const attach: Attach = (native) => {
    progress.connecting = connections
      .attach(native, `${url.origin} ${proxy?.href ?? ''}`, () => connect(target, proxy, end))
      .catch((error: Error) => {
        progress.connectionError = error;
        failRequest(native, error);
      });
  };
  const sending = client(request.url, {
    body: formatJson(request.body),
    responseType: 'buffer',
    signal: end,
    createConnection: attach as never,
  });
  sending.on('request', (native: ClientRequest) => {
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
