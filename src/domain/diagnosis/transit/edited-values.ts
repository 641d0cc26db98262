import { dottedPath, type Leaf, type LeafKind, type Leaves, remember } from '#domain/diagnosis/leaves';
import type { MistakeName } from '#domain/diagnosis/mistake';
import { type Difference, difference } from '#domain/diagnosis/signing-scheme';
import { TEXT_FORMS } from '#domain/diagnosis/text-forms';

/** One way in which values change in transit. */
interface Edit {
  readonly name: MistakeName;
  /** Undefined: the sentence shows the fields and their earlier values. */
  readonly clause?: string;
  /** Returns the value before the change; undefined when the change does not apply. */
  readonly before: (leaf: Leaf) => Leaf | undefined;
}

const edit = (
  name: MistakeName,
  applies: (leaf: Leaf) => boolean,
  revert: (text: string) => string,
  kind?: LeafKind,
): Edit => ({
  name,
  // Remembered, because pairs of mistakes revert the same values again.
  before: remember((leaf) => {
    const text = applies(leaf) ? revert(leaf.text) : leaf.text;
    return text === leaf.text ? undefined : { ...leaf, kind: kind ?? leaf.kind, text };
  }),
});

/** Lists the body with each edit reverted: in all its values, and in each one. */
function* revertEdits(edits: readonly Edit[], leaves: Leaves): Generator<Difference> {
  for (const { name, clause, before } of edits) {
    const changed = leaves.flatMap((leaf) => before(leaf) ?? []);
    if (changed.length === 0) continue;
    const all = clause ?? describe(changed);
    yield difference(name, all, { leaves: (received) => received.map((leaf) => before(leaf) ?? leaf) });
    for (const one of changed.length > 1 ? changed : []) {
      const where = clause === undefined ? describe([one]) : `${clause} (in ${dottedPath(one.steps)})`;
      const revert = (leaf: Leaf): Leaf => (leaf.steps === one.steps ? (before(leaf) ?? leaf) : leaf);
      yield difference(name, where, { leaves: (received) => received.map(revert) });
    }
  }
}

/** How many fields a sentence names. */
const MAX_NAMED = 3;

function describe(leaves: Leaves): string {
  const named = leaves.slice(0, MAX_NAMED).map(({ steps, kind, text }) => {
    const value = kind === 'text' ? JSON.stringify(text) : text || kind;
    return `${dottedPath(steps)} were ${value}`;
  });
  const more = leaves.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more fields had not changed in the same way`] : [])].join(' and ');
}

const isText = ({ kind }: Leaf): boolean => kind === 'text';
const isNumber = ({ kind }: Leaf): boolean => kind === 'number';
const isFraction = ({ kind, text }: Leaf): boolean => kind === 'number' && /[.eE]/.test(text);
const isStatus = ({ kind, steps }: Leaf): boolean => kind === 'text' && steps.at(-1)?.name === 'status';
const isAmount = ({ steps, text }: Leaf): boolean =>
  steps.at(-1)?.name === 'amount' && /^\d{1,12}(?:\.\d+)?$/.test(text);

const TEXT_EDITS: readonly Edit[] = TEXT_FORMS.flatMap(([how, , revert]) =>
  revert === undefined
    ? []
    : [{ ...edit('text_changed', isText, revert), clause: `texts were unchanged, and not ${how}` }],
);

/** Lists the body with its texts before something converted them. */
export const withOtherTexts = (leaves: Leaves): Generator<Difference> => revertEdits(TEXT_EDITS, leaves);

const trimZeros = (text: string): string => (/^[^e]*\.[^e]*$/.test(text) ? text.replace(/\.?0+$/, '') : text);

/** Returns the shortest text of the same single-precision number: `0.10000000149011612` → `0.1`. */
function toSingle(literal: string): string {
  const texts = Array.from({ length: 9 }, (_, at) => String(Number(Number(literal).toPrecision(at + 1))));
  return texts.find((text) => Math.fround(Number(text)) === Number(literal)) ?? literal;
}

const FRACTION_EDITS: readonly Edit[] = [
  toSingle, // float of Java and C#, real of PostgreSQL
  ...[0, 1, 2, 3, 4].map((digits) => (literal: string) => trimZeros(Number(literal).toFixed(digits))), // noise
  ...[15, 12, 7, 6].map((digits) => (literal: string) => trimZeros(Number(literal).toPrecision(digits))),
].map((revert) => edit('float_changed', isFraction, revert));

/** Lists the body with its fractions before something read them as floating point. */
export const withOtherFractions = (leaves: Leaves): Generator<Difference> => revertEdits(FRACTION_EDITS, leaves);

const STATUSES = 'success,decline,processing,awaiting clarification,refunded,partially refunded,error,expired'.split(
  ',',
);
/** Each amount of a body is tried in the place of the others, up to this number. */
const MAX_AMOUNTS = 20;

/** Lists the body before something changed its amounts or statuses. */
export function* withOtherAmounts(leaves: Leaves): Generator<Difference> {
  const amounts = new Set(leaves.flatMap((leaf) => (isAmount(leaf) ? leaf.text : [])));
  const units = [
    (text: string) => String(Number(text) * 100), // major units
    (text: string) => String(Number(text) / 100),
    ...[2, 1].map((digits) => (text: string) => (Number(text) / 100).toFixed(digits)),
  ].map((revert) => edit('amount_units', isAmount, revert, 'text'));
  // By hand, to try another result.
  const byHand = [...amounts].slice(0, MAX_AMOUNTS).map((amount) => edit('field_changed', isAmount, () => amount));
  const statuses = STATUSES.map((status) => edit('field_changed', isStatus, () => status));
  yield* revertEdits([...units, ...byHand, ...statuses], leaves);
}

/** `1733598525`, in seconds or milliseconds → `2024-12-07T19:08:45+0000` */
function readTimestamp(text: string): string {
  if (!/^1\d{9}(?:\d{3})?$/.test(text)) return text;
  return `${new Date(Number(text) * (text.length === 10 ? 1000 : 1)).toISOString().slice(0, 19)}+0000`;
}

const FLIPPED: Partial<Record<LeafKind, LeafKind>> = { true: 'false', false: 'true' };
const flip = (leaf: Leaf): Leaf | undefined => {
  const kind = FLIPPED[leaf.kind];
  return kind && { ...leaf, kind };
};

const OTHER_EDITS: readonly Edit[] = [
  { name: 'field_changed', before: flip }, // by hand
  // Laravel TrimStrings, Rails, forms, validators.
  ...['… ', ' …', ' … ', '…\n'].map((form) => edit('text_changed', isText, (text) => form.replace('…', () => text))),
  // Texts that became numbers, with JSON_NUMERIC_CHECK of PHP, spreadsheets, YAML: amounts, telephone numbers, dates, codes.
  ...[
    ...['.00', '.0', '0'].map((end) => (text: string) => text + end),
    (text: string) => Number(text).toFixed(2),
    (text: string) => `+${text}`,
    readTimestamp,
    ...Array.from({ length: 8 }, (_, at) => (text: string) => '0'.repeat(at + 1) + text),
  ].map((revert) => edit('float_changed', isNumber, revert, 'text')),
];

/** Lists the body before something changed a boolean, trimmed texts, or converted texts to numbers. */
export const withOtherValues = (leaves: Leaves): Generator<Difference> => revertEdits(OTHER_EDITS, leaves);
