import { dottedPath, type Leaf, type Leaves } from '#domain/diagnosis/leaves';
import { mistake } from '#domain/diagnosis/mistake';
import type { Difference } from '#domain/diagnosis/signing-scheme';
import { formatNumberForSigning } from '#domain/json/exact-number';

/** An integer that may have been rounded. */
interface Rounded {
  readonly literal: string;
  readonly value: bigint;
  /** Distance to the next integer that a program can write. */
  readonly unit: number;
}

const ADVICE = 'Something read a big integer as floating point and lost its last digits. Verify the bytes as received.';

/**
 * Lists the body with the integers that it may have had before JavaScript, PHP, Excel or a JSON library rounded them.
 *
 * @param most how many integers are tried for each rounded one, and for all of them together
 */
export function* withBigIntegers(leaves: Leaves, most = 20_000): Generator<Difference> {
  const literals = new Set(leaves.flatMap(({ kind, text }) => (kind === 'number' ? text : [])));
  const rounded = [...literals].flatMap((literal) => readRounded(literal) ?? []).filter(({ unit }) => unit <= most);
  const count = rounded.reduce((product, { unit }) => product * (unit + 1), 1);
  // One after the other when all together are too many.
  for (const group of count <= most ? [rounded] : rounded.map((one) => [one])) {
    for (const chosen of listChoices(group)) {
      const before = (leaf: Leaf): Leaf => {
        const text = leaf.kind === 'number' ? chosen.get(leaf.text) : undefined;
        return text === undefined || text === leaf.text ? leaf : { ...leaf, text };
      };
      const changed = leaves.map(before).filter((leaf, at) => leaf !== leaves[at]);
      const clause = changed.map(({ steps, text }) => `${dottedPath(steps)} were ${text}`).join(' and ');
      const change = { leaves: (received: Leaves) => received.map(before) };
      if (changed.length > 0) yield { mistake: mistake('big_integer_lost', clause, ADVICE), change };
    }
  }
}

function* listChoices([first, ...rest]: readonly Rounded[]): Generator<ReadonlyMap<string, string>> {
  if (first === undefined) {
    yield new Map();
    return;
  }
  const half = BigInt(first.unit) / 2n + 1n;
  for (const others of listChoices(rest)) {
    for (let value = first.value - half; value <= first.value + half; value++) {
      yield new Map([...others, [first.literal, String(value)]]);
    }
  }
}

/** Returns undefined for a number that does not look rounded to a whole number. */
function readRounded(literal: string): Rounded | undefined {
  const [, whole = '', fraction = '', power = '0'] = /^(-?\d+)(?:\.(\d+))?(?:[eE]\+?(\d+))?$/.exec(literal) ?? [];
  const zeros = Number(power) - fraction.length;
  const double = Number(literal);
  if (whole === '' || zeros < 0 || zeros > 30 || !Number.isFinite(double)) return undefined;
  const value = BigInt(whole + fraction) * 10n ** BigInt(zeros);
  const digits = String(value).replace('-', '');
  // What programs write of a double: its exact value, its shortest text, or fewer digits and zeros.
  const isDouble = BigInt(double) === value || formatNumberForSigning(double) === String(value) || value % 100n === 0n;
  if (digits.length < 15 || !isDouble) return undefined;
  const trailing = /0*$/.exec(digits)?.[0].length ?? 0;
  const ofDouble = 2 ** (Math.floor(Math.log2(Number(digits))) - 52);
  const unit = Math.max(ofDouble, trailing >= 2 && trailing <= 4 ? 10 ** trailing : 1);
  return unit > 1 ? { literal, value, unit } : undefined;
}
