import { type Message, message } from '#domain/language/message';

/** Cyrillic letters and the Latin letters that look the same. */
const CYRILLIC = 'АВЕКМНОРСТХУЅІЈаеорсухѕіј';
const LATIN = 'ABEKMHOPCTXYSIJaeopcyxsij';

/** Describes Cyrillic letters in an id that is otherwise Latin: a user cannot see the difference. Undefined for any other id. */
export function lookalikeSentence(id: string): Message | undefined {
  const latin = toLatinLetters(id);
  if (latin === undefined) return undefined;
  const all = [...new Set(id.match(/\p{Script=Cyrillic}/gu))];
  const letters = all.map((letter) => JSON.stringify(letter)).join(', ');
  return all.length === 1
    ? message('It has the Cyrillic letter {letters}: it looks Latin. In Latin: {latin}.', { letters, latin })
    : message('It has Cyrillic letters {letters}: they look Latin. In Latin: {latin}.', { letters, latin });
}

/** Replaces Cyrillic letters that look Latin; undefined for a text without one, and for one with another Cyrillic letter. */
export function toLatinLetters(text: string): string | undefined {
  const latin = text.replace(/\p{Script=Cyrillic}/gu, (letter) => LATIN[CYRILLIC.indexOf(letter)] ?? letter);
  return latin === text || /\p{Script=Cyrillic}/u.test(latin) ? undefined : latin;
}
