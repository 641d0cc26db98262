import type { Style } from '#domain/terminal/terminal';

const unchanged = (text: string): string => text;

/** The style without colours. */
export const PLAIN: Style = {
  bold: unchanged,
  dim: unchanged,
  good: unchanged,
  bad: unchanged,
  warn: unchanged,
  accent: unchanged,
  whiteOnBlack: unchanged,
};
