import type { Catalogue } from '#domain/language/translator';

/** Amounts, durations and ids that a user writes. */
export const AMOUNTS = {
  '{minor} minor units of {currency}': {
    ru: '{minor} {currency} (в минимальных единицах)',
    kk: '{minor} {currency} (ең кіші бірлікпен)',
  },
  '{currency} is not a known currency (ISO 4217), so its number of decimals is unknown.': {
    ru: 'Валюта {currency} неизвестна (ISO 4217), поэтому неизвестно и число её знаков после запятой.',
    kk: '{currency} валютасы белгісіз (ISO 4217), сондықтан үтірден кейінгі таңба саны да белгісіз.',
  },
  'Check the code of the currency.': { ru: 'Проверьте код валюты.', kk: 'Валюта кодын тексеріңіз.' },
  'The amount {amount} is not valid: {problem}.': {
    ru: 'Сумма {amount} записана неверно: {problem}.',
    kk: 'Сома {amount} дұрыс жазылмаған: {problem}.',
  },
  'The amount {amount} has {count} decimals; {currency} has {digits}.': {
    ru: 'В сумме {amount} знаков после запятой: {count}; в {currency} их {digits}.',
    kk: '{amount} сомасында үтірден кейін {count} таңба бар; {currency} валютасында {digits}.',
  },
  'The amount {amount} is not a whole number of minor units.': {
    ru: 'Сумма {amount} — не целое число минимальных единиц.',
    kk: 'Сома {amount} — ең кіші бірліктердің бүтін саны емес.',
  },
  'The amount {amount} is not a whole number of minor units (no decimals here).': {
    ru: 'Сумма {amount} — не целое число минимальных единиц (без дробной части).',
    kk: 'Сома {amount} — ең кіші бірліктердің бүтін саны емес (бөлшек бөліксіз).',
  },
  'The amount is zero.': { ru: 'Сумма равна нулю.', kk: 'Сома нөлге тең.' },
  "The amount {amount} is over the platform's limit of 10^13 minor units.": {
    ru: 'Сумма {amount} больше предела платформы, 10^13 минимальных единиц.',
    kk: 'Сома {amount} платформаның 10^13 ең кіші бірлік шегінен артық.',
  },
  'it is negative': { ru: 'она отрицательная', kk: 'ол теріс' },
  'it has letters beside the number': { ru: 'рядом с числом есть буквы', kk: 'санның жанында әріптер бар' },
  'a thousands separator or a decimal comma could be misread': {
    ru: 'разделитель тысяч или запятую можно прочитать по-разному',
    kk: 'мыңдық бөлгішті немесе үтірді әртүрлі оқуға болады',
  },
  'it has an exponent': { ru: 'в ней показатель степени', kk: 'онда дәреже көрсеткіші бар' },
  'it begins with a zero': { ru: 'она начинается с нуля', kk: 'ол нөлден басталады' },
  'write digits, with a point before the decimals': {
    ru: 'нужны цифры, перед дробной частью точка',
    kk: 'цифрлар керек, бөлшек бөліктің алдында нүкте',
  },
  'Write only the number, for example {amount}.': {
    ru: 'Напишите только число, например {amount}.',
    kk: 'Тек санды жазыңыз, мысалы {amount}.',
  },
  '--amount and --amount-minor were both given.': {
    ru: 'Указаны и --amount, и --amount-minor.',
    kk: '--amount та, --amount-minor да көрсетілген.',
  },
  'Give one: major or minor units.': {
    ru: 'Укажите одно: основные или минимальные единицы.',
    kk: 'Біреуін көрсетіңіз: негізгі немесе ең кіші бірліктер.',
  },
  'The amount is missing.': { ru: 'Не указана сумма.', kk: 'Сома көрсетілмеген.' },
  'Give --amount (major units) or --amount-minor (minor units).': {
    ru: 'Укажите --amount (основные единицы) или --amount-minor (минимальные единицы).',
    kk: '--amount (негізгі бірліктер) немесе --amount-minor (ең кіші бірліктер) көрсетіңіз.',
  },
  'If {currency} is the right currency, write the amount in minor units: --amount-minor 100000': {
    ru: 'Если валюта {currency} верна, напишите сумму в минимальных единицах: --amount-minor 100000',
    kk: '{currency} валютасы дұрыс болса, соманы ең кіші бірлікпен жазыңыз: --amount-minor 100000',
  },
  'Write --amount {major} (major units) or --amount-minor {minor} (minor units): both are {major} {currency}.': {
    ru: 'Напишите --amount {major} (основные единицы) или --amount-minor {minor} (минимальные единицы): это {major} {currency}.',
    kk: '--amount {major} (негізгі бірліктер) немесе --amount-minor {minor} (ең кіші бірліктер) деп жазыңыз: бұл {major} {currency}.',
  },
  'The payment id is empty.': { ru: 'Номер платежа пустой.', kk: 'Төлем нөмірі бос.' },
  'Give the payment id of the sale.': { ru: 'Укажите номер платежа.', kk: 'Төлем нөмірін көрсетіңіз.' },
  'The payment id {id} has white space at an end.': {
    ru: 'В номере платежа {id} есть пробел в начале или в конце.',
    kk: 'Төлем нөмірінің {id} басында немесе соңында бос орын бар.',
  },
  'Remove it: the platform does not ignore it.': {
    ru: 'Уберите его: платформа его учитывает.',
    kk: 'Оны алып тастаңыз: платформа оны ескереді.',
  },
  'The payment id is longer than 255 characters.': {
    ru: 'Номер платежа длиннее 255 символов.',
    kk: 'Төлем нөмірі 255 таңбадан ұзын.',
  },
  'Shorten it.': { ru: 'Сократите его.', kk: 'Оны қысқартыңыз.' },
  '{text} is not a valid duration.': { ru: '{text} — неверная длительность.', kk: '{text} — жарамсыз ұзақтық.' },
  'Write a number and a unit: 500ms, 30s, 5m, 1h.': {
    ru: 'Напишите число и единицу: 500ms, 30s, 5m, 1h.',
    kk: 'Сан мен бірлікті жазыңыз: 500ms, 30s, 5m, 1h.',
  },
  '{seconds} s': { ru: '{seconds} с', kk: '{seconds} с' },
  '{minutes} min': { ru: '{minutes} мин', kk: '{minutes} мин' },
  '{minutes} min {seconds} s': { ru: '{minutes} мин {seconds} с', kk: '{minutes} мин {seconds} с' },
  '{hours} h {minutes} min': { ru: '{hours} ч {minutes} мин', kk: '{hours} сағ {minutes} мин' },
} as const satisfies Catalogue;
