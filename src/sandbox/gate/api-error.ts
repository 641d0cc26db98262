import type { Json, JsonObject } from '#domain/json/exact-json';

/** An answer of the Gate before it is signed and sent. */
export interface Answer {
  readonly httpStatus: number;
  readonly body: Json;
  /** True for status answers: only these have a signature (platform docs: synchronous answers). */
  readonly signed: boolean;
  /** A few words for the output of the sandbox. */
  readonly summary: string;
}

/** An error answer of the Gate: nothing was stored (platform docs: synchronous answers). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly answer: Answer;

  constructor(code: string, message: string, httpStatus = 400, body: JsonObject = { status: 'error', code, message }) {
    super(message);
    this.answer = { httpStatus, body, signed: false, summary: `${code} ${message}` };
  }
}

/** A missing or invalid field. */
export interface FieldError {
  readonly code: string;
  readonly message: string;
  readonly field: string;
  readonly constraint: string;
}

/** Creates an error that names each missing or invalid field. */
export function createFieldError(errors: readonly FieldError[]): ApiError {
  const message = errors.map((error) => `${error.field}: ${error.message}`).join('; ');
  return new ApiError(errors[0]?.code ?? '2004', message, 400, { errors: errors.map((error) => ({ ...error })) });
}
