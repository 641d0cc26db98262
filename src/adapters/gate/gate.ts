import type { Clock } from '#async/clock';
import type { Gate } from '#context';
import type { OpenConnection } from './connection.ts';
import { ConnectionPool } from './connection-pool.ts';
import { createSender } from './http-client.ts';
import { operatorsBody, operatorsEndpoint, readOperators } from './operators.ts';
import { createPlatformClock } from './platform-clock.ts';
import { refundBody, refundEndpoint } from './refund.ts';
import { resendBody, resendEndpoint } from './resend.ts';
import { saleBody, saleEndpoint } from './sale.ts';
import { createSigner, type SigningOptions } from './sign-request.ts';
import { requestStatusBody, requestStatusEndpoint, statusBody, statusEndpoint } from './status.ts';
import { clarificationBody, clarificationEndpoint } from './submit-otp.ts';

/** Values of the profile and of this run for the Gate. */
export interface GateOptions extends SigningOptions {
  /** Time-out of one attempt, from the connection to the end of the answer. */
  readonly timeoutMilliseconds: number;
  /** Ends requests in progress. */
  readonly signal: AbortSignal | undefined;
  /** The proxy for the Gate. */
  readonly proxy?: URL | undefined;
  /** Opens a connection to the Gate (default {@link openConnection}). */
  readonly connect?: OpenConnection | undefined;
  /** The connections of this run (default: own ones). */
  readonly connections?: ConnectionPool | undefined;
  /** True if status answers without a signature are accepted. */
  readonly acceptUnsignedStatus?: boolean | undefined;
  readonly clock: Clock;
  /** Speed of the clock of the platform, as a multiple of real time (default 1). */
  readonly speed?: number | undefined;
  /** Gets each request and answer, masked. */
  readonly trace?: ((line: string) => void) | undefined;
  /** Name and version of this program, for the Gate. */
  readonly userAgent?: string | undefined;
}

/** Creates the connections that the Gates of a run share. */
export const createConnections = (clock: Clock): ConnectionPool => new ConnectionPool(clock);

/** Creates the Gate of one project. It checks, signs and sends bodies. */
export function createGate(options: GateOptions): Gate {
  const { projectId } = options;
  const { signRequest, signRaw } = createSigner(options);
  const platformClock = createPlatformClock(options.clock, options.speed);
  return {
    operators: (overrides) => signRequest(operatorsEndpoint, operatorsBody(projectId), overrides),
    sale: (order, overrides) => signRequest(saleEndpoint, saleBody(projectId, order), overrides),
    otp: (paymentId, code, overrides) =>
      signRequest(clarificationEndpoint, clarificationBody(projectId, paymentId, code), overrides),
    resend: (paymentId, ip, overrides) => signRequest(resendEndpoint, resendBody(projectId, paymentId, ip), overrides),
    refund: (order, overrides) => signRequest(refundEndpoint(order.method), refundBody(projectId, order), overrides),
    status: (paymentId, overrides) => signRequest(statusEndpoint, statusBody(projectId, paymentId), overrides),
    statusOfRequest: (requestId, overrides) =>
      signRequest(requestStatusEndpoint, requestStatusBody(projectId, requestId), overrides),
    raw: signRaw,
    send: createSender({ ...options, platformClock }),
    platformNow: platformClock.now,
    timeoutMilliseconds: options.timeoutMilliseconds,
    acceptUnsignedStatus: options.acceptUnsignedStatus,
    readOperators,
  };
}
