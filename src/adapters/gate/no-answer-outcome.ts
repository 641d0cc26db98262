import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { networkErrorText } from '#domain/errors/network-errors';
import { proxyName } from '#domain/gate/proxy';
import type { Outcome } from '#domain/gate/request-outcome';
import type { SignedRequest } from '#domain/gate/signed-request';
import { joinTexts, message, type Text } from '#domain/language/message';
import { ConnectionError } from './connection.ts';
import type { GateOptions } from './gate.ts';

/** Progress of a request. */
export interface RequestProgress {
  /** Settles after the connection was established or has failed. The signal ends it in any phase. */
  connecting?: Promise<void>;
  /** The error of the connection. */
  connectionError?: unknown;
  /** True after the request got an established connection: from then on it may have arrived. */
  isConnected: boolean;
  /** True when the answer was larger than the limit. */
  isTooLarge: boolean;
}

/**
 * Returns the outcome of a request that got no complete answer.
 *
 * @throws only the reason of the caller's signal, if the request cannot have been sent
 */
export function classifyError(
  error: NodeJS.ErrnoException,
  request: SignedRequest,
  { connectionError, isConnected, isTooLarge }: RequestProgress,
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
  if (isTooLarge) return { kind: 'unknown', reason: message('the answer is larger than 4 MB') };
  if (signal?.aborted === true) {
    if (request.writes && isConnected) return { kind: 'unknown', reason: describeAbort(signal.reason) };
    throw signal.reason;
  }
  const { host } = new URL(request.url);
  if (!isConnected) return { kind: 'not_sent', reason: describeNotSent(connectionError ?? error, host, late, proxy) };
  if (late) {
    const seconds = Math.round(limitMilliseconds / 10) / 100;
    return { kind: 'unknown', reason: message('no answer from {host} within {seconds} s', { host, seconds }) };
  }
  return {
    kind: 'unknown',
    reason: message('the connection to {host} was cut before the answer was complete', { host }),
  };
}

const describeAbort = (reason: unknown): Text =>
  reason instanceof Failure && reason.exit !== EXIT.interrupted
    ? message('the time ran out while it was in flight')
    : message('interrupted while it was in flight');

/** Describes why nothing was sent, and which connection failed. */
function describeNotSent(error: unknown, host: string, late: boolean, usedProxy: URL | undefined): Text {
  const { proxy, refusal } = error instanceof ConnectionError ? error : { proxy: undefined, refusal: undefined };
  if (refusal !== undefined) {
    const values = { proxy: proxy ?? '', status: String(refusal) };
    const refused = message('the proxy {proxy} refused the connection to the Gate with HTTP {status}', values);
    const login = refusal === 407 ? message('it needs a user name and a password') : undefined;
    return joinTexts([refused, login], ': ');
  }
  const place = describePlace(host, proxy, usedProxy);
  const { code, message: words } = error as NodeJS.ErrnoException;
  if (late) return message('{place} could not be reached in time', { place });
  if (code === 'ENOTFOUND' || code?.startsWith('EAI_') === true)
    return message('the address of {place} was not found', { place });
  if (code === 'ECONNREFUSED') return message('nothing listens at {place}', { place });
  return message('no connection to {place}: {reason}', { place, reason: networkErrorText({ code, message: words }) });
}

/** Describes where a connection goes: to the host, through a proxy, or to the proxy itself. */
function describePlace(host: string, proxy: string | undefined, usedProxy: URL | undefined): Text {
  if (proxy !== undefined) return message('the proxy {proxy}', { proxy });
  if (usedProxy === undefined) return host;
  return message('{host} through the proxy {proxy}', { host, proxy: proxyName(usedProxy) });
}
