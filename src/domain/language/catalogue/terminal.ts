import type { Catalogue } from '#domain/language/translator';

/** What the terminal itself shows: labels of messages, answers to questions, amounts, an interruption. */
export const TERMINAL = {
  'error:': { ru: 'ошибка:', kk: 'қате:' },
  'warning:': { ru: 'внимание:', kk: 'ескерту:' },
  'next:': { ru: 'дальше:', kk: 'келесі:' },
  'more:': { ru: 'подробно:', kk: 'толығырақ:' },
  'request id: {id}': { ru: 'номер запроса: {id}', kk: 'сұраныс нөмірі: {id}' },
  Yes: { ru: 'Да', kk: 'Иә' },
  No: { ru: 'Нет', kk: 'Жоқ' },
  'Enter means no.': { ru: 'Enter означает «нет».', kk: 'Enter — «жоқ» дегенді білдіреді.' },
  'Type y or n.': { ru: 'Введите «д» или «н» (или y, n).', kk: '«и» не «ж» әрпін теріңіз (немесе y, n).' },
  '{up} choose, {enter} accept': { ru: '{up} выбрать, {enter} принять', kk: '{up} таңдау, {enter} қабылдау' },
  'Interrupted.': { ru: 'Прервано.', kk: 'Тоқтатылды.' },
  'Nothing was sent.': { ru: 'Ничего не отправлено.', kk: 'Ештеңе жіберілген жоқ.' },
  'A value is missing, and there is no terminal to ask for it.': {
    ru: 'Не хватает значения, а спросить его негде: нет терминала.',
    kk: 'Бір мән жетіспейді, ал оны сұрайтын терминал жоқ.',
  },
  '{problem}. {hint}': { ru: '{problem}. {hint}', kk: '{problem}. {hint}' },
  '{amount}': { ru: '{amount}', kk: '{amount}' },
  '{amount} ({minor} minor units)': {
    ru: '{amount} ({minor} в минимальных единицах)',
    kk: '{amount} (ең кіші бірлікпен {minor})',
  },
} as const satisfies Catalogue;
