/** Cyrillic letters and the Latin letters that look the same. */
const CYRILLIC = 'АВЕКМНОРСТХУЅІЈаеорсухѕіј';
const LATIN = 'ABEKMHOPCTXYSIJaeopcyxsij';

/**
 * Describes Cyrillic letters in an id that is otherwise Latin: a user cannot see the difference.
 *
 * @returns a sentence with a space before it, or an empty text
 */
export function lookalikeSentence(id: string): string {
  const letters = [...new Set(id.match(/\p{Script=Cyrillic}/gu))];
  const latin = toLatinLetters(id);
  if (latin === undefined) return '';
  const [some, are] = letters.length === 1 ? ['the Cyrillic letter', 'it looks'] : ['Cyrillic letters', 'they look'];
  return ` It has ${some} ${letters.map((letter) => JSON.stringify(letter)).join(', ')}: ${are} Latin. In Latin: ${latin}.`;
}

/** Replaces Cyrillic letters that look Latin; undefined for a text without one, and for one with another Cyrillic letter. */
export function toLatinLetters(text: string): string | undefined {
  const latin = text.replace(/\p{Script=Cyrillic}/gu, (letter) => LATIN[CYRILLIC.indexOf(letter)] ?? letter);
  return latin === text || /\p{Script=Cyrillic}/u.test(latin) ? undefined : latin;
}
