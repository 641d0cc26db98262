import type { Catalogue } from '#domain/language/translator';

/** Messages of history, pending, receipt and notes. */
export const HISTORY = {
  Time: { ru: 'Время', kk: 'Уақыты' },
  Kind: { ru: 'Вид', kk: 'Түрі' },
  State: { ru: 'Состояние', kk: 'Күйі' },
  Amount: { ru: 'Сумма', kk: 'Сома' },
  Write: { ru: 'Запись', kk: 'Жазба' },
  User: { ru: 'Сотрудник', kk: 'Қызметкер' },
  Payment: { ru: 'Платёж', kk: 'Төлем' },
  'by {user}': { ru: 'сотрудник: {user}', kk: 'қызметкер: {user}' },
  '--today and --since were both given.': {
    ru: 'Заданы и --today, и --since.',
    kk: '--today мен --since қатар берілген.',
  },
  'Give one of them.': { ru: 'Задайте что-то одно.', kk: 'Біреуін ғана беріңіз.' },
  'Times are {zone}.': { ru: 'Время указано по {zone}.', kk: 'Уақыт белдеуі: {zone}.' },
  'All by {user}.': { ru: 'Сотрудник во всех записях: {user}.', kk: 'Барлық жазбадағы қызметкер: {user}.' },
  'Only the newest {limit} are shown. For more, run the same command with --limit {more}.': {
    ru: 'Показаны только последние записи: {limit}. Чтобы увидеть больше, повторите команду с --limit {more}.',
    kk: 'Тек соңғы жазбалар көрсетілді: {limit}. Көбірек көру үшін команданы --limit {more} қосып қайталаңыз.',
  },
  Notes: { ru: 'Заметки', kk: 'Ескертпелер' },
  'No write of this ledger matches.': {
    ru: 'В этом журнале подходящих записей нет.',
    kk: 'Бұл журналда сәйкес жазба жоқ.',
  },
  'There is no user {user}. Known users: {users}.': {
    ru: 'Сотрудника {user} нет. Известные сотрудники: {users}.',
    kk: '{user} деген қызметкер жоқ. Белгілі қызметкерлер: {users}.',
  },
  'No write of this ledger has a payment whose phone is known from a sale, a status or a callback. Payments that were only seen in callbacks: rocketpay find <phone>. With the id of the payment: rocketpay history --payment <id>':
    {
      ru: 'Ни одна запись этого журнала не связана с этим телефоном: он известен только из оплаты, статуса или уведомления (callback). Платежи, известные только из уведомлений: rocketpay find <phone>. По номеру платежа: rocketpay history --payment <id>',
      kk: 'Бұл журналдағы ешбір жазба бұл телефонмен байланысты емес: нөмір тек төлемнен, мәртебеден немесе хабарламадан (callback) белгілі болады. Тек хабарламадан белгілі төлемдер: rocketpay find <phone>. Төлем нөмірі бойынша: rocketpay history --payment <id>',
    },
  'What its callbacks show: rocketpay timeline {payment}': {
    ru: 'Что показывают уведомления о нём: rocketpay timeline {payment}',
    kk: 'Ол туралы хабарламалар не көрсетеді: rocketpay timeline {payment}',
  },
  'It has the Cyrillic letter {letters}: it looks Latin. In Latin: {latin}.': {
    ru: 'В номере есть кириллическая буква {letters}, похожая на латинскую. Латиницей: {latin}.',
    kk: 'Нөмірде латын әрпіне ұқсас кирилл әрпі бар: {letters}. Латынша: {latin}.',
  },
  'It has Cyrillic letters {letters}: they look Latin. In Latin: {latin}.': {
    ru: 'В номере есть кириллические буквы {letters}, похожие на латинские. Латиницей: {latin}.',
    kk: 'Нөмірде латын әріптеріне ұқсас кирилл әріптері бар: {letters}. Латынша: {latin}.',
  },
  '{text} is not a valid time.': { ru: '{text} — неверное время.', kk: '{text} — жарамсыз уақыт.' },
  'Write how long ago, 30m, 24h or 7d, or today, yesterday, 2026-11-01, 01.11.2026 or 2026-11-01T09:30.': {
    ru: 'Укажите, сколько времени назад (30m, 24h, 7d), либо today, yesterday, 2026-11-01, 01.11.2026 или 2026-11-01T09:30.',
    kk: 'Қанша уақыт бұрын екенін (30m, 24h, 7d) не today, yesterday, 2026-11-01, 01.11.2026 немесе 2026-11-01T09:30 деп жазыңыз.',
  },
  '{count:# day|# days}': { ru: '{count:# день|# дня|# дней}', kk: '{count} күн' },
  '{count:# hour|# hours}': { ru: '{count:# час|# часа|# часов}', kk: '{count} сағат' },
  '{count:# minute|# minutes}': { ru: '{count:# минута|# минуты|# минут}', kk: '{count} минут' },
  '{count:# second|# seconds}': { ru: '{count:# секунда|# секунды|# секунд}', kk: '{count} секунд' },
  'See which: rocketpay history --state never_arrived': {
    ru: 'Посмотреть их: rocketpay history --state never_arrived',
    kk: 'Оларды көру: rocketpay history --state never_arrived',
  },
  'Not sent, because they wait for the approval of another member:': {
    ru: 'Не отправлены, ждут одобрения другого участника:',
    kk: 'Жіберілген жоқ, басқа қатысушының мақұлдауын күтуде:',
  },
  'requested by {user}': { ru: 'запросил: {user}', kk: 'сұраған: {user}' },
  'The {count:outcome of a write is|outcomes of # writes are} not known yet: rocketpay pending': {
    ru: '{count:Есть # запись|Есть # записи|Есть # записей} с неизвестным исходом: rocketpay pending',
    kk: 'Нәтижесі белгісіз {count} жазба бар: rocketpay pending',
  },
  Intent: { ru: 'Запись', kk: 'Жазба' },
  Phone: { ru: 'Телефон', kk: 'Телефон' },
  'Request id': { ru: 'Номер запроса', kk: 'Сұраныс нөмірі' },
  Operation: { ru: 'Операция', kk: 'Операция' },
  Code: { ru: 'Код', kk: 'Код' },
  Reason: { ru: 'Причина', kk: 'Себебі' },
  Approval: { ru: 'Одобрение', kk: 'Мақұлдау' },
  Description: { ru: 'Описание', kk: 'Сипаттама' },
  Ticket: { ru: 'Заявка', kk: 'Өтінім' },
  Key: { ru: 'Ключ', kk: 'Кілт' },
  Started: { ru: 'Начато', kk: 'Басталды' },
  Changed: { ru: 'Изменено', kk: 'Өзгертілді' },
  '{time} by {user}': { ru: '{time}, {user}', kk: '{time}, {user}' },
  '{profile}, project {project} ({mode})': {
    ru: '{profile}, проект {project} ({mode})',
    kk: '{profile}, жоба {project} ({mode})',
  },
  'Audit trail': { ru: 'Журнал аудита', kk: 'Аудит журналы' },
  Hash: { ru: 'Хеш', kk: 'Хеш' },
  'A receipt for the customer has neither --json nor --field.': {
    ru: 'У квитанции для клиента нет ни --json, ни --field.',
    kk: 'Клиентке арналған түбіртекте --json да, --field те болмайды.',
  },
  'Leave out --format, --language and --output, or --json and --field.': {
    ru: 'Уберите либо --format, --language и --output, либо --json и --field.',
    kk: '--format, --language, --output не болмаса --json, --field опцияларын алып тастаңыз.',
  },
  '{id} ({kind} {state})': { ru: '{id} ({kind}: {state})', kk: '{id} ({kind}: {state})' },
  '{payment} is a payment, not a write. Its newest writes: {writes}.': {
    ru: '{payment} — это платёж, а не запись. Его последние записи: {writes}.',
    kk: '{payment} — жазба емес, төлем. Оның соңғы жазбалары: {writes}.',
  },
  'The newest: rocketpay receipt {id}. All: rocketpay history --payment {payment}': {
    ru: 'Последняя: rocketpay receipt {id}. Все: rocketpay history --payment {payment}',
    kk: 'Соңғысы: rocketpay receipt {id}. Барлығы: rocketpay history --payment {payment}',
  },
} as const satisfies Catalogue;
