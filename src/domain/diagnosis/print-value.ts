import type { Json } from '#domain/json/exact-json';
import { readLiteral } from './leaves.ts';

/** How a language prints data: as JSON, or as `str()` and the like do. */
export interface PrintStyle {
  /** Opening and closing bracket: `{}`, `map[]`. */
  readonly list: string;
  readonly object: string;
  readonly comma: string;
  /** Between a key and its value. */
  readonly colon: string;
  /** Of each level; undefined on one line. */
  readonly indent?: string;
  readonly lineEnd?: string;
  readonly emptyObject?: string;
  readonly text: (text: string) => string;
  readonly number: (literal: string) => string;
  readonly words?: Readonly<Record<string, string>>;
  readonly sortsKeys?: boolean;
}

/** Prints a tree of `parseSpelled`. */
export function printValue(value: Json, style: PrintStyle, line = style.lineEnd ?? '\n'): string {
  if (typeof value === 'string') return style.text(value);
  if (typeof value !== 'object' || value === null) return style.words?.[String(value)] ?? String(value);
  const literal = readLiteral(value);
  if (literal !== undefined) return style.number(literal);
  const below = line + (style.indent ?? '');
  const entries = Object.entries(value);
  if (style.sortsKeys === true) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  const isList = Array.isArray(value);
  const brackets = isList ? style.list : style.object;
  const [open, close] = [brackets.slice(0, -1), brackets.slice(-1)];
  const items = entries.map(
    ([key, item]) => (isList ? '' : style.text(key) + style.colon) + printValue(item, style, below),
  );
  if (items.length === 0) return isList ? brackets : (style.emptyObject ?? brackets);
  if (style.indent === undefined) return open + items.join(style.comma) + close;
  return `${open}${below}${items.join(style.comma + below)}${line}${close}`;
}
