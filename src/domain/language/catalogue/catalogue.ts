import { COMMON } from './common.ts';

/** Every message with its translations, by its English text. A text that is not here does not compile as a message. */
export const CATALOGUE = { ...COMMON };

export type MessageKey = keyof typeof CATALOGUE;
