import { isJsonObject, type Json, type JsonObject, parseJson } from '#domain/json/exact-json';
import { getPath } from '#domain/json/json-path';
import { verifySigned } from '#domain/signature/signature';
import type { SandboxEngine } from '#sandbox/engine';
import { type Answer, ApiError, createFieldError } from './api-error.ts';
import type { GateEndpoint } from './endpoints.ts';

/**
 * Answers a request. The checks have the order of the platform: JSON, signature, project, fields, then those of the endpoint
 * (platform docs: synchronous answers).
 */
export function answerRequest(text: string, endpoint: GateEndpoint, engine: SandboxEngine): Answer {
  try {
    const body = readSignedBody(text, endpoint, engine);
    checkProject(body, endpoint, engine);
    return endpoint.answer(body, engine);
  } catch (error) {
    if (error instanceof ApiError) return error.answer;
    throw error;
  }
}

function readSignedBody(text: string, { flat }: GateEndpoint, { secret }: SandboxEngine): JsonObject {
  const body = readBody(text);
  if ((getPath(body, flat ? 'signature' : 'general.signature') ?? '') === '') {
    throw new ApiError('3262', `Empty signature: it belongs ${flat ? 'at the top' : 'in "general"'}, as "signature"`);
  }
  const verification = verifySigned(text, secret);
  if (!verification.valid) throw new ApiError('3261', `Invalid signature. ${verification.reason}`);
  return body;
}

function readBody(text: string): JsonObject {
  let body: Json;
  try {
    body = parseJson(text);
  } catch (error) {
    throw new ApiError('2003', `The body is not JSON: ${(error as Error).message}`, 422);
  }
  if (isJsonObject(body)) return body;
  throw new ApiError('2003', 'The body is not a JSON object', 422);
}

function checkProject(body: JsonObject, { flat }: GateEndpoint, { projectId }: SandboxEngine): void {
  const field = flat ? 'project_id' : 'general.project_id';
  const value = getPath(body, field) ?? null;
  if (value === projectId) return;
  if (value === null) throw createFieldError([{ code: '2004', message: 'is required', field, constraint: 'required' }]);
  const problem =
    typeof value === 'string' ? 'it must be an integer, not text' : `this sandbox has project ${projectId}`;
  throw new ApiError('2442', `Project id not found: ${problem}`);
}
