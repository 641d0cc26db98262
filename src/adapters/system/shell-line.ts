import { type ChildLimits, type ChildResult, runChild } from '#adapters/child-process';

/** The output that is kept of a shell line, in characters. */
const MAX_CHARACTERS = 1000;

/**
 * Runs a line of the shell: see {@link runChild}. It keeps the beginning of the standard output.
 *
 * @param environment all variables that it gets: no secret may be among them
 */
export const runShellLine = (line: string, environment: NodeJS.ProcessEnv, limits: ChildLimits): Promise<ChildResult> =>
  runChild({ command: { shell: line }, environment, maxCharacters: MAX_CHARACTERS, longOutput: 'cut' }, limits);
