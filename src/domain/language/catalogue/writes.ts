import type { Catalogue } from '#domain/language/translator';

/** States, kinds and results of the writes of a ledger. */
export const WRITES = {
  sending: { ru: 'отправляется', kk: 'жіберілуде' },
  unknown: { ru: 'неизвестно', kk: 'белгісіз' },
  accepted: { ru: 'принято', kk: 'қабылданды' },
  done: { ru: 'выполнено', kk: 'орындалды' },
  declined: { ru: 'отклонено', kk: 'бас тартылды' },
  refused: { ru: 'не принято', kk: 'қабылданбады' },
  denied: { ru: 'не обработано', kk: 'өңделмеді' },
  'not sent': { ru: 'не отправлено', kk: 'жіберілмеді' },
  'never arrived': { ru: 'не найдено', kk: 'табылмады' },
  held: { ru: 'заблокировано', kk: 'бұғатталды' },
  begun: { ru: 'начато', kk: 'басталды' },
  answered: { ru: 'получен ответ', kk: 'жауап келді' },
  unanswered: { ru: 'нет ответа', kk: 'жауап жоқ' },
  found: { ru: 'найдено', kk: 'табылды' },
  closed: { ru: 'закрыто', kk: 'жабылды' },
  noted: { ru: 'заметка', kk: 'ескертпе' },
  imported: { ru: 'импорт', kk: 'импорт' },
  sale: { ru: 'оплата', kk: 'төлем' },
  otp: { ru: 'код SMS', kk: 'SMS коды' },
  resend: { ru: 'новый код', kk: 'жаңа код' },
  refund: { ru: 'возврат', kk: 'қайтарым' },
  raw: { ru: 'запрос', kk: 'сұраныс' },
  'Accepted: the result of the refund of {amount} is not known yet.': {
    ru: 'Принято. Результат возврата пока неизвестен. Сумма: {amount}.',
    kk: 'Қабылданды. Қайтарым нәтижесі әзірге белгісіз. Сома: {amount}.',
  },
  'Accepted: the result of the refund is not known yet.': {
    ru: 'Принято. Результат возврата пока неизвестен.',
    kk: 'Қабылданды. Қайтарым нәтижесі әзірге белгісіз.',
  },
  'Accepted: the result of the payment of {amount} is not known yet.': {
    ru: 'Принято. Результат платежа пока неизвестен. Сумма: {amount}.',
    kk: 'Қабылданды. Төлем нәтижесі әзірге белгісіз. Сома: {amount}.',
  },
  'Accepted: the result of the payment is not known yet.': {
    ru: 'Принято. Результат платежа пока неизвестен.',
    kk: 'Қабылданды. Төлем нәтижесі әзірге белгісіз.',
  },
  'Accepted: the result of the {kind} is not known yet.': {
    ru: 'Принято ({kind}). Результат пока неизвестен.',
    kk: 'Қабылданды ({kind}). Нәтижесі әзірге белгісіз.',
  },
  'Accepted: the result is not known yet.': {
    ru: 'Принято. Результат пока неизвестен.',
    kk: 'Қабылданды. Нәтижесі әзірге белгісіз.',
  },
  'Refunded: {amount}.': { ru: 'Возврат выполнен: {amount}.', kk: 'Қайтарылды: {amount}.' },
  'Refunded.': { ru: 'Возврат выполнен.', kk: 'Қайтарылды.' },
  'NOT refunded: {amount} ({state}).': {
    ru: 'Возврат НЕ выполнен: {amount} ({state}).',
    kk: 'Қайтарылған ЖОҚ: {amount} ({state}).',
  },
  'NOT refunded ({state}).': { ru: 'Возврат НЕ выполнен ({state}).', kk: 'Қайтарылған ЖОҚ ({state}).' },
  'not processed': { ru: 'не обработано', kk: 'өңделмеді' },
  'The platform has not shown the refund of {amount}. It may still process it.': {
    ru: 'Платформа не показала возврат на {amount}. Она ещё может его обработать.',
    kk: 'Платформа қайтарымды көрсеткен жоқ, бірақ оны әлі де өңдеуі мүмкін. Сома: {amount}.',
  },
  'The platform has not shown the refund. It may still process it.': {
    ru: 'Платформа не показала возврат. Она ещё может его обработать.',
    kk: 'Платформа қайтарымды көрсеткен жоқ, бірақ оны әлі де өңдеуі мүмкін.',
  },
  'It is not known whether the refund of {amount} was processed.': {
    ru: 'Неизвестно, выполнен ли возврат на {amount}.',
    kk: 'Қайтарымның орындалған-орындалмағаны белгісіз. Сома: {amount}.',
  },
  'It is not known whether the refund was processed.': {
    ru: 'Неизвестно, выполнен ли возврат.',
    kk: 'Қайтарымның орындалған-орындалмағаны белгісіз.',
  },
  'The payment of {amount} is paid.': { ru: 'Платёж на {amount} оплачен.', kk: 'Төлем төленді: {amount}.' },
  'The payment is paid.': { ru: 'Платёж оплачен.', kk: 'Төлем төленді.' },
  'The {kind} is done.': { ru: 'Выполнено: {kind}.', kk: 'Орындалды: {kind}.' },
  'The {kind} was {state}.': { ru: 'Результат ({kind}): {state}.', kk: 'Нәтижесі ({kind}): {state}.' },
  'The {kind} was not processed.': { ru: 'Не обработано: {kind}.', kk: 'Өңделмеді: {kind}.' },
  'The platform has not shown the {kind}.': {
    ru: 'Платформа не показала: {kind}.',
    kk: 'Платформа көрсетпеді: {kind}.',
  },
  'The outcome of the {kind} is not known.': { ru: 'Исход неизвестен: {kind}.', kk: 'Нәтижесі белгісіз: {kind}.' },
  '{count} with an unknown outcome': { ru: 'с неизвестным исходом: {count}', kk: 'нәтижесі белгісіз: {count}' },
  '{count} accepted without a result': {
    ru: 'принято, но без результата: {count}',
    kk: 'қабылданды, бірақ нәтижесі жоқ: {count}',
  },
  '{count} being sent now.': { ru: 'Отправляется сейчас: {count}.', kk: 'Қазір жіберіліп жатыр: {count}.' },
  '{count:# refund was|# refunds were} not shown by the platform, which may still process {count:it|them}.': {
    ru: 'Платформа не показала {count:# возврат|# возврата|# возвратов} и ещё может {count:его|их|их} обработать.',
    kk: 'Платформа {count} қайтарымды көрсеткен жоқ, бірақ әлі де өңдеуі мүмкін.',
  },
  'Every write in this ledger has a final result.': {
    ru: 'У всех записей журнала есть окончательный результат.',
    kk: 'Журналдағы барлық жазбаның түпкілікті нәтижесі бар.',
  },
  'Every row of {plan} that was sent has a final result.': {
    ru: 'У всех отправленных строк есть окончательный результат. План: {plan}.',
    kk: 'Жіберілген барлық жолдың түпкілікті нәтижесі бар. Жоспар: {plan}.',
  },
  'The customer was not charged: the payment has status "{status}".': {
    ru: 'Деньги с клиента не списаны: статус платежа «{status}».',
    kk: 'Клиенттен ақша алынған жоқ: төлем мәртебесі — «{status}».',
  },
  'The customer was charged: the payment has status "{status}".': {
    ru: 'Деньги с клиента списаны: статус платежа «{status}».',
    kk: 'Клиенттен ақша алынды: төлем мәртебесі — «{status}».',
  },
  'The payment has status "{status}", which does not show whether the customer was charged.': {
    ru: 'Статус платежа «{status}» не показывает, списаны ли деньги с клиента.',
    kk: 'Төлем мәртебесі — «{status}». Ол клиенттен ақша алынған-алынбағанын көрсетпейді.',
  },
  '{counted} ({amount})': { ru: '{counted} ({amount})', kk: '{counted} ({amount})' },
  'Refunds: {parts}.': { ru: 'Возвраты: {parts}.', kk: 'Қайтарымдар: {parts}.' },
  '{count} NOT refunded, declined or refused': {
    ru: '{count:# отклонён и НЕ выполнен|# отклонены и НЕ выполнены|# отклонено и НЕ выполнено}',
    kk: '{count} қабылданбады және ҚАЙТАРЫЛМАДЫ',
  },
  '{count} NOT refunded, not processed': {
    ru: '{count:# не обработан и НЕ выполнен|# не обработаны и НЕ выполнены|# не обработано и НЕ выполнено}',
    kk: '{count} өңделмеді және ҚАЙТАРЫЛМАДЫ',
  },
  '{count} not shown by the platform': {
    ru: '{count:# не показан платформой|# не показаны платформой|# не показано платформой}',
    kk: '{count} платформада көрсетілмеді',
  },
  '{count} without a final result': { ru: '{count} без окончательного результата', kk: '{count} түпкілікті нәтижесіз' },
  '{count} refunded': { ru: '{count:# выполнен|# выполнены|# выполнено}', kk: '{count} қайтарылды' },
} as const satisfies Catalogue;
