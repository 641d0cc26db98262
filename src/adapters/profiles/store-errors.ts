import { credentialsFailure, Failure } from '#domain/errors/failure';
import { fileProblem } from '#domain/errors/file-errors';

/**
 * What an error of the file system means for the settings: one that the user can do something about.
 *
 * @param what what failed: `The profile store … cannot be read`
 */
export function fileFailure(code: string, what: string, error: unknown): unknown {
  const problem = fileProblem(error);
  if (problem === undefined || error instanceof Failure) return error;
  return credentialsFailure(code, `${what}: ${problem}.`, 'Another folder for it: ROCKETPAY_CONFIG_DIR.');
}

/** A change of the profiles that could not be written: they are as they were. */
export const storeUnwritable = (file: string, error: unknown): unknown =>
  fileFailure('store_unwritable', `The profile store ${file} cannot be written`, error);
