import { Failure } from '#domain/errors/failure';

/** Returns the check of a question: true, or the message and the hint with which a parser refuses the typed text. */
export const createPromptCheck =
  (parse: (text: string) => unknown) =>
  (text: string): string | true => {
    try {
      parse(text);
      return true;
    } catch (error) {
      if (error instanceof Failure) return [error.message, error.hint].filter(Boolean).join(' ');
      throw error;
    }
  };
