import { usageError } from '#domain/errors/failure';

/** The languages of messages: English, Russian, Kazakh. */
export const LANGUAGES = ['en', 'ru', 'kk'] as const;
export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (value: unknown): value is Language => LANGUAGES.some((language) => language === value);

/** Parses a language. @throws {Failure} (usage) for any other text. */
export function parseLanguage(text: string): Language {
  if (isLanguage(text)) return text;
  throw usageError(
    `${JSON.stringify(text)} is not a language of this program.`,
    `The languages are ${LANGUAGES.join(', ')}.`,
  );
}

/**
 * Returns the language of the system's locale, as POSIX orders its variables: LC_ALL, LC_MESSAGES, LANG. English for any
 * other locale.
 */
export function localeLanguage({ LC_ALL, LC_MESSAGES, LANG }: Readonly<Record<string, string | undefined>>): Language {
  const name = (LC_ALL || LC_MESSAGES || LANG || '').slice(0, 3).toLowerCase();
  return LANGUAGES.find((language) => name === language || name === `${language}_` || name === `${language}-`) ?? 'en';
}

/**
 * Chooses the language of a run: that of the options or the environment, else that of the profile, else that of the system.
 *
 * @param given by `--language` or ROCKETPAY_LANGUAGE
 * @param readStored reads the language of the profile; a store that cannot be read has none
 */
export const chooseLanguage = async (
  given: Language | undefined,
  readStored: () => Promise<Language | undefined>,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Language> => given ?? (await readStored().catch(() => undefined)) ?? localeLanguage(environment);
