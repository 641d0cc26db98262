import { parseBestBefore } from '#domain/checkout/link-expiry';
import { readPage, verifyPage } from '#domain/checkout/page-link';
import { METHOD_OPTIONS, missingParameters, parameterProblems } from '#domain/checkout/page-parameters';
import { formatJson, isJsonObject, type Json, parseJson } from '#domain/json/exact-json';
import { KNOWN_OPERATORS } from '#domain/payments/mobile-operator';
import { ApiError } from '#sandbox/gate/api-error';
import type { Project } from '#sandbox/gate/handle-request';

/** A checked link: what the customer is asked to pay, and how. */
export interface PageRequest {
  /** As it came: each later request of the page brings it along, and it is checked again. */
  readonly link: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** The method is chosen already. */
  readonly forced: boolean;
  /** The only operator that can be paid with; undefined when the customer chooses. */
  readonly operator: string | undefined;
  /** Epoch milliseconds. */
  readonly endsAt: number;
}

/**
 * Checks a link as the platform does.
 *
 * @param link the query, or the form that opened the page
 * @throws {ApiError} 404 for another project; 400 when a parameter is missing or wrong, or the signature is.
 */
export function readPageRequest(link: string, project: Project): PageRequest {
  const page = readPage(link);
  const { parameters } = page;
  const { project_id: projectId } = parameters;
  if (projectId !== undefined && projectId !== String(project.id)) {
    throw new ApiError('2442', `Project id not found: this sandbox has project ${project.id}`, 404);
  }
  const missing = missingParameters(parameters);
  if (missing.length > 0) throw new ApiError('2004', `Missing: ${missing.join(', ')}`);
  const verification = verifyPage(page, project.secret);
  if (!verification.valid) throw new ApiError('3261', `Invalid signature. ${verification.reason}`);
  const problems = parameterProblems(parameters);
  if (problems.length > 0) throw new ApiError('2004', problems.join('; '));
  const { force_payment_method: method } = parameters;
  if (method !== undefined && method !== 'mobile') {
    throw new ApiError('2004', `force_payment_method is ${JSON.stringify(method)}; this sandbox has mobile alone`);
  }
  return {
    link,
    parameters,
    forced: method === 'mobile',
    operator: enforcedOperator(parameters[METHOD_OPTIONS]),
    endsAt: parseBestBefore(parameters),
  };
}

function enforcedOperator(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  let options: Json;
  try {
    options = parseJson(text);
  } catch {
    throw new ApiError('2004', `${METHOD_OPTIONS} is no JSON text`);
  }
  const operator = isJsonObject(options) ? options.selected_operator : undefined;
  if (operator === undefined) return undefined;
  if (typeof operator === 'string' && KNOWN_OPERATORS.some(({ id }) => id === operator)) return operator;
  throw new ApiError('2004', `selected_operator is ${formatJson(operator)}: there is no such operator`);
}
