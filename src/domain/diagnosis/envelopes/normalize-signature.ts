import type { Mistake } from '#domain/diagnosis/model/mistake';
import { percentDecoded } from '#domain/encoding/percent-decoded';
import { SIGNATURE_LENGTH } from '#domain/signature/signature';

/** A signature as it was before its text was changed on the way, and what was changed. */
export function normalizeSignature(text: string): { readonly clean: string; readonly mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = [];
  let clean = text;
  for (const { mistake, mend } of MENDINGS) {
    const mended = mend(clean);
    if (mended === clean) continue;
    clean = mended;
    mistakes.push(mistake);
  }
  return { clean, mistakes };
}

const MENDINGS: readonly { readonly mistake: Mistake; readonly mend: (text: string) => string }[] = [
  {
    mistake: {
      name: 'url_encoded_signature',
      if: 'the signature were not URL-encoded (%2B, %2F, %3D)',
      advice: 'Decode it before you compare; in JSON a signature stands as it is.',
    },
    mend: (text) => percentDecoded(percentDecoded(percentDecoded(text))),
  },
  {
    mistake: {
      name: 'signature_escaped',
      if: 'no character of the signature were written as an entity or escape (&#61;, \\u003d)',
      advice: 'Something escaped it for HTML or JSON once too often: take it from the parsed JSON.',
    },
    mend: (text) =>
      text
        .replace(/&#(?:x([0-9a-f]+)|(\d+));/gi, (_, hex, decimal) => character(hex, decimal))
        .replace(/\\u([0-9a-f]{4})/gi, (_, hex) => character(hex)),
  },
  {
    mistake: {
      name: 'signature_white_space',
      if: 'there were nothing around or inside the signature (white space, quotes, dashes, a backslash)',
      advice: 'Take the signature from the parsed JSON, and compare it as it is.',
    },
    mend: withoutStrays,
  },
  {
    mistake: {
      name: 'signature_prefixed',
      if: 'the signature had no prefix (sha512=, v1=, Bearer …)',
      advice: 'Other platforms write what made a signature before it; here it stands alone.',
    },
    mend: (text) => text.replace(PREFIX, '').replace(/^0x(?=[0-9a-f]+$)/i, ''),
  },
  {
    mistake: {
      name: 'signature_repeated',
      if: 'the signature stood there once, and not twice',
      advice: 'It was added to one that was there already: set it, and do not append it.',
    },
    mend: (text) => text.replace(/^(.{20,})[,; ]{0,2}\1$/, '$1'),
  },
  {
    mistake: {
      name: 'plus_as_space',
      if: 'the spaces in the signature were "+" again',
      advice: 'Something decoded the body as a form: read it as JSON, or encode "+" as %2B where it stands in a form.',
    },
    mend: (text) => (text.includes(',') ? text : text.replaceAll(' ', '+')),
  },
];

const PREFIX = /^(?:t=\d+,)?(?:(?:(?:x-)?(?:hmac[-_]?)?sha-?\d{1,3}|v\d|signature|sign|hmac|bearer)(?:=|:|\s)\s*)+/i;

const character = (hex: string | undefined, decimal?: string): string => {
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code < 0x80 ? String.fromCharCode(code) : '';
};

function withoutStrays(text: string): string {
  const alone = text
    .replace(/^(?:[\s"'\\\ufeff\u200b]|b(?=["']))+|(?:[\s"'\ufeff\u200b]|\\[rn])+$/g, '')
    .replace(/\\|[\r\n\t]+/g, '');
  if (/^[0-9a-f]{2}(?:[-: ][0-9a-f]{2})+$/i.test(alone)) return alone.replace(/[-: ]/g, '');
  const closed = alone.replaceAll(' ', '');
  return closed.length === SIGNATURE_LENGTH ? closed : alone;
}
