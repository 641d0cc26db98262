import type { Json, JsonObject } from '#domain/json/exact-json';

/** An answer of the Gate, before it is signed and sent. */
export interface Answer {
  readonly httpStatus: number;
  readonly body: Json;
  /** Whether a signature goes on top: only status answers have one (platform docs: synchronous answers). */
  readonly signed: boolean;
  /** In a few words, for the output. */
  readonly summary: string;
}

/** The Gate says no: nothing was booked (platform docs: synchronous answers). */
export class ApiError extends Error {
  override readonly name = 'Refusal';
  readonly answer: Answer;

  constructor(code: string, message: string, httpStatus = 400, body: JsonObject = { status: 'error', code, message }) {
    super(message);
    this.answer = { httpStatus, body, signed: false, summary: `${code} ${message}` };
  }
}

/** One field that is missing or wrong. */
export interface FieldError {
  readonly code: string;
  readonly message: string;
  readonly field: string;
  readonly constraint: string;
}

/** A refusal that names each field that is missing or wrong. */
export function fieldRefusal(errors: readonly FieldError[]): ApiError {
  const message = errors.map((error) => `${error.field}: ${error.message}`).join('; ');
  return new ApiError(errors[0]?.code ?? '2004', message, 400, { errors: errors.map((error) => ({ ...error })) });
}
