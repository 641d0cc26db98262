import { readProfileLanguage } from '#adapters/profiles/profile-names';
import { chooseLanguage } from '#domain/language/languages';
import { createTranslator, ENGLISH, type Translator } from '#domain/language/translator';
import { type FolderSources, settingsFolder } from '#domain/profiles/data-folders';
import type { Settings } from './context.ts';

/**
 * Returns the translator for the language of this run: see {@link chooseLanguage}. English, which needs no catalogue, loads nothing.
 */
export async function openTranslator(
  { language: given, profile }: Pick<Settings, 'language' | 'profile'>,
  folders: FolderSources,
): Promise<Translator> {
  const { environment } = folders;
  const stored = async () =>
    readProfileLanguage(settingsFolder(folders), profile ?? (environment.ROCKETPAY_PROFILE?.trim() || undefined));
  const language = await chooseLanguage(given, stored, environment);
  if (language === 'en') return ENGLISH;
  return createTranslator(language, (await import('#domain/language/catalogue/catalogue')).CATALOGUE);
}
