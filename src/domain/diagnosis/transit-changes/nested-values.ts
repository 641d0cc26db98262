import { inNaturalOrder, type Leaf, readLeaves } from '#domain/diagnosis/model/signing-scheme';
import { formatJson, isJsonObject, type Json, parseJson } from '#domain/json/exact-json';
import { type BodyChange, dottedPath, insertLeaf, VERIFY_RAW_BYTES } from './body-change.ts';

/** The body with one of its objects or lists as the JSON text that it may have been: a part of it was parsed. */
export function* withJsonText(leaves: readonly Leaf[], text: string): Generator<BodyChange> {
  const body = parseJson(text);
  for (const { path, value } of containersOf(body, [])) {
    const prefix = path.join('.');
    const rest = leaves.filter(({ steps }) => dottedPath(steps.slice(0, path.length)) !== prefix);
    yield {
      leaves: insertLeaf(rest, prefix, formatJson(value)),
      mistake: {
        name: 'text_changed',
        if: `${prefix} were JSON text, in quotes, and not an object`,
        advice: 'A text that holds JSON is signed as the text that it is: sign it before anything parses it.',
      },
    };
  }
}

/** What stands for an object or a list where nobody looks inside. */
const FLAT: readonly (readonly [string, (value: Json) => string])[] = [
  ['JSON text', formatJson],
  ['"Array"', () => 'Array'],
  ['"[object Object]"', () => '[object Object]'],
  ['what JavaScript prints of it', printed],
  ['what Python prints of it', printedByPython],
  ['what Go prints of it', printedByGo],
  ['what Java prints of it', printedByJava],
  ['what Ruby prints of it', printedByRuby],
  ['nothing', () => ''],
];

/** As a template of JavaScript shows it: `1,2` and `[object Object]`. */
function printed(value: Json): string {
  if (Array.isArray(value)) return value.map(printed).join(',');
  return isJsonObject(value) ? '[object Object]' : String(value ?? '');
}

/** As `str()` shows it: `{'id': 'p', 'ok': True, 'list': [1, None]}`. */
function printedByPython(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(printedByPython).join(', ')}]`;
  if (isJsonObject(value)) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${printedByPython(key)}: ${printedByPython(item)}`)
      .join(', ')}}`;
  }
  if (typeof value !== 'string') return { true: 'True', false: 'False', null: 'None' }[String(value)] ?? String(value);
  const escaped = value
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return escaped.includes("'") && !escaped.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`;
}

/** As `fmt.Sprint` shows it: `map[id:p ok:true]`, its keys sorted. */
function printedByGo(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(printedByGo).join(' ')}]`;
  if (!isJsonObject(value)) return value === null ? '<nil>' : String(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, item]) => `${key}:${printedByGo(item)}`).join(' ')}]`;
}

/** As `toString` of a map shows it: `{id=p, ok=true}`. */
function printedByJava(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(printedByJava).join(', ')}]`;
  if (!isJsonObject(value)) return String(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}=${printedByJava(item)}`)
    .join(', ')}}`;
}

/** As `to_s` shows it: `{"id"=>"p", "ok"=>true}`. */
function printedByRuby(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(printedByRuby).join(', ')}]`;
  if (!isJsonObject(value)) return value === null ? 'nil' : formatJson(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${formatJson(key)}=>${printedByRuby(item)}`)
    .join(', ')}}`;
}

/** The body with its lists, or all that is not at its top, in one line each: the signer did not go inside. */
export function* withFlatContainers(leaves: readonly Leaf[], text: string): Generator<BodyChange> {
  const containers = [...containersOf(parseJson(text), [])];
  const kinds = [
    ['each list', containers.filter(({ value }) => Array.isArray(value))],
    ['each object', containers.filter(({ path, value }) => path.length === 1 && typeof value === 'object')],
  ] as const;
  for (const [what, chosen] of kinds) {
    const prefixes = new Set(chosen.map(({ path }) => path.join('.')));
    const rest = leaves.filter(({ steps }) => !steps.some((_, at) => prefixes.has(dottedPath(steps.slice(0, at + 1)))));
    for (const [how, write] of chosen.length > 0 ? FLAT : []) {
      const lines = chosen.map(({ path, value }) => ({ ...flatLeaf(path, write(value)), place: leaves.length }));
      yield {
        leaves: inNaturalOrder([...rest, ...lines]),
        mistake: {
          name: 'nested_fields',
          if: `${what} were signed by what is inside, a line for each value, and not as ${how}`,
          advice: 'Each value inside of an object or a list is a line of its own, with its whole path.',
        },
      };
    }
  }
}

const flatLeaf = (path: readonly string[], text: string) =>
  ({ steps: path.map((name) => ({ name, inList: false })), kind: 'text', text }) as const;

/** The body with what a JSON text in it holds: a part of it was made into text. */
export function* withParsedText(leaves: readonly Leaf[]): Generator<BodyChange> {
  for (const leaf of leaves) {
    const inside = leaf.kind === 'text' && /^\s*[[{]/.test(leaf.text) ? leavesIn(leaf.text) : [];
    if (inside.length === 0) continue;
    const parsed = inside.map((one) => ({ ...one, steps: [...leaf.steps, ...one.steps], place: leaf.place }));
    yield {
      leaves: inNaturalOrder([...leaves.filter((one) => one !== leaf), ...parsed]),
      mistake: {
        name: 'text_changed',
        if: `${dottedPath(leaf.steps)} were an object or a list, and not JSON text in quotes`,
        advice: `Something made it into text. ${VERIFY_RAW_BYTES}`,
      },
    };
  }
}

function leavesIn(text: string): Leaf[] {
  try {
    return readLeaves(text);
  } catch {
    return [];
  }
}

function* containersOf(value: Json, path: readonly string[]): Generator<{ path: readonly string[]; value: Json }> {
  if (path.length > 0) yield { path, value };
  if (!isJsonObject(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === 'object' && item !== null) yield* containersOf(item, [...path, key]);
  }
}
