import { Chalk } from 'chalk';
import type { Style } from '../domain/terminal.ts';

const chalk = new Chalk({ level: 1 });

/** The sixteen colours that every terminal has. */
export const COLORS: Style = {
  bold: (text) => chalk.bold(text),
  dim: (text) => chalk.dim(text),
  good: (text) => chalk.green(text),
  bad: (text) => chalk.red(text),
  warn: (text) => chalk.yellow(text),
  accent: (text) => chalk.cyan(text),
};
