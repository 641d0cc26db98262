import { Chalk } from 'chalk';
import { ENGLISH } from '#domain/language/translator';
import type { Style } from '#domain/terminal/terminal';

const chalk = new Chalk({ level: 1 });

/** Colours 231 and 16 of 256 are white and black in every theme; the sixteen basic ones are not. */
const fixed = new Chalk({ level: 2 });

/** The sixteen colours that every terminal has. */
export const COLORS: Style = {
  say: ENGLISH.say,
  show: ENGLISH.show,
  bold: (text) => chalk.bold(text),
  dim: (text) => chalk.dim(text),
  good: (text) => chalk.green(text),
  bad: (text) => chalk.red(text),
  warn: (text) => chalk.yellow(text),
  accent: (text) => chalk.cyan(text),
  whiteOnBlack: (text) => fixed.ansi256(231).bgAnsi256(16)(text),
};
