import type { TransitChange } from '#domain/diagnosis/candidate';
import { dottedPath, type Leaf, type LeafKind, remember } from '#domain/diagnosis/leaves';
import { type MistakeName, mistake } from '#domain/diagnosis/mistake';
import { TEXT_FORMS } from '#domain/diagnosis/text-forms';

/** One way in which values change in transit. */
interface Edit {
  readonly name: MistakeName;
  /** Undefined: the sentence shows the fields and their earlier values. */
  readonly clause?: string;
  /** Returns the value before the change; undefined or the same value when the change does not apply. */
  readonly before: (leaf: Leaf) => Leaf | undefined;
}

type Revert = (text: string) => string;

/** Lists the body with each edit reverted: in all its values, and in each one. */
function* revertEdits(edits: readonly Edit[], leaves: readonly Leaf[]): Generator<TransitChange> {
  for (const { name, clause, before } of edits) {
    const earlier = leaves.map((leaf) => {
      const found = before(leaf);
      return found?.text === leaf.text && found.kind === leaf.kind ? undefined : found;
    });
    const changed = earlier.flatMap((leaf, at) => (leaf === undefined ? [] : { at, leaf }));
    if (changed.length === 0) continue;
    const all = clause ?? describe(changed.map(({ leaf }) => leaf));
    yield { leaves: leaves.map((leaf, at) => earlier[at] ?? leaf), mistake: mistake(name, all) };
    for (const { at, leaf } of changed.length > 1 ? changed : []) {
      const one = clause === undefined ? describe([leaf]) : `${clause} (in ${dottedPath(leaf.steps)})`;
      yield { leaves: leaves.with(at, leaf), mistake: mistake(name, one) };
    }
  }
}

/** How many fields a sentence names. */
const MAX_NAMED = 3;

function describe(leaves: readonly Leaf[]): string {
  const named = leaves.slice(0, MAX_NAMED).map(({ steps, kind, text }) => {
    const value = kind === 'text' ? JSON.stringify(text) : text || kind;
    return `${dottedPath(steps)} were ${value}`;
  });
  const more = leaves.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more fields had not changed in the same way`] : [])].join(' and ');
}

const editTexts = (revert: Revert): Edit['before'] =>
  remember((leaf) => (leaf.kind === 'text' ? { ...leaf, text: revert(leaf.text) } : undefined));

const TEXT_EDITS: readonly Edit[] = TEXT_FORMS.flatMap(({ how, revert }) =>
  revert === undefined
    ? []
    : [{ name: 'text_changed', clause: `texts were unchanged, and not ${how}`, before: editTexts(revert) }],
);

/** Lists the body with its texts before something converted them. */
export const withOtherTexts = (leaves: readonly Leaf[]): Generator<TransitChange> => revertEdits(TEXT_EDITS, leaves);

const trimZeros = (text: string): string => (/^[^e]*\.[^e]*$/.test(text) ? text.replace(/\.?0+$/, '') : text);

/** Returns the shortest text of the same single-precision number: `0.10000000149011612` → `0.1`. */
function toSingle(literal: string): string {
  const texts = Array.from({ length: 9 }, (_, at) => String(Number(Number(literal).toPrecision(at + 1))));
  return texts.find((text) => Math.fround(Number(text)) === Number(literal)) ?? literal;
}

const FRACTION_EDITS: readonly Edit[] = (
  [
    toSingle, // float of Java and C#, real of PostgreSQL
    ...[0, 1, 2, 3, 4].map((digits) => (literal: string) => trimZeros(Number(literal).toFixed(digits))), // noise
    ...[15, 12, 7, 6].map((digits) => (literal: string) => trimZeros(Number(literal).toPrecision(digits))),
  ] as readonly Revert[]
).map((revert) => ({
  name: 'float_changed',
  before: (leaf) =>
    leaf.kind === 'number' && /[.eE]/.test(leaf.text) ? { ...leaf, text: revert(leaf.text) } : undefined,
}));

/** Lists the body with its fractions before something read them as floating point. */
export const withOtherFractions = (leaves: readonly Leaf[]): Generator<TransitChange> =>
  revertEdits(FRACTION_EDITS, leaves);

/** `1733598525`, in seconds or milliseconds → `2024-12-07T19:08:45+0000` */
function readTimestamp(text: string): string {
  if (!/^1\d{9}(?:\d{3})?$/.test(text)) return text;
  return `${new Date(Number(text) * (text.length === 10 ? 1000 : 1)).toISOString().slice(0, 19)}+0000`;
}

/** Texts that became numbers: JSON_NUMERIC_CHECK of PHP, spreadsheets, YAML. */
const NUMBER_EDITS: readonly Edit[] = (
  [
    ...['.00', '.0', '0'].map((end) => (text: string) => text + end), // amounts
    (text) => Number(text).toFixed(2),
    (text) => `+${text}`, // telephone numbers
    readTimestamp, // databases, Date of JavaScript
    ...Array.from({ length: 8 }, (_, at) => (text: string) => '0'.repeat(at + 1) + text), // codes
  ] as readonly Revert[]
).map((revert) => ({
  name: 'float_changed',
  before: (leaf) => {
    const text = leaf.kind === 'number' ? revert(leaf.text) : leaf.text;
    return text === leaf.text ? undefined : { ...leaf, kind: 'text', text };
  },
}));

/** Laravel TrimStrings, Rails, forms, validators. */
const SPACE_EDITS: readonly Edit[] = ['… ', ' …', ' … ', '…\n'].map((form) => ({
  name: 'text_changed',
  clause: `texts were not trimmed: ${JSON.stringify(form)}`,
  before: editTexts((text) => form.replace('…', () => text)),
}));

const isAmount = ({ steps, text }: Leaf): boolean =>
  steps.at(-1)?.name === 'amount' && /^\d{1,12}(?:\.\d+)?$/.test(text);

/** Major and minor units. */
const UNIT_EDITS: readonly Edit[] = (
  [
    (amount) => String(amount * 100),
    (amount) => String(amount / 100),
    (amount) => (amount / 100).toFixed(2),
    (amount) => (amount / 100).toFixed(1),
  ] as readonly ((amount: number) => string)[]
).map((count) => ({
  name: 'amount_units',
  before: (leaf) => (isAmount(leaf) ? { ...leaf, kind: 'text', text: count(Number(leaf.text)) } : undefined),
}));

const STATUSES = 'success,decline,processing,awaiting clarification,refunded,partially refunded,error,expired'.split(
  ',',
);
/** Each amount of a body is tried in the place of the others, up to this number. */
const MAX_AMOUNTS = 20;

/** What developers edit by hand to try another result. */
const listHandEdits = (leaves: readonly Leaf[]): Edit[] => {
  const amounts = new Set(leaves.flatMap((leaf) => (isAmount(leaf) ? leaf.text : [])));
  const isStatus = ({ kind, steps }: Leaf): boolean => kind === 'text' && steps.at(-1)?.name === 'status';
  const setIf =
    (applies: (leaf: Leaf) => boolean) =>
    (text: string): Edit => ({
      name: 'field_changed',
      before: (leaf) => (applies(leaf) ? { ...leaf, text } : undefined),
    });
  return [...[...amounts].slice(0, MAX_AMOUNTS).map(setIf(isAmount)), ...STATUSES.map(setIf(isStatus))];
};

/** Lists the body before something changed its amounts or statuses. */
export const withOtherAmounts = (leaves: readonly Leaf[]): Generator<TransitChange> =>
  revertEdits([...UNIT_EDITS, ...listHandEdits(leaves)], leaves);

const FLIPPED: Partial<Record<LeafKind, LeafKind>> = { true: 'false', false: 'true' };
const FLIP: Edit = { name: 'field_changed', before: (leaf) => ({ ...leaf, kind: FLIPPED[leaf.kind] ?? leaf.kind }) };

/** Lists the body before something changed a boolean, trimmed texts, or converted texts to numbers. */
export const withOtherValues = (leaves: readonly Leaf[]): Generator<TransitChange> =>
  revertEdits([FLIP, ...SPACE_EDITS, ...NUMBER_EDITS], leaves);
