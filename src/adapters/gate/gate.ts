import type { Clock } from '#async/clock';
import type { Gate } from '#context';
import { usageError } from '#domain/errors/failure';
import { checkProject, getPaymentId } from '#domain/gate/body-identity';
import { limitWarnings, missingFieldWarnings } from '#domain/gate/field-limits';
import { parseGatePath } from '#domain/gate/gate-path';
import { getRequestAmount, type Overrides, type SignedRequest } from '#domain/gate/signed-request';
import type { JsonObject } from '#domain/json/exact-json';
import { withOverrides } from '#domain/json/json-path';
import type { Secret } from '#domain/signature/secret';
import { stringToSign, withSignature } from '#domain/signature/signature';
import type { OpenConnection } from './connection.ts';
import { ConnectionPool } from './connection-pool.ts';
import { checkBody, type Endpoint } from './endpoint.ts';
import { createSender } from './http-client.ts';
import { operatorsBody, operatorsEndpoint, readOperators } from './operators.ts';
import { createPlatformClock } from './platform-clock.ts';
import { refundBody, refundEndpoint } from './refund.ts';
import { resendBody, resendEndpoint } from './resend.ts';
import { saleBody, saleEndpoint } from './sale.ts';
import { requestStatusBody, requestStatusEndpoint, statusBody, statusEndpoint } from './status.ts';
import { clarificationBody, clarificationEndpoint } from './submit-otp.ts';

/** Values of the profile and of this run for the Gate. */
export interface GateOptions {
  /** Base URL, checked, without a slash at its end. */
  readonly gateUrl: string;
  readonly projectId: number;
  readonly secret: Secret;
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
  /** Gets a warning for each field outside of its documented limits, once. The request is still created. */
  readonly warn?: ((text: string) => void) | undefined;
}

/** Creates the connections that the Gates of a run share. */
export const createConnections = (clock: Clock): ConnectionPool => new ConnectionPool(clock);

/** Creates the Gate of one project. It checks, signs and sends bodies. */
export function createGate(options: GateOptions): Gate {
  const { projectId, secret, warn } = options;
  const warned = new Set<string>();
  const platformClock = createPlatformClock(options.clock, options.speed);

  const signed = (endpoint: Omit<Endpoint, 'schema'>, body: JsonObject): SignedRequest => ({
    kind: endpoint.kind,
    writes: endpoint.writes,
    url: options.gateUrl + endpoint.path,
    body: withSignature(body, secret),
    stringToSign: stringToSign(body),
    paymentId: getPaymentId(body),
  });

  const warnOnce = (warnings: readonly string[]) => {
    for (const warning of warnings) if (!warned.has(warning)) warn?.(warning);
    for (const warning of warnings) warned.add(warning);
  };

  const prepare = (endpoint: Endpoint, body: JsonObject, overrides: Overrides = []): SignedRequest => {
    const final = withOverrides(body, overrides);
    checkBody(endpoint, final);
    checkProject(final, projectId);
    // The amount of a full refund is known only after the payment was read.
    const isComplete = endpoint.kind !== 'refund' || getRequestAmount({ body: final }) !== undefined;
    warnOnce(limitWarnings(endpoint.path, final));
    if (isComplete) warnOnce(missingFieldWarnings(endpoint.path, final));
    return signed(endpoint, final);
  };

  return {
    operators: (overrides) => prepare(operatorsEndpoint, operatorsBody(projectId), overrides),
    sale: (order, overrides) => prepare(saleEndpoint, saleBody(projectId, order), overrides),
    otp: (paymentId, code, overrides) =>
      prepare(clarificationEndpoint, clarificationBody(projectId, paymentId, code), overrides),
    resend: (paymentId, ip, overrides) => prepare(resendEndpoint, resendBody(projectId, paymentId, ip), overrides),
    refund: (order, overrides) => prepare(refundEndpoint(order.method), refundBody(projectId, order), overrides),
    status: (paymentId, overrides) => prepare(statusEndpoint, statusBody(projectId, paymentId), overrides),
    statusOfRequest: (requestId, overrides) =>
      prepare(requestStatusEndpoint, requestStatusBody(projectId, requestId), overrides),
    raw: (path, body) => {
      if (parseGatePath(path) !== path) throw usageError(`${JSON.stringify(path)} does not begin with one slash.`);
      checkProject(body, projectId);
      warnOnce([...limitWarnings(path, body), ...missingFieldWarnings(path, body)]);
      return signed({ kind: 'raw', path, writes: !isReadPath(path) }, body);
    },
    send: createSender({ ...options, platformClock }),
    platformNow: platformClock.now,
    timeoutMilliseconds: options.timeoutMilliseconds,
    acceptUnsignedStatus: options.acceptUnsignedStatus,
    readOperators,
  };
}

/** Returns true for an endpoint that changes nothing. */
const isReadPath = (path: string): boolean => /^\/v2\/(info\/|payment\/status(\/|$))/.test(path);
