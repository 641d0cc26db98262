import { usageError } from '#domain/errors/failure';
import { checkProject, getPaymentId } from '#domain/gate/body-identity';
import { limitWarnings, missingFieldWarnings } from '#domain/gate/field-limits';
import { isReadPath, parseGatePath } from '#domain/gate/gate-path';
import { getRequestAmount, type Overrides, type SignedRequest } from '#domain/gate/signed-request';
import type { JsonObject } from '#domain/json/exact-json';
import { withOverrides } from '#domain/json/json-path';
import type { Secret } from '#domain/signature/secret';
import { stringToSign, withSignature } from '#domain/signature/signature';
import { checkBody, type Endpoint } from './endpoint.ts';

/** What signing a request needs of the profile and of this run. */
export interface SigningOptions {
  /** Base URL, checked, without a slash at its end. */
  readonly gateUrl: string;
  readonly projectId: number;
  readonly secret: Secret;
  /** Gets a warning for each field outside of its documented limits, once. The request is still created. */
  readonly warn?: ((text: string) => void) | undefined;
}

/** Creates the functions that check and sign the bodies of one project. They send nothing. */
export function createSigner({ gateUrl, projectId, secret, warn }: SigningOptions) {
  const warned = new Set<string>();

  const sign = (endpoint: Omit<Endpoint, 'schema'>, body: JsonObject): SignedRequest => ({
    kind: endpoint.kind,
    writes: endpoint.writes,
    url: gateUrl + endpoint.path,
    body: withSignature(body, secret),
    stringToSign: stringToSign(body),
    paymentId: getPaymentId(body),
  });

  const warnOnce = (warnings: readonly string[]) => {
    for (const warning of warnings) if (!warned.has(warning)) warn?.(warning);
    for (const warning of warnings) warned.add(warning);
  };

  return {
    /**
     * Signs the body of an endpoint with the user's changes.
     *
     * @throws {Failure} (usage) for a body that the endpoint does not take, or of another project.
     */
    signRequest(endpoint: Endpoint, body: JsonObject, overrides: Overrides = []): SignedRequest {
      const final = withOverrides(body, overrides);
      checkBody(endpoint, final);
      checkProject(final, projectId);
      // The amount of a full refund is known only after the payment was read.
      const isComplete = endpoint.kind !== 'refund' || getRequestAmount({ body: final }) !== undefined;
      warnOnce(limitWarnings(endpoint.path, final));
      if (isComplete) warnOnce(missingFieldWarnings(endpoint.path, final));
      return sign(endpoint, final);
    },

    /**
     * Signs a body for any path.
     *
     * @throws {Failure} (usage) for a path that does not begin with one slash, or a body of another project.
     */
    signRaw(path: string, body: JsonObject): SignedRequest {
      if (parseGatePath(path) !== path) throw usageError(`${JSON.stringify(path)} does not begin with one slash.`);
      checkProject(body, projectId);
      warnOnce([...limitWarnings(path, body), ...missingFieldWarnings(path, body)]);
      return sign({ kind: 'raw', path, writes: !isReadPath(path) }, body);
    },
  };
}
