import { Failure } from '#domain/errors/failure';

/** Prints a result. A closed output (`| head -1`) neither stops the work nor changes the exit code. */
export function ignoreClosedOutput(print: () => void): void {
  try {
    print();
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'output_closed') throw error;
  }
}
