import type { Clock } from '#async/clock';
import type { Gate } from '#context';
import { usageError } from '#domain/errors/failure';
import { checkProject, paymentIdIn } from '#domain/gate/body-identity';
import { limitWarnings, missingFieldWarnings } from '#domain/gate/field-limits';
import { amountOf, type Overrides, type SignedRequest } from '#domain/gate/signed-request';
import type { JsonObject } from '#domain/json/exact-json';
import { withOverrides } from '#domain/json/json-path';
import type { Secret } from '#domain/signature/secret';
import { stringToSign, withSignature } from '#domain/signature/signature';
import type { OpenConnection } from './connection.ts';
import { checkBody, type Endpoint } from './endpoint.ts';
import { createSender } from './http-client.ts';
import { operatorsBody, operatorsEndpoint, readOperators } from './operators.ts';
import { createPlatformClock } from './platform-clock.ts';
import { refundBody, refundEndpoint } from './refund.ts';
import { resendBody, resendEndpoint } from './resend.ts';
import { saleBody, saleEndpoint } from './sale.ts';
import { requestStatusBody, requestStatusEndpoint, statusBody, statusEndpoint } from './status.ts';
import { clarificationBody, clarificationEndpoint } from './submit-otp.ts';

/** What the Gate needs to know of a profile and of this run. */
export interface GateOptions {
  /** Base URL, checked, without a slash at its end. */
  readonly gateUrl: string;
  readonly projectId: number;
  readonly secret: Secret;
  /** For one request, from the first byte to the last. */
  readonly timeoutMilliseconds: number;
  /** Cuts off what is in progress; nothing does when undefined. */
  readonly signal: AbortSignal | undefined;
  /** The way to the Gate leads through it, when there is one. */
  readonly proxy?: URL | undefined;
  /** Opens a connection to the Gate; {@link openConnection} when left out. */
  readonly connect?: OpenConnection | undefined;
  /** Status answers without a signature may be acted on. */
  readonly acceptUnsignedStatus?: boolean | undefined;
  readonly clock: Clock;
  /** How many times as fast as real time the platform's clock runs; 1 when left out. */
  readonly speed?: number | undefined;
  /** Told each request and answer, without secrets; where nobody listens, neither is put into words. */
  readonly trace?: ((line: string) => void) | undefined;
  /** Names this program and its version to the Gate. */
  readonly userAgent?: string | undefined;
  /** Receives what of a request is outside the documented limits, each sentence once. The request is made all the same. */
  readonly warn?: ((text: string) => void) | undefined;
}

/** The Gate of one project: checks and signs bodies, and sends them. */
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
    paymentId: paymentIdIn(body),
  });

  const warnOnce = (warnings: readonly string[]) => {
    for (const warning of warnings) if (!warned.has(warning)) warn?.(warning);
    for (const warning of warnings) warned.add(warning);
  };

  const prepare = (endpoint: Endpoint, body: JsonObject, overrides: Overrides = []): SignedRequest => {
    const final = withOverrides(body, overrides);
    checkBody(endpoint, final);
    checkProject(final, projectId);
    // What a refund of everything gives back is not known before the payment was read.
    const complete = endpoint.kind !== 'refund' || amountOf({ body: final }) !== undefined;
    warnOnce(limitWarnings(endpoint.path, final));
    if (complete) warnOnce(missingFieldWarnings(endpoint.path, final));
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
      if (!/^\/[\w\-./]*$/.test(path) || path.includes('..')) {
        throw usageError(`${JSON.stringify(path)} is not a path of the Gate.`, 'For example: /v2/payment/status');
      }
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

/** Endpoints that only answer: everything else can change something. */
const isReadPath = (path: string): boolean => /^\/v2\/(info\/|payment\/status(\/|$))/.test(path);
