import type { Catalogue } from '#domain/language/translator';

/** The summary, the questions and the results of a refund and of its approval. */
export const REFUND = {
  Paid: { ru: 'Оплачено', kk: 'Төленген' },
  Refunded: { ru: 'Возвращено', kk: 'Қайтарылған' },
  'In progress': { ru: 'В обработке', kk: 'Өңделуде' },
  Left: { ru: 'Осталось', kk: 'Қалғаны' },
  Project: { ru: 'Проект', kk: 'Жоба' },
  Requested: { ru: 'Запрошен', kk: 'Сұралған' },
  Blocked: { ru: 'Не отправлен', kk: 'Жіберілмеген' },
  'Earlier refunds': { ru: 'Прежние возвраты', kk: 'Бұрынғы қайтарымдар' },
  '{paymentId} ({status}, {age} old)': {
    ru: '{paymentId} ({status}, давность: {age})',
    kk: '{paymentId} ({status}, {age} бұрын)',
  },
  'LIVE: real money': { ru: 'БОЕВОЙ: настоящие деньги', kk: 'НАҚТЫ: шынайы ақша' },
  'test: no real money': { ru: 'тестовый: деньги не настоящие', kk: 'сынақ: ақша шынайы емес' },
  'less what is in progress': { ru: 'суммы в обработке не вычтены', kk: 'өңделудегі сома шегерілмеген' },
  'not paid yet': { ru: 'ещё не оплачен', kk: 'әлі төленбеген' },
  'declined: never paid': { ru: 'отклонён: не оплачен', kk: 'қабылданбады: төленбеген' },
  '{status}: never paid': { ru: '{status}: не оплачен', kk: '{status}: төленбеген' },
  'not shown by the platform': { ru: 'платформа не показала', kk: 'платформа көрсетпеді' },
  'not from this machine': { ru: 'не с этого компьютера', kk: 'бұл компьютерден емес' },
  'reading {paymentId}': { ru: 'чтение платежа {paymentId}', kk: 'төлем оқылуда: {paymentId}' },
  'How much of {paymentId}? {amount} is left (all: everything):': {
    ru: '{paymentId}: осталось {amount}. Вернуть сумму или «все»:',
    kk: '{paymentId}: қалғаны {amount}. Қайтаратын сома немесе «бәрі»:',
  },
  'Only {amount} is left.': { ru: 'Осталось только {amount}.', kk: 'Қалғаны тек {amount}.' },
  'for example {amount}': { ru: 'например, {amount}', kk: 'мысалы, {amount}' },
  'Currently left of {paymentId}: {amount}.': {
    ru: 'Сейчас осталось по платежу {paymentId}: {amount}.',
    kk: '{paymentId} төлемі бойынша қазіргі қалдық: {amount}.',
  },
  'sending the refund of {amount}': { ru: 'отправка возврата {amount}', kk: 'қайтарым жіберілуде: {amount}' },
  'an equal refund was sent before. The platform has not shown it, {risk}.': {
    ru: 'такой же возврат уже отправлялся. Платформа его не показала, {risk}.',
    kk: 'дәл осындай қайтарым бұрын жіберілген. Платформа оны көрсеткен жоқ, {risk}.',
  },
  '{paymentId} has changed since it was shown: {changes}.': {
    ru: 'Платёж {paymentId} изменился после показа: {changes}.',
    kk: '{paymentId} төлемі көрсетілгеннен кейін өзгерді: {changes}.',
  },
  '{paymentId} has changed since it was checked: {changes}.': {
    ru: 'Платёж {paymentId} изменился после проверки: {changes}.',
    kk: '{paymentId} төлемі тексерілгеннен кейін өзгерді: {changes}.',
  },
  'To see its current status: rocketpay status {id}': {
    ru: 'Текущий статус: rocketpay status {id}',
    kk: 'Қазіргі мәртебесі: rocketpay status {id}',
  },
  'The status of {paymentId} was read too long ago to refund with it.': {
    ru: 'Статус платежа {paymentId} прочитан слишком давно, чтобы возвращать по нему деньги.',
    kk: '{paymentId} төлемінің мәртебесі тым бұрын оқылған, сондықтан ол бойынша қайтарым жасалмайды.',
  },
  'It is safe to run this again.': {
    ru: 'Команду можно безопасно повторить.',
    kk: 'Команданы қауіпсіз қайталауға болады.',
  },
  '{by} has noted {text}': { ru: 'заметка ({by}): {text}', kk: 'ескертпе ({by}): {text}' },
  'it has a new operation: {type} of {amount} ({status})': {
    ru: 'новая операция: «{type}», {amount} ({status})',
    kk: 'жаңа операция: «{type}», {amount} ({status})',
  },
  'the {type} of {amount} was "{before}" and is "{now}"': {
    ru: 'операция «{type}», {amount}: статус был «{before}», стал «{now}»',
    kk: '«{type}» операциясы, {amount}: мәртебесі «{before}» еді, енді «{now}»',
  },
  'the {type} of {before} is of {amount}': {
    ru: 'операция «{type}»: было {before}, стало {amount}',
    kk: '«{type}» операциясы: {before} еді, енді {amount}',
  },
  'a refund of {amount} by {user}, intent {id}, was started ({state})': {
    ru: 'начат возврат {amount}: {user}, запись {id} ({state})',
    kk: 'қайтарым басталды, {amount}: {user}, жазба {id} ({state})',
  },
  'the refund of {amount} by {user}, intent {id}, was {before} and is {state}': {
    ru: 'возврат {amount}, {user}, запись {id}: было «{before}», стало «{state}»',
    kk: 'қайтарым {amount}, {user}, жазба {id}: «{before}» еді, енді «{state}»',
  },
  'Refund {amount} of {paymentId}?': {
    ru: 'Вернуть {amount} по платежу {paymentId}?',
    kk: '{paymentId} төлемі бойынша {amount} қайтару керек пе?',
  },
  'LIVE, real money of profile {profile}.': {
    ru: 'БОЕВОЙ профиль {profile}, настоящие деньги.',
    kk: 'НАҚТЫ профиль {profile}, шынайы ақша.',
  },
  'Not confirmed.': { ru: 'Не подтверждено.', kk: 'Расталған жоқ.' },
  'A refund without a terminal needs --confirm.': {
    ru: 'Для возврата без терминала нужно --confirm.',
    kk: 'Терминалсыз қайтару үшін --confirm қажет.',
  },
  '--confirm {confirm} is not the amount of this refund, {amount}.': {
    ru: '--confirm {confirm} не равно сумме этого возврата, {amount}.',
    kk: '--confirm {confirm} бұл қайтарымның сомасына тең емес, {amount}.',
  },
  'If it is right, run the same command with --confirm {amount}': {
    ru: 'Если сумма верна, повторите команду с --confirm {amount}',
    kk: 'Сома дұрыс болса, команданы қайталап, --confirm {amount} қосыңыз',
  },
  '--set would change which payment or how much is refunded. Nothing was sent.': {
    ru: '--set изменило бы платёж или сумму возврата. Ничего не отправлено.',
    kk: '--set төлемді немесе қайтарым сомасын өзгертер еді. Ештеңе жіберілген жоқ.',
  },
  '--set would change which payment or how much is refunded ({field}). Nothing was sent.': {
    ru: '--set изменило бы платёж или сумму возврата («{field}»). Ничего не отправлено.',
    kk: '--set төлемді немесе қайтарым сомасын өзгертер еді («{field}»). Ештеңе жіберілген жоқ.',
  },
  'Use the payment id, --amount, --amount-minor, --full and --currency.': {
    ru: 'Используйте номер платежа, --amount, --amount-minor, --full и --currency.',
    kk: 'Төлем нөмірін, --amount, --amount-minor, --full және --currency қолданыңыз.',
  },
  'Asking the platform for the result.': {
    ru: 'Результат запрашивается у платформы.',
    kk: 'Нәтиже платформадан сұралуда.',
  },
  'The platform may still process it. The same amount again needs a reason.': {
    ru: 'Платформа ещё может его обработать. Для той же суммы ещё раз нужна причина.',
    kk: 'Платформа оны әлі өңдеуі мүмкін. Сол соманы тағы қайтару үшін себеп қажет.',
  },
  'The platform may still process it. The same amount again: {command}': {
    ru: 'Платформа ещё может его обработать. Та же сумма ещё раз: {command}',
    kk: 'Платформа оны әлі өңдеуі мүмкін. Сол соманы тағы қайтару: {command}',
  },
  'A refund takes exactly one of --amount, --amount-minor and --full.': {
    ru: 'Для возврата укажите ровно одно: --amount, --amount-minor или --full.',
    kk: 'Қайтару үшін біреуін ғана көрсетіңіз: --amount, --amount-minor немесе --full.',
  },
  'To see the result: rocketpay wait {id} --until refunded': {
    ru: 'Увидеть результат: rocketpay wait {id} --until refunded',
    kk: 'Нәтижесін көру: rocketpay wait {id} --until refunded',
  },
  'accepted refund': { ru: 'принят запрос возврата', kk: 'қабылданды: қайтарым сұранысы' },
  'the refund of {amount}': { ru: 'возврат {amount}', kk: 'қайтарым {amount}' },
  'a refund': { ru: 'возврат', kk: 'қайтарым' },
  'The request has no amount, so it is unknown how much counts against the limit of 24 hours.': {
    ru: 'В запросе нет суммы, поэтому неизвестно, сколько засчитать в лимит на 24 часа.',
    kk: 'Сұраныста сома жоқ, сондықтан 24 сағаттық лимитке қанша есептелетіні белгісіз.',
  },
  'The request is in {request}, and the limit of 24 hours is in {limit}.': {
    ru: 'Запрос в {request}, а лимит на 24 часа в {limit}.',
    kk: 'Сұраныстың валютасы — {request}, ал 24 сағаттық лимиттің валютасы — {limit}.',
  },
  'Add an amount in its currency: {options}': {
    ru: 'Добавьте сумму в его валюте: {options}',
    kk: 'Сол валютада сома қосыңыз: {options}',
  },
  'the ledger in use is not shared with a team': {
    ru: 'используемый журнал — не общий журнал команды',
    kk: 'қолданыстағы журнал — топтың ортақ журналы емес',
  },
  '{id} waits for no approval': { ru: 'запись {id} не ждёт одобрения', kk: '{id} жазбасы мақұлдауды күтіп тұрған жоқ' },
  'it needs the approval of another member': {
    ru: 'нужно одобрение другого участника',
    kk: 'басқа қатысушының мақұлдауы қажет',
  },
  'Approved: {user} can refund {amount} of {paymentId} until {time}.': {
    ru: 'Одобрено: {user} может вернуть {amount} по платежу {paymentId} до {time}.',
    kk: 'Мақұлданды: {user} {paymentId} төлемі бойынша {amount} қайтара алады, мерзімі: {time}.',
  },
  'Nothing was sent. They run the same refund again.': {
    ru: 'Ничего не отправлено. Запросивший повторяет тот же возврат.',
    kk: 'Ештеңе жіберілген жоқ. Сұраған қатысушы сол қайтарымды қайталайды.',
  },
  '--confirm {confirm} is not the amount, {amount}': {
    ru: '--confirm {confirm} не равно сумме, {amount}',
    kk: '--confirm {confirm} сомаға тең емес, {amount}',
  },
  'without a terminal it needs --confirm': { ru: 'без терминала нужно --confirm', kk: 'терминалсыз --confirm қажет' },
  'Approve the refund of {amount} of {paymentId}?': {
    ru: 'Одобрить возврат {amount} по платежу {paymentId}?',
    kk: '{paymentId} төлемі бойынша {amount} қайтарымын мақұлдау керек пе?',
  },
  'it was not confirmed': { ru: 'нет подтверждения', kk: 'расталмады' },
} as const satisfies Catalogue;
