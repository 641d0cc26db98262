import { PLAIN } from '#domain/terminal/plain-style';
import type { Style } from '#domain/terminal/terminal';
import type { Streams } from './streams.ts';

/**
 * Returns the style of a run: coloured if the settings allow colours and an output is a terminal.
 *
 * @param isAllowed false with `--no-color`, `NO_COLOR` or a terminal without control sequences: see `src/cli/read-settings.ts`
 * @param environment gets NO_COLOR where colours are not allowed, for the libraries that read it
 */
export async function chooseStyle(
  isAllowed: boolean,
  { stdout, stderr }: Streams,
  environment: NodeJS.ProcessEnv,
): Promise<Style> {
  if (!isAllowed) {
    environment.NO_COLOR = '1';
    // Node.js warns if both are set.
    delete environment.FORCE_COLOR;
  }
  const isColored = isAllowed && (stdout.isTTY || stderr.isTTY);
  return isColored ? (await import('./color-style.ts')).COLORS : PLAIN;
}
