import type { Catalogue } from '#domain/language/translator';

/** Problems of values that were typed at a question or given as an option. */
export const TYPED_VALUES = {
  'The phone number {text} is not valid: {problem}.': {
    ru: 'Неверный номер телефона {text}: {problem}.',
    kk: 'Телефон нөмірі {text} қате: {problem}.',
  },
  'Write a Kazakhstan number with its country code: +7 707 123 45 67, 87071234567 or 77071234567.': {
    ru: 'Введите номер Казахстана с кодом страны: +7 707 123 45 67, 87071234567 или 77071234567.',
    kk: 'Қазақстан нөмірін ел кодымен теріңіз: +7 707 123 45 67, 87071234567 немесе 77071234567.',
  },
  'it is empty': { ru: 'пусто', kk: 'бос' },
  'it has characters that are not digits': { ru: 'есть знаки, кроме цифр', kk: 'цифрдан басқа таңбалар бар' },
  'the country code 7 is missing': { ru: 'нет кода страны 7', kk: 'ел коды 7 жоқ' },
  'it is too short: {count} digits': {
    ru: 'слишком короткий: {count:# цифра|# цифры|# цифр}',
    kk: 'тым қысқа: {count:# цифр}',
  },
  'it is too long: {count} digits': {
    ru: 'слишком длинный: {count:# цифра|# цифры|# цифр}',
    kk: 'тым ұзын: {count:# цифр}',
  },
  'it does not begin with the country code 7': {
    ru: 'не начинается с кода страны 7',
    kk: 'ел коды 7-ден басталмайды',
  },
  '{text} is not an address.': { ru: '{text} — не адрес.', kk: '{text} — мекенжай емес.' },
  'For example: 127.0.0.1, or 0.0.0.0 for every network of this machine.': {
    ru: 'Например: 127.0.0.1 или 0.0.0.0 для всех сетей этого компьютера.',
    kk: 'Мысалы: 127.0.0.1 немесе осы компьютердің барлық желісі үшін 0.0.0.0.',
  },
  '{url} is not an http or https URL.': {
    ru: '{url} — не адрес http или https.',
    kk: '{url} — http не https мекенжайы емес.',
  },
  'For example: https://shop.example/callback': {
    ru: 'Например: https://shop.example/callback',
    kk: 'Мысалы: https://shop.example/callback',
  },
  '{text} is not an e-mail address.': {
    ru: '{text} — не адрес электронной почты.',
    kk: '{text} — электрондық пошта мекенжайы емес.',
  },
  'For example: johndoe@example.com': { ru: 'Например: johndoe@example.com', kk: 'Мысалы: johndoe@example.com' },
  '{text} is not an IP address.': { ru: '{text} — не IP-адрес.', kk: '{text} — IP мекенжай емес.' },
  'For example: 198.51.100.47': { ru: 'Например: 198.51.100.47', kk: 'Мысалы: 198.51.100.47' },
  '{text} has white space at an end.': {
    ru: 'В начале или в конце {text} есть пробел.',
    kk: '{text} басында немесе соңында бос орын бар.',
  },
  'Remove it, or name another file.': {
    ru: 'Уберите его или укажите другой файл.',
    kk: 'Оны алып тастаңыз немесе басқа файлды көрсетіңіз.',
  },
  '{text} is not a file name.': { ru: '{text} — не имя файла.', kk: '{text} — файл аты емес.' },
  'Standard output has the result of the command: name a file.': {
    ru: 'В стандартный вывод идёт результат команды: укажите файл.',
    kk: 'Стандартты шығысқа команданың нәтижесі шығады: файлды көрсетіңіз.',
  },
} as const satisfies Catalogue;
