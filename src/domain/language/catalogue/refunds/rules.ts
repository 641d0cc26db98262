import type { Catalogue } from '#domain/language/translator';

/** Why a refund is blocked before it is sent, and what to do next. */
export const REFUND_RULES = {
  'The limits of this profile are in {limits}, the refund is in {refund}.': {
    ru: 'Лимиты этого профиля в {limits}, а возврат в {refund}.',
    kk: 'Бұл профильдің лимиттерінің валютасы — {limits}, ал қайтарымның валютасы — {refund}.',
  },
  'To see the limits of the profile: rocketpay whoami': {
    ru: 'Лимиты профиля: rocketpay whoami',
    kk: 'Профильдің лимиттері: rocketpay whoami',
  },
  '{amount} is over the limit of one refund, {limit}.': {
    ru: '{amount} — больше лимита одного возврата, {limit}.',
    kk: '{amount} — бір қайтарымның лимитінен артық, {limit}.',
  },
  '{amount} is over the limit for 24 hours, {limit}: refunds that were made, may have been made or are planned add up to {sum} already.':
    {
      ru: '{amount} — больше лимита на 24 часа, {limit}: уже сделанные, возможно сделанные и запланированные возвраты составляют {sum}.',
      kk: '{amount} — 24 сағаттық лимиттен артық, {limit}: жасалған, жасалған болуы мүмкін және жоспарланған қайтарымдардың сомасы қазірдің өзінде {sum}.',
    },
  'The limits of {member} are in {limits}, the refund is in {refund}.': {
    ru: 'Лимиты участника {member} в {limits}, а возврат в {refund}.',
    kk: 'Қатысушы {member} лимиттерінің валютасы — {limits}, ал қайтарымның валютасы — {refund}.',
  },
  'The amount is not known, so it cannot be compared with the limits of {member}.': {
    ru: 'Сумма неизвестна, поэтому её нельзя сравнить с лимитами участника {member}.',
    kk: 'Сома белгісіз, сондықтан оны қатысушы {member} лимиттерімен салыстыру мүмкін емес.',
  },
  'To see the limits: rocketpay ledger members. An administrator changes them with "rocketpay ledger limit".': {
    ru: 'Лимиты: rocketpay ledger members. Администратор меняет их командой "rocketpay ledger limit".',
    kk: 'Лимиттер: rocketpay ledger members. Оларды әкімші "rocketpay ledger limit" командасымен өзгертеді.',
  },
  '{amount} is over the limit of {member} for one refund, {limit}.': {
    ru: '{amount} — больше лимита участника {member} на один возврат, {limit}.',
    kk: '{amount} — қатысушы {member} үшін бір қайтарым лимитінен артық, {limit}.',
  },
  '{amount} is over the limit of {member} for 24 hours, {limit}: {used} was refunded or may have been, {left} is left.':
    {
      ru: '{amount} — больше лимита участника {member} на 24 часа, {limit}: возвращено или могло быть возвращено {used}, осталось {left}.',
      kk: '{amount} — қатысушы {member} үшін 24 сағаттық лимиттен артық, {limit}: қайтарылғаны немесе қайтарылған болуы мүмкіні {used}, қалғаны {left}.',
    },
  '{amount} needs the approval of another member: {member} refunds up to {limit} without one. Nothing was sent.': {
    ru: '{amount}: нужно одобрение другого участника, без него {member} возвращает не больше {limit}. Ничего не отправлено.',
    kk: '{amount}: басқа қатысушының мақұлдауы қажет, онсыз {member} ең көбі {limit} қайтара алады. Ештеңе жіберілген жоқ.',
  },
  'This records a request for it: {command}': {
    ru: 'Записать запрос на одобрение: {command}',
    kk: 'Мақұлдауға сұрау жазу: {command}',
  },
  'It was recorded as a request.': { ru: 'Запрос на одобрение записан.', kk: 'Мақұлдауға сұрау жазылды.' },
  'An approver runs: rocketpay approve {id}. Then run the same refund again within 24 hours.': {
    ru: 'Одобряющий выполняет: rocketpay approve {id}. Затем повторите тот же возврат в течение 24 часов.',
    kk: 'Мақұлдаушы мынаны орындайды: rocketpay approve {id}. Содан кейін сол қайтарымды 24 сағат ішінде қайталаңыз.',
  },
  'The refund was not approved: {reason}.': {
    ru: 'Возврат не одобрен: {reason}.',
    kk: 'Қайтарым мақұлданған жоқ: {reason}.',
  },
  'No refund of {paymentId} now: {why}.': {
    ru: 'Возврат по платежу {paymentId} сейчас невозможен: {why}.',
    kk: '{paymentId} төлемі бойынша қайтарым қазір мүмкін емес: {why}.',
  },
  'See what the platform answers: rocketpay status {id}': {
    ru: 'Посмотрите ответ платформы: rocketpay status {id}',
    kk: 'Платформаның жауабын қараңыз: rocketpay status {id}',
  },
  'After you have checked the payment in the Dashboard: {command}': {
    ru: 'После проверки платежа в Dashboard: {command}',
    kk: 'Төлемді Dashboard-та тексергеннен кейін: {command}',
  },
  '{paymentId} cannot be refunded: {reason}.': {
    ru: 'Возврат по платежу {paymentId} невозможен: {reason}.',
    kk: '{paymentId} төлемі бойынша қайтарым мүмкін емес: {reason}.',
  },
  'the platform does not know this payment': {
    ru: 'платформа не знает такого платежа',
    kk: 'платформа мұндай төлемді білмейді',
  },
  'this payment was declined; the customer was not charged': {
    ru: 'платёж отклонён, деньги с клиента не списаны',
    kk: 'төлем қабылданбады, клиенттен ақша алынған жоқ',
  },
  'this payment ended as {status}; the customer was not charged': {
    ru: 'платёж завершился со статусом {status}, деньги с клиента не списаны',
    kk: 'төлем {status} мәртебесімен аяқталды, клиенттен ақша алынған жоқ',
  },
  'all of it was already refunded (status {status}, {left} is left)': {
    ru: 'вся сумма уже возвращена (статус {status}, осталось {left})',
    kk: 'барлық сома қайтарылған (мәртебесі {status}, қалғаны {left})',
  },
  'its status is {status}': { ru: 'статус платежа {status}', kk: 'төлемнің мәртебесі {status}' },
  'it is not paid (status {status})': {
    ru: 'платёж не оплачен (статус {status})',
    kk: 'төлем төленбеген (мәртебесі {status})',
  },
  'a refund of {paymentId} by {user}': { ru: '{paymentId}, {user}', kk: '{paymentId}, {user}' },
  'a refund of {paymentId} ({amount}) by {user}': {
    ru: '{paymentId}, {amount}, {user}',
    kk: '{paymentId}, {amount}, {user}',
  },
  'with {place}': { ru: '({place})', kk: '({place})' },
  'Not now: {refund} is being sent, or was interrupted.': {
    ru: 'Сейчас нельзя: предыдущий возврат ещё отправляется или был прерван — {refund}.',
    kk: 'Қазір болмайды: алдыңғы қайтарым әлі жіберіліп жатыр немесе тоқтатылған — {refund}.',
  },
  'Not now: the outcome of {refund} is not known.': {
    ru: 'Сейчас нельзя: исход предыдущего возврата неизвестен — {refund}.',
    kk: 'Қазір болмайды: алдыңғы қайтарымның нәтижесі белгісіз — {refund}.',
  },
  'First: rocketpay resume {id}': { ru: 'Сначала: rocketpay resume {id}', kk: 'Алдымен: rocketpay resume {id}' },
  'The platform does not report what is left of {paymentId}.': {
    ru: 'Платформа не сообщает остаток по платежу {paymentId}.',
    kk: 'Платформа {paymentId} төлемінің қалдығын хабарламайды.',
  },
  'The payment is in {payment}, the refund in {refund}.': {
    ru: 'Платёж в {payment}, а возврат в {refund}.',
    kk: 'Төлемнің валютасы — {payment}, ал қайтарымның валютасы — {refund}.',
  },
  'The currency of {paymentId} is not known, and the profile has {currency}.': {
    ru: 'Валюта платежа {paymentId} неизвестна, а в профиле {currency}.',
    kk: '{paymentId} төлемінің валютасы белгісіз, ал профильде {currency}.',
  },
  '{amount} is more than what is left of {paymentId}: {left}.': {
    ru: '{amount} — больше, чем осталось по платежу {paymentId}: {left}.',
    kk: '{amount} — {paymentId} төлемінің қалдығынан артық: {left}.',
  },
  '{amount} is more than what is left of {paymentId}: {left}, and {reserved} of it is already in progress.': {
    ru: '{amount} — больше, чем осталось по платежу {paymentId}: {left}, из них {reserved} уже в обработке.',
    kk: '{amount} — {paymentId} төлемінің қалдығынан артық: {left}, оның ішінде {reserved} өңделіп жатыр.',
  },
  'Everything that is left: {command}': {
    ru: 'Вернуть весь остаток: {command}',
    kk: 'Бүкіл қалдықты қайтару: {command}',
  },
  'A refund of {paymentId} was sent within 24 hours with {place}, which has the same project id ({state}).': {
    ru: 'Возврат по платежу {paymentId} уже отправлен за последние 24 часа: {place}, тот же номер проекта ({state}).',
    kk: '{paymentId} төлемі бойынша қайтарым соңғы 24 сағатта жіберілген: {place}, жоба нөмірі бірдей ({state}).',
  },
  'A refund of {amount} of {paymentId} was sent within 24 hours with {place}, which has the same project id ({state}).':
    {
      ru: 'Возврат {amount} по платежу {paymentId} уже отправлен за последние 24 часа: {place}, тот же номер проекта ({state}).',
      kk: '{paymentId} төлемі бойынша {amount} қайтарымы соңғы 24 сағатта жіберілген: {place}, жоба нөмірі бірдей ({state}).',
    },
  'Its receipt: rocketpay receipt {id}. If that is another platform: {command}': {
    ru: 'Его квитанция: rocketpay receipt {id}. Если это другая платформа: {command}',
    kk: 'Оның түбіртегі: rocketpay receipt {id}. Егер ол басқа платформа болса: {command}',
  },
  elsewhere: { ru: 'не из этого журнала', kk: 'бұл журналдан емес' },
  'by {user}, intent {id}': { ru: '{user}, запись {id}', kk: '{user}, жазба {id}' },
  'at {time}': { ru: '{time}', kk: '{time}' },
  'Receipt of the earlier refund: rocketpay receipt {id}.': {
    ru: 'Квитанция прежнего возврата: rocketpay receipt {id}.',
    kk: 'Бұрынғы қайтарымның түбіртегі: rocketpay receipt {id}.',
  },
  'To refund it a second time: {command}': {
    ru: 'Чтобы вернуть ту же сумму ещё раз: {command}',
    kk: 'Сол соманы тағы бір рет қайтару үшін: {command}',
  },
  'A refund of {amount} of {paymentId} was already sent: {by}. The platform has not shown it, {risk}.': {
    ru: 'Возврат {amount} по платежу {paymentId} уже отправлялся: {by}. Платформа его не показала, {risk}.',
    kk: '{paymentId} төлемі бойынша {amount} қайтарымы бұрын жіберілген: {by}. Платформа оны көрсеткен жоқ, {risk}.',
  },
  'but may still process it: the customer may receive {amount} twice': {
    ru: 'но ещё может его обработать: клиент может получить {amount} дважды',
    kk: 'бірақ оны әлі өңдеуі мүмкін: клиентке екі рет {amount} түсуі мүмкін',
  },
  'The platform does not say how much that was.': {
    ru: 'Платформа не сообщает, на какую сумму.',
    kk: 'Платформа оның сомасын хабарламайды.',
  },
  'An amount of {paymentId} was already refunded: {origin} ({status}).': {
    ru: 'По платежу {paymentId} уже был возврат: {origin} ({status}).',
    kk: '{paymentId} төлемі бойынша қайтарым бұрын жасалған: {origin} ({status}).',
  },
  'A refund of {paymentId} was sent already and is in progress: {origin} ({status}).': {
    ru: 'Возврат по платежу {paymentId} уже отправлен и обрабатывается: {origin} ({status}).',
    kk: '{paymentId} төлемі бойынша қайтарым жіберілген, өңделіп жатыр: {origin} ({status}).',
  },
  '{amount} of {paymentId} was already refunded: {origin} ({status}).': {
    ru: 'По платежу {paymentId} уже возвращено {amount}: {origin} ({status}).',
    kk: '{paymentId} төлемі бойынша {amount} бұрын қайтарылған: {origin} ({status}).',
  },
  'A refund of {amount} of {paymentId} was sent already and is in progress: {origin} ({status}).': {
    ru: 'Возврат {amount} по платежу {paymentId} уже отправлен и обрабатывается: {origin} ({status}).',
    kk: '{paymentId} төлемі бойынша {amount} қайтарымы жіберілген, өңделіп жатыр: {origin} ({status}).',
  },
  'profile {profile} under {gate}': { ru: 'профиль {profile}, {gate}', kk: 'профиль {profile}, {gate}' },
  'The payment method of {paymentId} cannot be used: {method}.': {
    ru: 'Способ оплаты платежа {paymentId} не подходит: {method}.',
    kk: '{paymentId} төлемінің төлеу тәсілі жарамайды: {method}.',
  },
  'the status answer carries no signature': {
    ru: 'в ответе о статусе нет подписи',
    kk: 'мәртебе туралы жауапта қолтаңба жоқ',
  },
  'the status answer is out of date: it does not show operation {operation}, which the platform has shown before': {
    ru: 'ответ о статусе устарел: в нём нет операции {operation}, которую платформа показывала раньше',
    kk: 'мәртебе туралы жауап ескірген: онда платформа бұрын көрсеткен {operation} операциясы жоқ',
  },
  'the payment is "{status}", and its status shows no refund': {
    ru: 'статус платежа «{status}», но возврата в ответе нет',
    kk: 'төлемнің мәртебесі «{status}», бірақ жауапта қайтарым жоқ',
  },
  'the operations in the status do not explain what is left': {
    ru: 'операции в ответе о статусе не объясняют остаток',
    kk: 'мәртебе туралы жауаптағы операциялар қалдықты түсіндірмейді',
  },
  'the status is older than an earlier one: it lacks operation {operation}': {
    ru: 'статус старше полученного раньше: в нём нет операции {operation}',
    kk: 'мәртебе бұрын алынғаннан ескі: онда {operation} операциясы жоқ',
  },
  'the status contradicts itself: its operations do not explain what is left': {
    ru: 'статус противоречив: его операции не объясняют остаток',
    kk: 'мәртебе өзіне қайшы: ондағы операциялар қалдықты түсіндірмейді',
  },
} as const satisfies Catalogue;
