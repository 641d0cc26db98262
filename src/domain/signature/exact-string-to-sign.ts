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
  const text = new LineText();
  const isOrdered = visit(body, '', (path, value) => text.add(`${path}:${value}`), new SigningWork(limits));
  if (isOrdered) return text.join();
  const lines: { readonly path: string; readonly value: string }[] = [];
  visit(body, '', (path, value) => lines.push({ path, value }), new SigningWork(limits));
  return sortNaturally(lines, ({ path }) => path, limits)
    .map(({ path, value }) => `${path}:${value}`)
    .join(';');
}

/** Number of lines that are joined together: a text takes less memory than its lines. */
const LINES_IN_PART = 500;

/** Lines joined by `;`. */
class LineText {
  readonly #parts: string[] = [];
  #lines: string[] = [];

  add(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length === LINES_IN_PART) this.#endPart();
  }

  join(): string {
    if (this.#lines.length > 0) this.#endPart();
    return this.#parts.join(';');
  }

  #endPart(): void {
    this.#parts.push(this.#lines.join(';'));
    this.#lines = [];
  }
}

type AddLine = (path: string, value: string) => void;

/**
 * Calls `add` with each line below a path.
 *
 * @returns false when the lines are not in their order yet
 */
function visit(container: readonly Json[] | JsonObject, above: string, add: AddLine, work: SigningWork): boolean {
  if (isList(container)) {
    let isOrdered = true;
    for (let at = 0; at < container.length; at += 1) {
      if (!visitValue(container[at] as Json, joinPath(above, String(at)), add, work)) isOrdered = false;
    }
    return isOrdered;
  }
  const names = Object.keys(container).filter((name) => !UNSIGNED_KEYS.has(name));
  let isOrdered = sortPlainly(names, container) || sortSiblings(names, container, above === '', work);
  for (const name of names) {
    if (!visitValue(container[name] as Json, joinPath(above, escapeKey(name)), add, work)) isOrdered = false;
  }
  return isOrdered;
}

function visitValue(value: Json, path: string, add: AddLine, work: SigningWork): boolean {
  if (typeof value === 'object' && value !== null) {
    work.add(path.length);
    return visit(value, path, add, work);
  }
  const text = valueText(value);
  work.add(path.length + text.length + 1);
  add(path, text);
  return true;
}

const isList = (container: readonly Json[] | JsonObject): container is readonly Json[] => Array.isArray(container);

const isParent = (value: Json | undefined): boolean => typeof value === 'object' && value !== null;

/** @returns false when what follows the keys takes part in their order */
function sortSiblings(names: string[], container: JsonObject, first: boolean, work: SigningWork): boolean {
  const siblings = new Map<string, Sibling>();
  let characters = 0;
  for (const name of names) {
    const parent = isParent(container[name]);
    const text = parent ? `${escapeKey(name)}:` : escapeKey(name);
    siblings.set(name, { parent, text });
    characters += text.length;
  }
  work.addOddKeys(names.length, characters);
  // An empty key adds no separator at the top, so that its children stand among its siblings.
  if (siblings.has('')) return false;
  let told = true;
  names.sort((a, b) => {
    const order = compareSiblings(siblings.get(a) as Sibling, siblings.get(b) as Sibling, first);
    if (order === undefined) told = false;
    return order ?? 0;
  });
  return told;
}

/** Sorts names that need none of the odd rules, several times as fast; false, and nothing is done, where one of them does. */
function sortPlainly(names: string[], container: JsonObject): boolean {
  const orders: string[] = [];
  for (const name of names) {
    const order = name === '' ? undefined : plainOrderText(name);
    if (order === undefined) return false;
    orders.push(isParent(container[name]) ? `${order}:` : order);
  }
  const places = Uint32Array.from(names.keys()).sort((a, b) =>
    (orders[a] as string) < (orders[b] as string) ? -1 : 1,
  );
  const sorted = Array.from(places, (place) => names[place] as string);
  for (const [at, name] of sorted.entries()) names[at] = name;
  return true;
}
