import { hasUnseen, replaceUnseen } from '#domain/encoding/invisible-characters';
import { goProgram } from './code-sample-go.ts';
import { jsProgram } from './code-sample-js.ts';
import { phpProgram } from './code-sample-php.ts';
import { pythonProgram } from './code-sample-python.ts';

/** Short programs that sign a body in other languages: each reads the secret from the environment and prints the signature. */

export const PROGRAM_LANGUAGES = ['php', 'js', 'python', 'go'] as const;

export type ProgramLanguage = (typeof PROGRAM_LANGUAGES)[number];

/** How a program of each language is run. */
export const PROGRAM_RUNS: Readonly<Record<ProgramLanguage, string>> = {
  php: 'php sign.php',
  js: 'node sign.js',
  python: 'python3 sign.py',
  go: 'go run sign.go',
};

/** Returns a program that signs this body. The program contains its text unchanged, so that numbers keep their digits. */
export const signingProgram = (language: ProgramLanguage, body: string): string => PROGRAMS[language](body);

/** As a string literal of JavaScript, Python and Go alike: ASCII only, and no escape that they read differently. */
const literal = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Go and Python know no halves of a surrogate pair. */
const wideLiteral = (text: string): string =>
  JSON.stringify(text).replace(/[^\u0000-\u007e]/gu, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });

/** In double quotes where a character is not seen: only those know escapes. */
function phpLiteral(text: string): string {
  if (!hasUnseen(text)) return `'${text.replace(/[\\']/g, '\\$&')}'`;
  const escaped = text.replace(/[\\"$]/g, '\\$&');
  return `"${replaceUnseen(escaped, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)}"`;
}

const PROGRAMS: Readonly<Record<ProgramLanguage, (body: string) => string>> = {
  js: (body) => jsProgram(literal(body)),
  python: (body) => pythonProgram(wideLiteral(body)),
  php: (body) => phpProgram(phpLiteral(body)),
  go: (body) => goProgram(wideLiteral(body)),
};
