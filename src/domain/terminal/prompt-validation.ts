import { Failure } from '#domain/errors/failure';
import { joinTexts, type Text } from '#domain/language/message';

/** Returns the check of a question: true, or the message and the hint with which a parser refuses the typed text. */
export const createPromptCheck =
  (parse: (text: string) => unknown) =>
  (text: string): Text | true => {
    try {
      parse(text);
      return true;
    } catch (error) {
      if (error instanceof Failure) return joinTexts([error.text, error.nextStep], ' ');
      throw error;
    }
  };
