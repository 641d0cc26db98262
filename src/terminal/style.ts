import type { Style } from '../context.ts';

const asItIs = (text: string): string => text;

/** No colour: each function gives its text back unchanged. */
export const PLAIN: Style = { bold: asItIs, dim: asItIs, good: asItIs, bad: asItIs, warn: asItIs, accent: asItIs };

/** The sixteen colours that every terminal has. */
export async function loadColors(): Promise<Style> {
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  return {
    bold: (text) => chalk.bold(text),
    dim: (text) => chalk.dim(text),
    good: (text) => chalk.green(text),
    bad: (text) => chalk.red(text),
    warn: (text) => chalk.yellow(text),
    accent: (text) => chalk.cyan(text),
  };
}
