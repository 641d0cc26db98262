import { dottedPath, type Leaf, type Leaves } from '#domain/diagnosis/leaves';
import { mistake } from '#domain/diagnosis/mistake';
import { type Difference, formatNumber } from '#domain/diagnosis/signing-scheme';

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
function listUnrounded(literal: string, most: number): string[] {
  const text = formatNumber(literal);
  const size = Math.abs(Number(literal));
  if (!/^-?\d{15,30}$/.test(text)) return [];
  const [value, double] = [BigInt(text), BigInt(Number(literal))];
  // What programs write of a double: its exact value, its shortest text, or fewer digits and zeros.
  if (value !== double && formatNumber(String(Number(literal))) !== text && value % 100n !== 0n) return [];
  const zeros = /0*$/.exec(text)?.[0].length ?? 0;
  const unit = Math.max(2 ** (Math.floor(Math.log2(size)) - 52), zeros >= 2 && zeros <= 4 ? 10 ** zeros : 1);
  if (unit <= 1 || unit > most) return [];
  const half = BigInt(unit) / 2n + 1n;
  const texts: string[] = [];
  for (let earlier = value - half; earlier <= value + half; earlier++)
    if (earlier !== value) texts.push(String(earlier));
  return texts;
}
