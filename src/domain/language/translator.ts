import type { MessageKey } from '#domain/language/catalogue/catalogue';
import { formatGrouped, formatMajor, minorUnitDigits, toAmountStrings } from '#domain/payments/format-amount';
import { formatLocalTime, formatZone } from '#domain/time/format-timestamp';
import type { Language } from './languages.ts';
import type { MessageValue, ShownAmount, ShownTime, ValuesOf } from './message.ts';

/** The translations of a message. Placeholders are those of the English text; `ru` has three forms of a plural. */
interface Translations {
  readonly ru: string;
  readonly kk: string;
}

/** Messages with their translations, by their English text. */
export type Catalogue = Readonly<Record<string, Translations>>;

/** Writes messages, numbers, amounts and times in one language. */
export interface Translator {
  readonly language: Language;
  /** Returns a message of the catalogue with its values. */
  readonly say: <Key extends MessageKey>(key: Key, ...values: ValuesOf<Key>) => string;
  /** Returns a text, a number, an amount or a time as this language writes it. */
  readonly show: (value: MessageValue) => string;
}

/** How a language writes values. */
interface Notation {
  /** Categories of plurals in the order of their forms. */
  readonly plurals: readonly Intl.LDMLPluralRule[];
  readonly number: (value: number) => string;
  readonly amount: (amount: ShownAmount) => string;
  readonly time: (shown: { readonly time: number; readonly to: NonNullable<ShownTime['to']> }) => string;
}

/** Lengths of `2026-11-28 14:02:11` up to each part. */
const LENGTHS = { day: 10, minute: 16, second: 19 } as const;

/** English as documents and scripts know it: ISO times, and numbers without groups. */
const ENGLISH_NOTATION: Notation = {
  plurals: ['one', 'other'],
  number: String,
  amount: (amount) => (amount.grouped === true ? formatGrouped(amount) : formatMajor(amount)),
  time: ({ time, to }) => formatLocalTime(time).slice(0, LENGTHS[to]),
};

const LOCALES = { ru: 'ru-RU', kk: 'kk-KZ' } as const;

/** Russian has three forms (1 возврат, 2 возврата, 5 возвратов); after a number Kazakh has the singular. */
const PLURALS = { ru: ['one', 'few', 'many'], kk: ['one', 'other'] } as const;

function localNotation(language: 'ru' | 'kk'): Notation {
  const locale = LOCALES[language];
  const numbers = new Intl.NumberFormat(locale);
  return {
    plurals: PLURALS[language],
    number: (value) => numbers.format(value),
    amount(amount) {
      const digits = minorUnitDigits(amount.currency);
      if (digits === undefined) return formatMajor(amount);
      const decimals = { minimumFractionDigits: digits, maximumFractionDigits: digits };
      // As a text, because a number would round large amounts.
      const exact = toAmountStrings(amount).major as `${number}`;
      return `${new Intl.NumberFormat(locale, decimals).format(exact)}\u00a0${amount.currency}`;
    },
    time({ time, to }) {
      const day = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
      const minute = { hour: '2-digit', minute: '2-digit' } as const;
      const second = { ...minute, second: '2-digit' } as const;
      const parts = { day, minute: { ...day, ...minute }, second: { ...day, ...second } };
      return new Intl.DateTimeFormat(locale, { ...parts[to], hour12: false }).format(time).replace(', ', ' ');
    },
  };
}

/** Creates a translator. A message without a translation is shown in English. */
export function createTranslator(language: Language, catalogue: Catalogue = {}): Translator {
  const notation = language === 'en' ? ENGLISH_NOTATION : localNotation(language);
  let rules: Intl.PluralRules | undefined;

  function plural(count: number, forms: string): string {
    rules ??= new Intl.PluralRules(language);
    const at = notation.plurals.indexOf(rules.select(count));
    const all = forms.split('|');
    const form = all[at < 0 ? all.length - 1 : Math.min(at, all.length - 1)] ?? '';
    return form.replaceAll('#', notation.number(count));
  }

  const showTime = ({ time, to = 'second', zone = false }: ShownTime): string =>
    notation.time({ time, to }) + (zone ? ` ${formatZone(time)}` : '');

  function show(value: MessageValue): string {
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return notation.number(value);
    if ('minor' in value) return showAmount(value);
    return 'time' in value ? showTime(value) : value.translate(translator);
  }

  function showAmount(amount: ShownAmount): string {
    if (language === 'en' || minorUnitDigits(amount.currency) !== undefined) return notation.amount(amount);
    const { minor, currency } = amount;
    return translator.say('{minor} minor units of {currency}', { minor: String(minor), currency });
  }

  const translator: Translator = {
    language,
    say(key: string, ...[values]: readonly Readonly<Record<string, MessageValue>>[]) {
      const template = language === 'en' ? key : (catalogue[key]?.[language] ?? key);
      return template.replace(/\{(\w+)(?::([^}]*))?\}/g, (_, name: string, forms: string | undefined) => {
        const value = values?.[name] ?? '';
        return forms !== undefined && typeof value === 'number' ? plural(value, forms) : show(value);
      });
    },
    show,
  };
  return translator;
}

/** The translator for documents, records and logs. */
export const ENGLISH: Translator = createTranslator('en');
