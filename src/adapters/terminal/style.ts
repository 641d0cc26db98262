import type { Style } from '#domain/terminal/terminal';

const asItIs = (text: string): string => text;

/** No colour: each function gives its text back unchanged. */
export const PLAIN: Style = {
  bold: asItIs,
  dim: asItIs,
  good: asItIs,
  bad: asItIs,
  warn: asItIs,
  accent: asItIs,
  whiteOnBlack: asItIs,
};
