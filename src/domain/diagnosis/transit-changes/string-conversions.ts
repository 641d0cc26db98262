import { fixMojibake } from '#domain/diagnosis/model/charsets';
import { type Leaf, onceEach } from '#domain/diagnosis/model/signing-scheme';
import { percentDecoded } from '#domain/encoding/percent-decoded';
import { formatNumberForSigning } from '#domain/json/exact-number';
import { type BodyChange, dottedPath, VERIFY_RAW_BYTES, withText } from './body-change.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
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
      before: (text) =>
        text.replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name] ?? characterOf(name) ?? whole),
    },
    { was: 'texts had no "\\" before "/" or quotes', before: (text) => text.replace(/\\([/"'\\])/g, '$1') },
    { was: 'texts were not URL-encoded', before: percentDecoded },
    { was: 'Unicode had not been normalised', before: (text) => text.normalize('NFD') },
    { was: 'Unicode had not been normalised', before: (text) => text.normalize('NFC') },
    { was: 'the body had been read as UTF-8, and not as Latin-1', before: (text) => fixMojibake('latin1', text) },
    {
      was: 'the body had been read as UTF-8, and not as windows-1252',
      before: (text) => fixMojibake('windows-1252', text),
    },
    {
      was: 'the body had been read as UTF-8, and not as windows-1251',
      before: (text) => fixMojibake('windows-1251', text),
    },
    { was: 'true, false and null had not become the words for them', before: withoutWords },
    {
      was: 'numbers were numbers, and not texts',
      before: (text) => (/^-?\d+\.\d+$/.test(text) ? formatNumberForSigning(Number(text)) : text),
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

/** `#39` and `#x27` → `'` */
function characterOf(name: string): string | undefined {
  const [, hex, decimal] = /^#(?:x([0-9a-f]{2,4})|(\d{2,5}))$/i.exec(name) ?? [];
  if (hex === undefined && decimal === undefined) return undefined;
  return String.fromCharCode(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
}

function platformDate(text: string): string {
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) return text;
  const time = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(time) ? text : `${new Date(time).toISOString().slice(0, 19)}+0000`;
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
export function* withOtherTexts(leaves: readonly Leaf[]): Generator<BodyChange> {
  const advice = 'Something changed texts on their way to where they are verified: verify the bytes that came in.';
  for (const { was, before } of TEXT_CHANGES) {
    const changed = leaves.map(before);
    const places = changed.flatMap((leaf, at) => (leaf === leaves[at] ? [] : [at]));
    if (places.length > 0) yield { leaves: changed, mistake: { name: 'text_changed', if: was, advice } };
    if (places.length < 2) continue;
    for (const at of places) {
      const field = dottedPath((leaves[at] as Leaf).steps);
      yield {
        leaves: leaves.with(at, changed[at] as Leaf),
        mistake: { name: 'text_changed', if: `${was} (in ${field})`, advice },
      };
    }
  }
}

const AROUND: readonly ((text: string) => string)[] = [
  (text) => `${text} `,
  (text) => ` ${text}`,
  (text) => ` ${text} `,
  (text) => `${text}\n`,
];

/** The body with white space at an end of one of its texts: something trimmed it. */
export function* withWhiteSpace(leaves: readonly Leaf[]): Generator<BodyChange> {
  for (const around of AROUND) {
    for (const [at, leaf] of leaves.entries()) {
      if (leaf.kind !== 'text') continue;
      const was = around(leaf.text);
      yield {
        leaves: leaves.with(at, withText(leaf, was)),
        mistake: {
          name: 'text_changed',
          if: `${dottedPath(leaf.steps)} still had its white space (${JSON.stringify(around('…'))})`,
          advice: `Something trimmed it, as some frameworks do with all that comes in. ${VERIFY_RAW_BYTES}`,
        },
      };
    }
  }
}
