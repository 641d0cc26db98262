import { dotted, type EarlierBody } from './changed-fields.ts';
import { withText } from './changed-numbers.ts';
import { readAgain } from './character-sets.ts';
import { numberText } from './number-text.ts';
import { type Leaf, onceEach } from './signing-scheme.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
  '#039': "'",
  '#34': '"',
  '#47': '/',
};

/** What happens to texts between the wire and a verifier, and how it was before. */
const TEXT_CHANGES = (
  [
    {
      was: 'a "+" in a date or number had not become a space',
      before: (text) => text.replace(/(?<=\d) (?=\d{4}$|\d\d:\d\d$)|^ (?=\d)/, '+'),
    },
    { was: 'every "+" had not become a space', before: (text) => text.replaceAll(' ', '+') },
    { was: 'dates were spelt as they came: +0000', before: platformDate },
    {
      was: 'texts held no HTML entities (&amp;, &quot;)',
      before: (text) => text.replace(/&(#?\w+);/g, (whole, name) => ENTITIES[name] ?? whole),
    },
    { was: 'texts had no "\\" before "/" or quotes', before: (text) => text.replace(/\\([/"'\\])/g, '$1') },
    { was: 'texts were not URL-encoded', before: percentDecoded },
    { was: 'Unicode had not been normalised', before: (text) => text.normalize('NFD') },
    { was: 'Unicode had not been normalised', before: (text) => text.normalize('NFC') },
    { was: 'the body had been read as UTF-8, and not as Latin-1', before: (text) => readAgain('latin1', text) },
    {
      was: 'the body had been read as UTF-8, and not as windows-1252',
      before: (text) => readAgain('windows-1252', text),
    },
    {
      was: 'the body had been read as UTF-8, and not as windows-1251',
      before: (text) => readAgain('windows-1251', text),
    },
    { was: 'true, false and null had not become the words for them', before: withoutWords },
    {
      was: 'numbers were numbers, and not texts',
      before: (text) => (/^-?\d+\.\d+$/.test(text) ? numberText(Number(text)) : text),
    },
    { was: 'numbers had a point, and no comma', before: (text) => text.replace(/^(-?\d+),(\d+)$/, '$1.$2') },
    { was: 'currencies had capital letters', before: (text) => (/^[a-z]{3}$/.test(text) ? text.toUpperCase() : text) },
    { was: 'phones still had their "+"', before: (text) => text.replace(/^(?=7\d{10}$)/, '+') },
    { was: 'line ends were as they came', before: (text) => text.replaceAll('\r\n', '\n') },
    { was: 'line ends were as they came', before: (text) => text.replace(/(?<!\r)\n/g, '\r\n') },
  ] as readonly { readonly was: string; readonly before: (text: string) => string }[]
).map(({ was, before }) => ({
  was,
  before: onceEach((leaf: Leaf) => withText(leaf, leaf.kind === 'text' ? before(leaf.text) : undefined)),
}));

function platformDate(text: string): string {
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) return text;
  const time = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(time) ? text : `${new Date(time).toISOString().slice(0, 19)}+0000`;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const WORDS: Readonly<Record<string, string>> = {
  true: '1',
  True: '1',
  false: '0',
  False: '0',
  null: '',
  None: '',
  NULL: '',
};

function withoutWords(text: string): string {
  return WORDS[text] ?? text;
}

/** The body with its texts as they may have been: all of them, and each alone. */
export function* withOtherTexts(leaves: readonly Leaf[]): Generator<EarlierBody> {
  const advice = 'Something changed texts on their way to where they are verified: verify the bytes that came in.';
  for (const { was, before } of TEXT_CHANGES) {
    const changed = leaves.map(before);
    const places = changed.flatMap((leaf, at) => (leaf === leaves[at] ? [] : [at]));
    if (places.length > 0) yield { leaves: changed, mistake: { name: 'text_changed', if: was, advice } };
    if (places.length < 2) continue;
    for (const at of places) {
      const field = dotted((leaves[at] as Leaf).steps);
      yield {
        leaves: leaves.with(at, changed[at] as Leaf),
        mistake: { name: 'text_changed', if: `${was} (in ${field})`, advice },
      };
    }
  }
}

const MINOR_UNITS = 'Amounts are whole numbers of minor units (1000.00 KZT is 100000): sign what is sent.';

/** From what is in the body to what may have been signed. */
const AMOUNTS: readonly ((amount: number) => string)[] = [
  (amount) => String(amount * 100),
  (amount) => String(amount / 100),
  (amount) => (amount / 100).toFixed(2),
  (amount) => (amount / 100).toFixed(1),
];

/** The body with its amounts in other units: something counted them anew. */
export function* withOtherAmounts(leaves: readonly Leaf[]): Generator<EarlierBody> {
  const places = leaves.flatMap((leaf, at) => (leaf.steps.at(-1)?.name === 'amount' && isAmount(leaf) ? [at] : []));
  for (const count of AMOUNTS) {
    for (const chosen of places.length === 1 ? [places] : [places, ...places.map((place) => [place])]) {
      const fields = chosen.flatMap((at) => leaves[at] ?? []);
      const changed = chosen.reduce((all, at) => all.with(at, counted(all[at] as Leaf, count)), leaves);
      if (fields.length === 0) continue;
      const clause = chosen
        .map((at) => `${dotted((leaves[at] as Leaf).steps)} were ${changed[at]?.text}`)
        .join(' and ');
      yield { leaves: changed, mistake: { name: 'amount_units', if: clause, advice: MINOR_UNITS } };
    }
  }
}

const isAmount = ({ text }: Leaf): boolean => /^\d{1,12}(?:\.\d+)?$/.test(text);

const counted = (leaf: Leaf, count: (amount: number) => string): Leaf => ({
  ...leaf,
  kind: 'text',
  text: count(Number(leaf.text)),
});

/** Statuses that a body is given by hand, for a test. */
const STATUSES = [
  'success',
  'decline',
  'processing',
  'awaiting clarification',
  'refunded',
  'partially refunded',
  'error',
  'expired',
];

/** The body with another status: somebody edited it. */
export function* withOtherStatuses(leaves: readonly Leaf[]): Generator<EarlierBody> {
  const places = leaves.flatMap((leaf, at) =>
    leaf.steps.at(-1)?.name === 'status' && leaf.kind === 'text' ? [at] : [],
  );
  for (const status of STATUSES) {
    for (const chosen of places.length === 1 ? [places] : [places, ...places.map((place) => [place])]) {
      if (chosen.every((at) => leaves[at]?.text === status)) continue;
      const changed = chosen.reduce((all, at) => all.with(at, withText(all[at] as Leaf, status)), leaves);
      const clause = chosen
        .map((at) => `${dotted((leaves[at] as Leaf).steps)} were ${JSON.stringify(status)}`)
        .join(' and ');
      const advice =
        'Somebody changed it after signing. To try another status: rocketpay trigger, which signs what it sends.';
      yield { leaves: changed, mistake: { name: 'field_changed', if: clause, advice } };
    }
  }
}
