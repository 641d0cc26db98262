/** Parts of a shown text that no language changes: command lines, options, addresses, quoted values, variables. */
const FIXED = [
  /\brocketpay (?:[^\s.;,)»"]+|\s(?=\S)|[.,](?=\S)|"[^"]*")+/g,
  /--[a-z][\w-]*(?:[ =]<?[\w.-]+>?)?/g,
  /https?:\S+/g,
  /<[^>\n]*>/g,
  // Ids, also those that happen to have no digit.
  /\b(?:in|plan|rp)-[0-9a-z]{8,}\b/g,
  /"[^"\n]*"|«[^»\n]*»/g,
  /\u001b\[[\d;?]*[A-Za-z]/g,
];

/**
 * Returns the English words of a text that was shown in another language: words of small Latin letters. Ids, capital
 * abbreviations (KZT, OTP, CSV), command lines and quoted values do not count.
 *
 * @param known words that stay as they are, for example a status of the platform
 */
export function listEnglishWords(text: string, known: readonly string[] = []): string[] {
  const plain = FIXED.reduce((rest, part) => rest.replace(part, ' '), text);
  const words = plain.match(/[\p{L}\d_@.:/-]+/gu) ?? [];
  return words
    .map((word) => word.replace(/^[.:/-]+|[.:/-]+$/g, ''))
    .filter((word) => /^[a-z]{2,}(?:[-/][a-z]+)*$/i.test(word) && word !== word.toUpperCase() && !known.includes(word));
}
