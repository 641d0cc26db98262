import { type Message, message } from '#domain/language/message';

/** Cyrillic letters and the Latin letters that look the same. */
const CYRILLIC = 'АВЕКМНОРСТХУЅІЈаеорсухѕіј';
const LATIN = 'ABEKMHOPCTXYSIJaeopcyxsij';

/**
 * Describes Cyrillic letters in an id that is otherwise Latin: a user cannot see the difference. Undefined for any other id.
 *
 * @param subject the id as the sentence names it; without it "It", after a sentence that names the id
 */
export function lookalikeSentence(id: string, subject?: string): Message | undefined {
  const latin = toLatinLetters(id);
  if (latin === undefined) return undefined;
  const all = [...new Set(id.match(/\p{Script=Cyrillic}/gu))];
  const values = { letters: all.map((letter) => JSON.stringify(letter)).join(', '), latin };
  const isOne = all.length === 1;
  if (subject === undefined)
    return isOne
      ? message('It has the Cyrillic letter {letters}: it looks Latin. In Latin: {latin}.', values)
      : message('It has Cyrillic letters {letters}: they look Latin. In Latin: {latin}.', values);
  return isOne
    ? message('{id} has the Cyrillic letter {letters}: it looks Latin. In Latin: {latin}.', { ...values, id: subject })
    : message('{id} has Cyrillic letters {letters}: they look Latin. In Latin: {latin}.', { ...values, id: subject });
}

/** Replaces Cyrillic letters that look Latin; undefined for a text without one, and for one with another Cyrillic letter. */
export function toLatinLetters(text: string): string | undefined {
  const latin = text.replace(/\p{Script=Cyrillic}/gu, (letter) => LATIN[CYRILLIC.indexOf(letter)] ?? letter);
  return latin === text || /\p{Script=Cyrillic}/u.test(latin) ? undefined : latin;
}
