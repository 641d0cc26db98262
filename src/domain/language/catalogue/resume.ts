import type { Catalogue } from '#domain/language/translator';

/** Messages of resume, and reasons that a ledger stores. */
export const RESUME = {
  'Next: rocketpay resume {intent}': {
    ru: 'Дальше: rocketpay resume {intent}',
    kk: 'Келесі: rocketpay resume {intent}',
  },
  'Next: rocketpay resume {intent} --wait': {
    ru: 'Дальше: rocketpay resume {intent} --wait',
    kk: 'Келесі: rocketpay resume {intent} --wait',
  },
  '{write} of {payment}': { ru: '{write}, платёж {payment}', kk: '{write}, төлем {payment}' },
  'The platform has accepted it and has not shown its result yet.': {
    ru: 'Платформа приняла запрос, но ещё не показала его результат.',
    kk: 'Платформа сұранысты қабылдады, бірақ нәтижесін әлі көрсеткен жоқ.',
  },
  'Its result is not available before {time}.': {
    ru: 'Результат станет известен не раньше {time}.',
    kk: 'Нәтиже бұдан ерте белгілі болмайды: {time}.',
  },
  'Process {process} is sending it now, or was interrupted while sending it.': {
    ru: 'Процесс {process} отправляет запрос сейчас или был прерван во время отправки.',
    kk: 'Сұранысты {process} процесі қазір жіберіп жатыр немесе жіберу кезінде үзілген.',
  },
  'It may be one of these operations, or none of them:': {
    ru: 'Это может быть одна из этих операций или ни одна из них:',
    kk: 'Бұл осы операциялардың бірі болуы да, ешқайсысы болмауы да мүмкін:',
  },
  'Check the Dashboard. Then choose the operation, or the result if it is none of them:': {
    ru: 'Проверьте в Dashboard. Затем укажите операцию, а если ни одна не подходит — результат:',
    kk: 'Dashboard-тан тексеріңіз. Содан кейін операцияны, ал ешқайсысы сәйкес келмесе, нәтижені көрсетіңіз:',
  },
  'A status cannot show the result. Check the Dashboard, then set the result:': {
    ru: 'Статус не может показать результат. Проверьте в Dashboard и задайте результат:',
    kk: 'Мәртебе нәтижені көрсете алмайды. Dashboard-тан тексеріп, нәтижені өзіңіз белгілеңіз:',
  },
  'The platform did not show it after the settle time.': {
    ru: 'Платформа не показала его и по истечении времени обработки.',
    kk: 'Өңдеу уақыты өткеннен кейін де платформа оны көрсеткен жоқ.',
  },
  'It can be sent again.': { ru: 'Запрос можно отправить снова.', kk: 'Сұранысты қайта жіберуге болады.' },
  'It may still process it: a second refund would then pay twice.': {
    ru: 'Она ещё может его обработать: тогда второй возврат выплатит деньги дважды.',
    kk: 'Ол оны әлі де өңдеуі мүмкін: онда екінші қайтарыммен ақша екі рет төленеді.',
  },
  'The same amount again:': { ru: 'Ту же сумму ещё раз:', kk: 'Сол соманы тағы бір рет:' },
  'Give one of: an intent, --plan, --all.': {
    ru: 'Задайте что-то одно: запись, --plan или --all.',
    kk: 'Біреуін ғана беріңіз: жазба, --plan немесе --all.',
  },
  'To list the intents: rocketpay pending': {
    ru: 'Список записей: rocketpay pending',
    kk: 'Жазбалар тізімі: rocketpay pending',
  },
  '--operation and --close-as need one intent.': {
    ru: 'Для --operation и --close-as нужна одна запись.',
    kk: '--operation мен --close-as үшін бір жазба керек.',
  },
  '--operation and --close-as were both given.': {
    ru: 'Заданы и --operation, и --close-as.',
    kk: '--operation мен --close-as қатар берілген.',
  },
  'Give one.': { ru: 'Задайте что-то одно.', kk: 'Біреуін ғана беріңіз.' },
  '--close-as needs a reason.': { ru: 'Для --close-as нужна причина.', kk: '--close-as үшін себеп керек.' },
  'For example: --reason "not in the Dashboard, checked at noon"': {
    ru: 'Например: --reason "в Dashboard нет, проверено в полдень"',
    kk: 'Мысалы: --reason "Dashboard-та жоқ, түсте тексерілді"',
  },
  'Its outcome is still unknown.': { ru: 'Исход по-прежнему неизвестен.', kk: 'Нәтижесі әлі де белгісіз.' },
  'It stays open. To ask again: rocketpay resume {intent}': {
    ru: 'Запись остаётся открытой. Спросить ещё раз: rocketpay resume {intent}',
    kk: 'Жазба ашық қалады. Қайта сұрау: rocketpay resume {intent}',
  },
  'No profile has the project {project}.': {
    ru: 'Ни у одного профиля нет проекта {project}.',
    kk: 'Ешбір профильде мұндай жоба жоқ: {project}.',
  },
  'Intent {id} was started with profile {profile}: restore this profile, or set ROCKETPAY_PROJECT_ID and its secret.': {
    ru: 'Запись {id} начата с профилем {profile}: восстановите этот профиль или задайте ROCKETPAY_PROJECT_ID и его секрет.',
    kk: '{id} жазбасы {profile} профилімен басталған: осы профильді қалпына келтіріңіз немесе ROCKETPAY_PROJECT_ID мен оның құпия кілтін беріңіз.',
  },
  'The deadline expired before the platform could be asked.': {
    ru: 'Время истекло раньше, чем удалось спросить платформу.',
    kk: 'Платформадан сұрап үлгермей, уақыт бітті.',
  },
  'asking the platform': { ru: 'запрос к платформе', kk: 'платформадан сұралуда' },
  'asking the platform: {asked} of {all}': {
    ru: 'запрос к платформе: {asked} из {all}',
    kk: 'платформадан сұралуда: {asked} / {all}',
  },
  '{count} without a result yet': { ru: 'пока без результата: {count}', kk: 'әзірге нәтижесіз: {count}' },
  'The platform has accepted {id} (request id {request}): it has arrived.': {
    ru: 'Платформа приняла {id} (номер запроса {request}): запрос дошёл.',
    kk: 'Платформа {id} жазбасын қабылдады (сұраныс нөмірі {request}): сұраныс жеткен.',
  },
  'Its result is done or declined.': {
    ru: 'Результат может быть только done или declined.',
    kk: 'Нәтижесі тек done немесе declined болуы мүмкін.',
  },
  '{operation} is not an operation of {payment} that this {kind} can have started.': {
    ru: '{operation} — не операция платежа {payment}, которую могла начать эта запись ({kind}).',
    kk: '{operation} — бұл жазба ({kind}) бастай алатын {payment} төлемінің операциясы емес.',
  },
  'Possible operations: none.': { ru: 'Возможных операций нет.', kk: 'Мүмкін операция жоқ.' },
  'Possible operations: {operations}.': {
    ru: 'Возможные операции: {operations}.',
    kk: 'Мүмкін операциялар: {operations}.',
  },
  'The {what} was {reason}.': { ru: 'Внимание, {what}: {reason}.', kk: 'Назар аударыңыз, {what}: {reason}.' },
  '{kind} of {payment} (intent {id})': {
    ru: '{kind}, платёж {payment} (запись {id})',
    kk: '{kind}, төлем {payment} (жазба {id})',
  },
  '{kind} (intent {id})': { ru: '{kind} (запись {id})', kk: '{kind} (жазба {id})' },
  'The outcome of the {what} is unknown again: {reason}. Next: rocketpay resume {id}': {
    ru: 'Исход снова неизвестен: {what}: {reason}. Дальше: rocketpay resume {id}',
    kk: 'Нәтижесі қайтадан белгісіз: {what}: {reason}. Келесі: rocketpay resume {id}',
  },
  'The {what} was recorded as "{old}"; the platform now shows it as "{now}".': {
    ru: 'Исправлено: {what}. Было записано «{old}», теперь платформа показывает «{now}».',
    kk: 'Түзетілді: {what}. Бұрын «{old}» деп жазылған, енді платформа «{now}» деп көрсетеді.',
  },
  'Interrupted. The outcome of {count:one request|# requests} is not known: {writes}.': {
    ru: 'Прервано. {count:Исход # запроса неизвестен|Исход # запросов неизвестен|Исход # запросов неизвестен}: {writes}.',
    kk: 'Тоқтатылды. {count} сұраныстың нәтижесі белгісіз: {writes}.',
  },
  'and {count} more': { ru: 'и ещё {count}', kk: 'және тағы {count}' },
  'Do not repeat them. First: rocketpay resume --all --wait': {
    ru: 'Не повторяйте их. Сначала: rocketpay resume --all --wait',
    kk: 'Оларды қайталамаңыз. Алдымен: rocketpay resume --all --wait',
  },
  'the platform answered HTTP {status}': {
    ru: 'платформа ответила HTTP {status}',
    kk: 'платформа HTTP {status} деп жауап берді',
  },
  'the platform did not show it after the settle time': {
    ru: 'платформа не показала запрос и по истечении времени обработки',
    kk: 'өңдеу уақыты өткеннен кейін де платформа сұранысты көрсеткен жоқ',
  },
  'only the wall clock shows when it was sent, so its settle time starts at the first status answer': {
    ru: 'время отправки известно только по часам компьютера, поэтому время обработки считается с первого ответа о статусе',
    kk: 'жіберілген уақыты тек компьютер сағатынан белгілі, сондықтан өңдеу уақыты мәртебе туралы бірінші жауаптан бастап есептеледі',
  },
  'matched by amount and time only': {
    ru: 'найдено только по сумме и времени',
    kk: 'тек сомасы мен уақыты бойынша табылды',
  },
  'the platform shows another operation under its request id': {
    ru: 'платформа показывает под этим номером запроса другую операцию',
    kk: 'платформа бұл сұраныс нөмірімен басқа операцияны көрсетеді',
  },
  'operation {id} has appeared since, and may be this refund': {
    ru: 'позже появилась операция {id}, и это может быть этот возврат',
    kk: 'кейін {id} операциясы пайда болды, ол осы қайтарым болуы мүмкін',
  },
  'made twice: the platform shows operations {operations} for it': {
    ru: 'выполнено дважды: платформа показывает операции {operations}',
    kk: 'екі рет орындалған: платформа көрсететін операциялар: {operations}',
  },
  'the payment ended with an error; its id may be used again': {
    ru: 'платёж завершился ошибкой; его номер можно использовать снова',
    kk: 'төлем қатемен аяқталды; оның нөмірін қайта қолдануға болады',
  },
  'the refund with this merchant_refund_id is intent {intent}': {
    ru: 'возврат с этим merchant_refund_id — запись {intent}',
    kk: 'осы merchant_refund_id бар қайтарым — {intent} жазбасы',
  },
  'set manually: {reason}': { ru: 'задано вручную: {reason}', kk: 'қолмен белгіленді: {reason}' },
  'set manually': { ru: 'задано вручную', kk: 'қолмен белгіленді' },
} as const satisfies Catalogue;
