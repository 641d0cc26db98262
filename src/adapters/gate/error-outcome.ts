import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { networkErrorText } from '#domain/errors/network-errors';
import { proxyName } from '#domain/gate/proxy';
import type { Outcome, SignedRequest } from '#domain/gate/signed-request';
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
