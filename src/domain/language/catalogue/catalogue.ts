import { CODE_ADVICE } from './code-advice.ts';
import { COMMON } from './common.ts';
import { CONNECTIONS } from './connections.ts';
import { OUTCOMES } from './outcomes.ts';
import { PLATFORM_CODES } from './platform-codes.ts';

/** Every message with its translations, by its English text. A text that is not here does not compile as a message. */
export const CATALOGUE = {
  ...COMMON,
  ...PLATFORM_CODES,
  ...CODE_ADVICE,
  ...CONNECTIONS,
  ...OUTCOMES,
};

export type MessageKey = keyof typeof CATALOGUE;
