import type { Catalogue } from '#domain/language/translator';

/** Messages of timeline: what is odd about a payment, and what happened with it. */
export const TIMELINE = {
  sent: { ru: 'отправлено', kk: 'жіберілді' },
  result: { ru: 'результат', kk: 'нәтиже' },
  callback: { ru: 'уведомление', kk: 'хабарлама' },
  forward: { ru: 'пересылка', kk: 'жолдау' },
  status: { ru: 'статус', kk: 'мәртебе' },
  note: { ru: 'заметка', kk: 'ескертпе' },
  'This ledger has nothing about this payment.': {
    ru: 'В этом журнале нет ничего об этом платеже.',
    kk: 'Бұл журналда бұл төлем туралы ештеңе жоқ.',
  },
  'Older callbacks are stored and not shown here.': {
    ru: 'Более ранние уведомления сохранены, но здесь не показаны.',
    kk: 'Бұрынғы хабарламалар сақталған, бірақ мұнда көрсетілмеген.',
  },
  'The platform was not asked. To ask it: rocketpay timeline {payment} --ask': {
    ru: 'Платформу не спрашивали. Спросить: rocketpay timeline {payment} --ask',
    kk: 'Платформадан сұралған жоқ. Сұрау: rocketpay timeline {payment} --ask',
  },
  '{text}, by {user}': { ru: '{text}, сотрудник {user}', kk: '{text}, қызметкер {user}' },
  'cannot be decrypted': { ru: 'не удалось расшифровать', kk: 'шифрын ашу мүмкін болмады' },
  'ticket {ticket}': { ru: 'заявка {ticket}', kk: 'өтінім {ticket}' },
  'code {code}': { ru: 'код {code}', kk: 'код {code}' },
  '{kind} of {amount}': { ru: '{kind} {amount}', kk: '{kind} {amount}' },
  '{kind} {state}': { ru: '{kind}: {state}', kk: '{kind}: {state}' },
  '{kind}: {status}': { ru: '{kind}: {status}', kk: '{kind}: {status}' },
  '{kind} of {amount}: {status}': { ru: '{kind} {amount}: {status}', kk: '{kind} {amount}: {status}' },
  'wrong signature': { ru: 'неверная подпись', kk: 'қолтаңбасы қате' },
  'no signature': { ru: 'без подписи', kk: 'қолтаңбасы жоқ' },
  repeat: { ru: 'повтор', kk: 'қайталама' },
  'to {url}: 200': { ru: 'на {url}: 200', kk: '{url}: 200' },
  'to {url}: not delivered, {why}': { ru: 'на {url}: не доставлено, {why}', kk: '{url}: жеткізілмеді, {why}' },
  'left {amount}': { ru: 'осталось: {amount}', kk: 'қалды: {amount}' },
  'amount {amount}': { ru: 'сумма: {amount}', kk: 'сома: {amount}' },
  '{kind} ({id})': { ru: '{kind} ({id})', kk: '{kind} ({id})' },
  '{kind} of {amount} ({id})': { ru: '{kind} {amount} ({id})', kk: '{kind} {amount} ({id})' },
  'The outcome of the {write} is unknown. Do not repeat it: rocketpay resume {id}': {
    ru: 'Исход неизвестен: {write}. Не повторяйте запрос: rocketpay resume {id}',
    kk: 'Нәтижесі белгісіз: {write}. Сұранысты қайталамаңыз: rocketpay resume {id}',
  },
  'The {write} was accepted {duration} ago and has no result: rocketpay resume {id}': {
    ru: 'Принято и пока без результата: {write}, прошло {duration}: rocketpay resume {id}',
    kk: 'Қабылданды, әзірге нәтижесі жоқ: {write}, өткен уақыт {duration}: rocketpay resume {id}',
  },
  'The platform has not shown the {write}. It may still process it.': {
    ru: 'Платформа не показала: {write}. Она ещё может его обработать.',
    kk: 'Платформа көрсеткен жоқ: {write}. Ол оны әлі де өңдеуі мүмкін.',
  },
  '{count} refunds of the same amount are done: {amount} each.': {
    ru: 'Выполнено возвратов на одну и ту же сумму: {count}, каждый на {amount}.',
    kk: 'Бірдей сомаға орындалған қайтарымдар: {count}, әрқайсысы {amount}.',
  },
  'Paid {paid} less refunded {refunded} is not {left}, which the platform shows as left. This ledger may lack a callback: ask with --ask.':
    {
      ru: 'Оплачено {paid}, возвращено {refunded}, но остаток на платформе другой: {left}. Возможно, в журнале нет какого-то уведомления: спросите платформу с --ask.',
      kk: 'Төленгені {paid}, қайтарылғаны {refunded}, бірақ платформадағы қалдық басқа: {left}. Журналда бір хабарлама жоқ болуы мүмкін: платформадан --ask арқылы сұраңыз.',
    },
  '{count:A callback has|# callbacks have} a wrong signature, so what it says is not used: rocketpay callbacks show {id}':
    {
      ru: 'Неверная подпись у {count:# уведомления|# уведомлений|# уведомлений}, поэтому их данные не используются: rocketpay callbacks show {id}',
      kk: '{count} хабарламаның қолтаңбасы қате, сондықтан олардың деректері пайдаланылмайды: rocketpay callbacks show {id}',
    },
  'A chargeback callback was received. It has no signature, so its sender is not proved. Check the Dashboard: rocketpay callbacks show {id}':
    {
      ru: 'Получено уведомление о чарджбэке (chargeback). Подписи в нём нет, поэтому отправитель не подтверждён. Проверьте в Dashboard: rocketpay callbacks show {id}',
      kk: 'Чарджбэк (chargeback) туралы хабарлама алынды. Онда қолтаңба жоқ, сондықтан жіберушісі расталмаған. Dashboard-тан тексеріңіз: rocketpay callbacks show {id}',
    },
  'Callback {id} was not forwarded to {url}: rocketpay callbacks replay {id}': {
    ru: 'Уведомление {id} не переслано на {url}: rocketpay callbacks replay {id}',
    kk: '{id} хабарламасы {url} мекенжайына жолданбады: rocketpay callbacks replay {id}',
  },
  'A refund (operation {id}) was not sent with this ledger: in the Dashboard, or by another program.': {
    ru: 'Возврат (операция {id}) отправлен не из этого журнала, а через Dashboard или другой программой.',
    kk: 'Қайтарым (операция {id}) бұл журналдан емес, Dashboard арқылы немесе басқа бағдарламамен жіберілген.',
  },
  'A refund of {amount} (operation {id}) was not sent with this ledger: in the Dashboard, or by another program.': {
    ru: 'Возврат {amount} (операция {id}) отправлен не из этого журнала, а через Dashboard или другой программой.',
    kk: '{amount} қайтарымы (операция {id}) бұл журналдан емес, Dashboard арқылы немесе басқа бағдарламамен жіберілген.',
  },
  'Several projects have a payment {payment}: {projects}.': {
    ru: 'Платёж {payment} есть в нескольких проектах: {projects}.',
    kk: '{payment} төлемі бірнеше жобада бар: {projects}.',
  },
  'Choose one by its profile: --profile <name>': {
    ru: 'Выберите проект по профилю: --profile <name>',
    kk: 'Жобаны профилі бойынша таңдаңыз: --profile <name>',
  },
} as const satisfies Catalogue;
