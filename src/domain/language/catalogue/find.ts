import type { Catalogue } from '#domain/language/translator';

/** Messages of find, and what a text may be. */
export const FIND = {
  'payment id': { ru: 'номер платежа', kk: 'төлем нөмірі' },
  'part of the payment id': { ru: 'часть номера платежа', kk: 'төлем нөмірінің бөлігі' },
  phone: { ru: 'телефон', kk: 'телефон' },
  'last digits of the phone': { ru: 'последние цифры телефона', kk: 'телефонның соңғы цифрлары' },
  amount: { ru: 'сумма', kk: 'сома' },
  date: { ru: 'дата', kk: 'күн' },
  customer: { ru: 'клиент', kk: 'клиент' },
  'e-mail': { ru: 'эл. почта', kk: 'эл. пошта' },
  operation: { ru: 'операция', kk: 'операция' },
  request: { ru: 'номер запроса', kk: 'сұраныс нөмірі' },
  intent: { ru: 'запись', kk: 'жазба' },
  'provider id': { ru: 'номер у оператора', kk: 'оператордағы нөмір' },
  ticket: { ru: 'заявка', kk: 'өтінім' },
  'description or note': { ru: 'описание или заметка', kk: 'сипаттама не ескертпе' },
  and: { ru: 'и', kk: 'және' },
  'There is nothing to search for.': { ru: 'Не указано, что искать.', kk: 'Не іздеу керегі көрсетілмеген.' },
  'For example: rocketpay find yesterday 250': {
    ru: 'Например: rocketpay find yesterday 250',
    kk: 'Мысалы: rocketpay find yesterday 250',
  },
  'A search has at most {max} texts.': {
    ru: 'В поиске может быть не больше {max} слов.',
    kk: 'Іздеуде ең көбі {max} сөз болады.',
  },
  'Timeline of': { ru: 'Показать историю платежа', kk: 'Төлем тарихын көрсету' },
  'status not known': { ru: 'статус неизвестен', kk: 'мәртебесі белгісіз' },
  'last write: {kind} {state} {time} by {user}': {
    ru: 'последняя запись: {kind}, {state}, {time}, {user}',
    kk: 'соңғы жазба: {kind}, {state}, {time}, {user}',
  },
  'phone {phone}': { ru: 'телефон {phone}', kk: 'телефон {phone}' },
  'matched by {what}': { ru: 'совпадение: {what}', kk: 'сәйкестік: {what}' },
  'paid {paid}, refunded {refunded}, left {left}': {
    ru: 'оплачено: {paid}, возвращено: {refunded}, осталось: {left}',
    kk: 'төленді: {paid}, қайтарылды: {refunded}, қалды: {left}',
  },
  'Only the newest {limit} are shown. Add a text to narrow the result, or --limit {more}.': {
    ru: 'Показаны только последние: {limit}. Уточните поиск ещё одним словом или добавьте --limit {more}.',
    kk: 'Тек соңғылары көрсетілді: {limit}. Іздеуді тағы бір сөзбен нақтылаңыз немесе --limit {more} қосыңыз.',
  },
  'Too many payments match: only those since {time} were compared. Add a text or a date.': {
    ru: 'Подходит слишком много платежей: сравнены только платежи начиная с {time}. Добавьте слово или дату.',
    kk: 'Сәйкес төлем тым көп: тек мына уақыттан кейінгілер салыстырылды: {time}. Сөз немесе күн қосыңыз.',
  },
  'A part of this ledger is not indexed yet. To index it: rocketpay ledger index': {
    ru: 'Часть этого журнала ещё не проиндексирована. Проиндексировать: rocketpay ledger index',
    kk: 'Бұл журналдың бір бөлігі әлі индекстелмеген. Индекстеу: rocketpay ledger index',
  },
  'No payment matches.': { ru: 'Подходящих платежей нет.', kk: 'Сәйкес төлем жоқ.' },
  '{text} was searched as: {what}.': {
    ru: 'Текст {text} искали как: {what}.',
    kk: '{text} мәтіні былай ізделді: {what}.',
  },
  'Last digits of phones are not indexed. What that reveals, and how to index them: rocketpay ledger index --help': {
    ru: 'Последние цифры телефонов не индексируются. Что это раскрывает и как их индексировать: rocketpay ledger index --help',
    kk: 'Телефондардың соңғы цифрлары индекстелмейді. Бұл нені ашады және қалай индекстеуге болады: rocketpay ledger index --help',
  },
  'This ledger knows {payments}: those that were requested here, those whose status was read here, and those whose callbacks were received here. It does not know other payments, for example those of your web server without their callbacks.':
    {
      ru: 'В этом журнале {payments}. В него входят платежи, созданные здесь, те, чей статус здесь запрашивали, и те, чьи уведомления здесь получены. Других платежей он не знает, например платежей вашего сайта, уведомления о которых сюда не приходят.',
      kk: 'Бұл журналда {payments} бар. Оған осы жерде жасалған, мәртебесі осы жерде сұралған және хабарламасы осы жерде алынған төлемдер кіреді. Басқа төлемдерді, мысалы, хабарламасы осында келмейтін сайт төлемдерін ол білмейді.',
    },
  '{count} payments or more': { ru: '{count} платежей или больше', kk: '{count} не одан көп төлем' },
  '{count} payments': { ru: '{count:# платёж|# платежа|# платежей}', kk: '{count} төлем' },
  'With the payment id, the platform can be asked: rocketpay status <payment-id>': {
    ru: 'Зная номер платежа, можно спросить платформу: rocketpay status <payment-id>',
    kk: 'Төлем нөмірін білсеңіз, платформадан сұрауға болады: rocketpay status <payment-id>',
  },
  'Indexing what was stored since the last search: {indexed} of about {all}.': {
    ru: 'Индексация того, что сохранено после последнего поиска: {indexed} из примерно {all}.',
    kk: 'Соңғы іздеуден кейін сақталғандар индекстелуде: {indexed}, барлығы шамамен {all}.',
  },
  '{id} has the Cyrillic letter {letters}: it looks Latin. In Latin: {latin}.': {
    ru: 'В {id} есть кириллическая буква {letters}, похожая на латинскую. Латиницей: {latin}.',
    kk: '{id} мәтінінде латын әрпіне ұқсас кирилл әрпі бар: {letters}. Латынша: {latin}.',
  },
  '{id} has Cyrillic letters {letters}: they look Latin. In Latin: {latin}.': {
    ru: 'В {id} есть кириллические буквы {letters}, похожие на латинские. Латиницей: {latin}.',
    kk: '{id} мәтінінде латын әріптеріне ұқсас кирилл әріптері бар: {letters}. Латынша: {latin}.',
  },
} as const satisfies Catalogue;
