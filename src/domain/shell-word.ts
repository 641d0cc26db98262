/** A text as one word of a POSIX shell, in quotes. */
export const quotedWord = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A text as one word of a POSIX shell: in quotes only where it needs them. */
export const shellWord = (text: string): string => (/^[\w./@%+:,=-]+$/.test(text) ? text : quotedWord(text));
