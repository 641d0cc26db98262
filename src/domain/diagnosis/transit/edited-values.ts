import type { Difference } from '#domain/diagnosis/candidate';
import { type MistakeName, mistake, type Row, tableOf } from '#domain/diagnosis/mistake';
import { formatNumber } from '#domain/foreign-formats/numbers';
import { fillForm, REVERTED_FORMS } from '#domain/foreign-formats/text-forms';
import { dottedPath, type Leaf, type LeafKind, type Leaves, remember } from '#domain/signature/body-leaves';

/** Returns the value before a change in transit; undefined when the change does not apply. */
type Revert = (leaf: Leaf) => Leaf | undefined;
type Applies = (leaf: Leaf) => boolean;
type Texts = readonly ((text: string) => string)[];

/** Remembers the earlier values, because pairs of mistakes revert the same values again. */
const onText = (applies: Applies, revert: (text: string) => string, kind?: LeafKind): Revert =>
  remember((leaf) => {
    const text = applies(leaf) ? revert(leaf.text) : leaf.text;
    return text === leaf.text ? undefined : { ...leaf, kind: kind ?? leaf.kind, text };
  });

/** Creates changes whose sentence shows the fields and their earlier values. */
const edits = (name: MistakeName, applies: Applies, reverts: Texts, kind?: LeafKind): Row<Revert>[] =>
  reverts.map((revert) => ({ mistake: mistake(name, ''), change: onText(applies, revert, kind) }));

/** Lists the body with each change reverted: in all its values, and in each one. */
function* revertAll(rows: readonly Row<Revert>[], leaves: Leaves): Generator<Difference> {
  for (const {
    mistake: { name, if: clause },
    change: revert,
  } of rows) {
    const changed = leaves.flatMap((leaf) => revert(leaf) ?? []);
    if (changed.length === 0) continue;
    const all = clause === '' ? describe(changed) : clause;
    yield {
      mistake: mistake(name, all),
      change: { leaves: (received) => received.map((leaf) => revert(leaf) ?? leaf) },
    };
    for (const one of changed.length > 1 ? changed : []) {
      const where = clause === '' ? describe([one]) : `${clause} (in ${dottedPath(one.steps)})`;
      const revertOne = (leaf: Leaf): Leaf => (leaf.steps === one.steps ? (revert(leaf) ?? leaf) : leaf);
      yield { mistake: mistake(name, where), change: { leaves: (received) => received.map(revertOne) } };
    }
  }
}

/** How many fields a sentence names. */
const MAX_NAMED = 3;

function describe(leaves: Leaves): string {
  const named = leaves.slice(0, MAX_NAMED).map(({ steps, kind, text }) => {
    return `${dottedPath(steps)} were ${kind === 'text' ? JSON.stringify(text) : text || kind}`;
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

const texts = tableOf((revert: (text: string) => string) => onText(isText, revert));
const TEXTS = texts('text_changed', 'texts were unchanged, and not …', REVERTED_FORMS);

/** Lists the body with its texts before something converted them. */
export const withOtherTexts = (leaves: Leaves): Generator<Difference> => revertAll(TEXTS, leaves);

const trimZeros = (text: string): string => (/^[^e]*\.[^e]*$/.test(text) ? text.replace(/\.?0+$/, '') : text);

/** Returns the shortest text of the same single-precision number: `0.10000000149011612` → `0.1`. */
function toSingle(literal: string): string {
  const texts = Array.from({ length: 9 }, (_, at) => String(Number(Number(literal).toPrecision(at + 1))));
  return texts.find((text) => Math.fround(Number(text)) === Number(literal)) ?? literal;
}

const FRACTIONS = edits('float_changed', isFraction, [
  toSingle, // float of Java and C#, real of PostgreSQL
  // Noise of calculations with floating-point numbers.
  ...[0, 1, 2, 3, 4].map((digits) => (literal: string) => trimZeros(Number(literal).toFixed(digits))),
  ...[15, 12, 7, 6].map((digits) => (literal: string) => trimZeros(Number(literal).toPrecision(digits))),
]);

/** Lists the body with its fractions before something read them as floating point. */
export const withOtherFractions = (leaves: Leaves): Generator<Difference> => revertAll(FRACTIONS, leaves);

const STATUSES = 'success,decline,processing,awaiting clarification,refunded,partially refunded,error,expired';
/** Each amount of a body is tried in the place of the others, up to this number. */
const MAX_AMOUNTS = 20;

/** Lists the body before something changed its amounts or statuses. */
export function withOtherAmounts(leaves: Leaves): Generator<Difference> {
  const amounts = new Set(leaves.flatMap((leaf) => (isAmount(leaf) ? leaf.text : [])));
  const toHundredths = [2, 1].map((digits) => (text: string) => (Number(text) / 100).toFixed(digits));
  const factors = [100, 0.01].map((factor) => (text: string) => String(Number(text) * factor));
  const rows = [
    ...edits('amount_units', isAmount, [...factors, ...toHundredths], 'text'), // major units
    // By hand, to try another result.
    ...edits(
      'field_changed',
      isAmount,
      [...amounts].slice(0, MAX_AMOUNTS).map((amount) => () => amount),
    ),
    ...edits(
      'field_changed',
      isStatus,
      STATUSES.split(',').map((status) => () => status),
    ),
  ];
  return revertAll(rows, leaves);
}

/** `1733598525`, in seconds or milliseconds → `2024-12-07T19:08:45+0000` */
function readTimestamp(text: string): string {
  if (!/^1\d{9}(?:\d{3})?$/.test(text)) return text;
  return `${new Date(Number(text) * (text.length === 10 ? 1000 : 1)).toISOString().slice(0, 19)}+0000`;
}

const FLIPPED: Partial<Record<LeafKind, LeafKind>> = { true: 'false', false: 'true' };
const flip: Revert = (leaf) => (leaf.kind in FLIPPED ? { ...leaf, kind: FLIPPED[leaf.kind] ?? leaf.kind } : undefined);

/** Texts that became numbers: amounts, telephone numbers and codes. */
const NUMBERS = ['….00', '….0', '…0', '+…', ...Array.from({ length: 8 }, (_, at) => `${'0'.repeat(at + 1)}…`)];

const OTHERS: readonly Row<Revert>[] = [
  { mistake: mistake('field_changed', ''), change: flip }, // by hand
  // Laravel TrimStrings, Rails, forms, validators.
  ...edits('text_changed', isText, ['… ', ' …', ' … ', '…\n'].map(fillForm)),
  // JSON_NUMERIC_CHECK of PHP, spreadsheets, YAML.
  ...edits(
    'float_changed',
    isNumber,
    [...NUMBERS.map(fillForm), (text) => Number(text).toFixed(2), readTimestamp],
    'text',
  ),
];

/** Lists the body before something changed a boolean, trimmed texts, or converted texts to numbers. */
export const withOtherValues = (leaves: Leaves): Generator<Difference> => revertAll(OTHERS, leaves);

const ADVICE = 'Something read a big integer as floating point and lost its last digits. Verify the bytes as received.';

/**
 * Lists the body with the integers that it may have had before JavaScript, PHP, Excel or a JSON library rounded them.
 *
 * @param most how many integers are tried for each rounded one
 */
export function* withBigIntegers(leaves: Leaves, most = 20_000): Generator<Difference> {
  const literals = new Set(leaves.flatMap(({ kind, text }) => (kind === 'number' ? text : [])));
  for (const literal of literals) {
    const isRounded = ({ kind, text }: Leaf): boolean => kind === 'number' && text === literal;
    const fields = leaves.filter(isRounded).map(({ steps }) => dottedPath(steps));
    for (const text of listUnrounded(literal, most)) {
      const clause = fields.map((field) => `${field} were ${text}`).join(' and ');
      const restore = (leaf: Leaf): Leaf => (isRounded(leaf) ? { ...leaf, text } : leaf);
      const change = { leaves: (received: Leaves) => received.map(restore) };
      yield { mistake: mistake('big_integer_lost', clause, ADVICE), change };
    }
  }
}

/** Lists the integers that may have been rounded to a number; none for a number that does not look rounded. */
function* listUnrounded(literal: string, most: number): Generator<string> {
  const text = formatNumber(literal);
  if (!/^-?\d{15,30}$/.test(text)) return;
  const [value, double] = [BigInt(text), BigInt(Number(literal))];
  // What programs write of a double: its exact value, its shortest text, or fewer digits and zeros.
  if (value !== double && formatNumber(String(Number(literal))) !== text && value % 100n !== 0n) return;
  const zeros = /0*$/.exec(text)?.[0].length ?? 0;
  const unit = Math.max(
    2 ** (Math.floor(Math.log2(Math.abs(Number(literal)))) - 52),
    zeros >= 2 && zeros <= 4 ? 10 ** zeros : 1,
  );
  const half = BigInt(unit) / 2n + 1n;
  if (unit <= 1 || unit > most) return;
  for (let earlier = value - half; earlier <= value + half; earlier++) if (earlier !== value) yield String(earlier);
}
