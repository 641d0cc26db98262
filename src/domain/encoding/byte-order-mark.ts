/** Returns a text without the byte order mark (BOM) that some editors and shells on Windows put before it. */
export const withoutByteOrderMark = (text: string): string => text.replace(/^\ufeff/, '');
