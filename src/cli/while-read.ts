import { Failure } from '#domain/errors/failure';

/** Prints something; a reader that has gone (`| head -1`) neither stops the work nor changes its exit code. */
export function whileRead(print: () => void): void {
  try {
    print();
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'output_closed') throw error;
  }
}
