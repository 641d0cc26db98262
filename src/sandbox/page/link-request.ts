import { parseBestBefore } from '#domain/checkout/link-expiry';
import { readPageLink, verifyPage } from '#domain/checkout/page-link';
import { METHOD_OPTIONS, missingParameters, parameterProblems } from '#domain/checkout/page-parameters';
import { formatJson, isJsonObject, type Json, parseJson } from '#domain/json/exact-json';
import { KNOWN_OPERATORS } from '#domain/payments/mobile-operator';
import type { SandboxEngine } from '#sandbox/engine';
import { ApiError } from '#sandbox/gate/api-error';

/** A checked link: the order and how it can be paid. */
export interface PageRequest {
  /** The query of the link. Each action of the page sends it again, and it is checked again. */
  readonly link: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** True when the link selects the payment method. */
  readonly forced: boolean;
  /** The operator that the link selects; undefined when the customer chooses. */
  readonly operator: string | undefined;
  /** The expiry, epoch milliseconds. */
  readonly endsAt: number;
}

/**
 * Checks a link as the platform does.
 *
 * @param link the query, or the form that opened the page
 * @throws {ApiError} 404 for another project; 400 when a parameter is missing or invalid, or the signature is invalid.
 */
export function readPageRequest(link: string, { projectId: ownId, secret }: SandboxEngine): PageRequest {
  const page = readPageLink(link);
  const { parameters } = page;
  const { project_id: projectId } = parameters;
  if (projectId !== undefined && projectId !== String(ownId)) {
    throw new ApiError('2442', `Project id not found: this sandbox has project ${ownId}`, 404);
  }
  const missing = missingParameters(parameters);
  if (missing.length > 0) throw new ApiError('2004', `Missing: ${missing.join(', ')}`);
  const verification = verifyPage(page, secret);
  if (!verification.valid) throw new ApiError('3261', `Invalid signature. ${verification.reason}`);
  const problems = parameterProblems(parameters);
  if (problems.length > 0) throw new ApiError('2004', problems.join('; '));
  const { force_payment_method: method } = parameters;
  if (method !== undefined && method !== 'mobile') {
    throw new ApiError('2004', `force_payment_method is ${JSON.stringify(method)}; this sandbox has only mobile`);
  }
  return {
    link,
    parameters,
    forced: method === 'mobile',
    operator: readOperator(parameters[METHOD_OPTIONS]),
    endsAt: parseBestBefore(parameters),
  };
}

/** Reads the operator that the link selects. */
function readOperator(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  let options: Json;
  try {
    options = parseJson(text);
  } catch {
    throw new ApiError('2004', `${METHOD_OPTIONS} is not valid JSON`);
  }
  const operator = isJsonObject(options) ? options.selected_operator : undefined;
  if (operator === undefined) return undefined;
  if (typeof operator === 'string' && KNOWN_OPERATORS.some(({ id }) => id === operator)) return operator;
  throw new ApiError('2004', `selected_operator is ${formatJson(operator)}: there is no such operator`);
}
