import type { Json, JsonObject } from '#domain/json/exact-json';
import { escapeKey, joinPath, UNSIGNED_KEYS, valueText } from './canonical-lines.ts';
import { compareSiblings, plainOrderText, type Sibling, sortNaturally } from './natural-sort.ts';
import { type SigningLimits, SigningWork } from './signing-limits.ts';

/**
 * The string to sign of any body (platform docs: "Signature"): what joining `signedLines` gives, in time that grows with the length
 * of the string. It sorts the keys of each object; whole paths only where those of two objects cannot be told apart without
 * their children.
 *
 * @throws {BodyTooLarge}
 */
export function exactStringToSign(body: Json, limits?: SigningLimits): string {
  if (typeof body !== 'object' || body === null) return '';
  const work = new SigningWork(limits);
  const lines: Line[] = [];
  const ordered = collect(body, '', lines, work);
  const sorted = ordered ? lines : sortNaturally(lines, ({ path }) => path, limits);
  return sorted.map(({ path, value }) => `${path}:${value}`).join(';');
}

interface Line {
  readonly path: string;
  readonly value: string;
}

/** @returns false when the lines do not stand in their order yet */
function collect(container: readonly Json[] | JsonObject, above: string, lines: Line[], work: SigningWork): boolean {
  const children = childrenOf(container);
  let ordered = Array.isArray(container) || sortSiblings(children, above === '', work);
  for (const { key, value } of children) {
    const path = joinPath(above, key);
    if (typeof value === 'object' && value !== null) {
      work.add(path.length);
      if (!collect(value, path, lines, work)) ordered = false;
    } else {
      const line = { path, value: valueText(value) };
      work.add(path.length + line.value.length + 1);
      lines.push(line);
    }
  }
  return ordered;
}

interface Child extends Sibling {
  /** As a part of a path. */
  readonly key: string;
  readonly value: Json;
}

const childrenOf = (container: readonly Json[] | JsonObject): Child[] =>
  Object.keys(container)
    .filter((name) => !UNSIGNED_KEYS.has(name))
    .map((name) => {
      const value = (container as JsonObject)[name] as Json;
      const key = escapeKey(name);
      const parent = typeof value === 'object' && value !== null;
      return { key, value, parent, text: parent ? `${key}:` : key };
    });

/** @returns false when what follows the keys takes part in their order */
function sortSiblings(children: Child[], first: boolean, work: SigningWork): boolean {
  if (sortPlainly(children)) return true;
  work.addOddKeys(
    children.length,
    children.reduce((sum, { text }) => sum + text.length, 0),
  );
  // An empty key adds no separator at the top, so that its children stand among its siblings.
  if (children.some(({ key }) => key === '')) return false;
  let told = true;
  children.sort((a, b) => {
    const order = compareSiblings(a, b, first);
    if (order === undefined) told = false;
    return order ?? 0;
  });
  return told;
}

/** Sorts what needs none of the odd rules, several times as fast; false, and nothing is done, where one of the keys does. */
function sortPlainly(children: Child[]): boolean {
  const plain: { readonly order: string; readonly child: Child }[] = [];
  for (const child of children) {
    const order = child.key === '' ? undefined : plainOrderText(child.key);
    if (order === undefined) return false;
    plain.push({ order: child.parent ? `${order}:` : order, child });
  }
  plain.sort((a, b) => (a.order < b.order ? -1 : 1));
  for (const [at, { child }] of plain.entries()) children[at] = child;
  return true;
}
