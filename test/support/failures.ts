import { Failure } from '#domain/errors/failure';

/** The {@link Failure} that a call ends in. Any other end is an error of the test. */
export function failureOf(call: () => unknown): Failure {
  let result: unknown;
  try {
    result = call();
  } catch (error) {
    return checked(error);
  }
  throw new Error(`no failure, but ${JSON.stringify(result)}`);
}

/** The {@link Failure} that a promise ends in. */
export async function rejectionOf(promise: Promise<unknown>): Promise<Failure> {
  let result: unknown;
  try {
    result = await promise;
  } catch (error) {
    return checked(error);
  }
  throw new Error(`no failure, but ${JSON.stringify(result)}`);
}

function checked(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw new Error(`not a failure, but ${error}`, { cause: error });
}
