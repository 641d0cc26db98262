import { message, type Text } from '#domain/language/message';

/** Returns words of the platform for a sentence. They are in English: other languages quote them. */
export const quotePlatform = (platformWords: string): Text => message('{platformWords}', { platformWords });
