import { ENGLISH } from '#domain/language/translator';
import type { Style } from './terminal.ts';

const unchanged = (text: string): string => text;

/** The style without colours, in English. */
export const PLAIN: Style = {
  say: ENGLISH.say,
  show: ENGLISH.show,
  bold: unchanged,
  dim: unchanged,
  good: unchanged,
  bad: unchanged,
  warn: unchanged,
  accent: unchanged,
  whiteOnBlack: unchanged,
};
