import type { Catalogue } from '#domain/language/translator';

/** Messages around answers and receipts for customers. */
export const ANSWERS = {
  'This answer uses only the ledger.': {
    ru: 'Этот ответ основан только на журнале.',
    kk: 'Бұл жауап тек журналға негізделген.',
  },
  'The platform has no payment {payment}: {code}.': {
    ru: 'На платформе нет платежа {payment}: {code}.',
    kk: 'Платформада {payment} төлемі жоқ: {code}.',
  },
  'Tell the customer nothing yet. Check the id, and the project: rocketpay whoami': {
    ru: 'Пока ничего не сообщайте клиенту. Проверьте номер и проект: rocketpay whoami',
    kk: 'Клиентке әзірге ештеңе айтпаңыз. Нөмір мен жобаны тексеріңіз: rocketpay whoami',
  },
  'The ledger has nothing about the payment {payment}.': {
    ru: 'В журнале нет ничего о платеже {payment}.',
    kk: 'Журналда {payment} төлемі туралы ештеңе жоқ.',
  },
  'Ask the platform: rocketpay answer {payment}': {
    ru: 'Спросить платформу: rocketpay answer {payment}',
    kk: 'Платформадан сұрау: rocketpay answer {payment}',
  },
  'Try again in a minute.': { ru: 'Повторите через минуту.', kk: 'Бір минуттан кейін қайталаңыз.' },
  'A receipt for the customer needs their language.': {
    ru: 'Для квитанции нужен язык клиента.',
    kk: 'Түбіртек үшін клиенттің тілі керек.',
  },
  'Give --language {languages}: rocketpay receipt {id} --format {format} --language ru': {
    ru: 'Задайте --language {languages}: rocketpay receipt {id} --format {format} --language ru',
    kk: 'Тілді --language {languages} арқылы беріңіз: rocketpay receipt {id} --format {format} --language ru',
  },
  'There is nothing to confirm to the customer: {id} is {kind} {state}.': {
    ru: 'Подтверждать клиенту нечего: {id} — {kind}, {state}.',
    kk: 'Клиентке растайтын ештеңе жоқ: {id} — {kind}, {state}.',
  },
  'All that is known about it: rocketpay receipt {id}': {
    ru: 'Всё, что об этом известно: rocketpay receipt {id}',
    kk: 'Бұл туралы белгілінің бәрі: rocketpay receipt {id}',
  },
  'The receipt is in {file}.': { ru: 'Квитанция сохранена: {file}.', kk: 'Түбіртек сақталды: {file}.' },
} as const satisfies Catalogue;
