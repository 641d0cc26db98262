import type { Catalogue } from '#domain/language/translator';

/** The guided payment: its questions, its summary, its progress and its end. */
export const INTERACTIVE = {
  'Which profile?': { ru: 'Какой профиль?', kk: 'Қай профиль?' },
  'Profile {name} is LIVE and moves real money. Type its name to continue:': {
    ru: 'Профиль {name} — БОЕВОЙ, с настоящими деньгами. Чтобы продолжить, введите его имя:',
    kk: '{name} профилі — НАҚТЫ, шынайы ақшамен жұмыс істейді. Жалғастыру үшін оның атын теріңіз:',
  },
  'Type {name} to continue, or leave with Ctrl-C.': {
    ru: 'Чтобы продолжить, введите {name}. Выход: Ctrl-C.',
    kk: 'Жалғастыру үшін {name} деп теріңіз. Шығу: Ctrl-C.',
  },
  'asking for the operators': { ru: 'запрос списка операторов', kk: 'операторлар тізімі сұралуда' },
  Operators: { ru: 'Операторы', kk: 'Операторлар' },
  'Phone of the payer:': { ru: 'Телефон плательщика:', kk: 'Төлеушінің телефоны:' },
  '{question} (< goes back):': { ru: '{question} (< — назад):', kk: '{question} (< — артқа):' },
  'Phone of the payer': { ru: 'Телефон плательщика', kk: 'Төлеушінің телефоны' },
  'for example +7 707 123 45 67': { ru: 'например, +7 707 123 45 67', kk: 'мысалы, +7 707 123 45 67' },
  '{phone}, perhaps {operator}': { ru: '{phone}, возможно, {operator}', kk: '{phone}, {operator} болуы мүмкін' },
  'Your id of the customer': { ru: 'Ваш номер клиента', kk: 'Клиенттің сіздегі нөмірі' },
  'First name': { ru: 'Имя', kk: 'Аты' },
  'Last name': { ru: 'Фамилия', kk: 'Тегі' },
  Email: { ru: 'Электронная почта', kk: 'Электрондық пошта' },
  'IP address of the customer': { ru: 'IP-адрес клиента', kk: 'Клиенттің IP мекенжайы' },
  'IP address of the customer, for a new code:': {
    ru: 'IP-адрес клиента, для нового кода:',
    kk: 'Клиенттің IP мекенжайы, жаңа код үшін:',
  },
  'The platform requires it.': { ru: 'Платформа этого требует.', kk: 'Платформа мұны талап етеді.' },
  'Amount in {currency}': { ru: 'Сумма в {currency}', kk: 'Сома, {currency}' },
  'This is the first question. Ctrl-C leaves.': {
    ru: 'Это первый вопрос. Выход: Ctrl-C.',
    kk: 'Бұл — бірінші сұрақ. Шығу: Ctrl-C.',
  },
  Payer: { ru: 'Плательщик', kk: 'Төлеуші' },
  Customer: { ru: 'Клиент', kk: 'Клиент' },
  Callbacks: { ru: 'Уведомления', kk: 'Хабарламалар' },
  "to the project's own URL": { ru: 'на адрес, заданный в проекте', kk: 'жобада көрсетілген мекенжайға' },
  Mode: { ru: 'Режим', kk: 'Режим' },
  '{profile}, project {project}': { ru: '{profile}, проект {project}', kk: '{profile}, жоба {project}' },
  'Request this payment?': { ru: 'Запросить этот платёж?', kk: 'Бұл төлемді сұрау керек пе?' },
  'Yes: the payer receives a code by SMS': {
    ru: 'Да: плательщик получит код по SMS',
    kk: 'Иә: төлеушіге SMS арқылы код келеді',
  },
  'Change the phone or the amount': { ru: 'Изменить телефон или сумму', kk: 'Телефонды немесе соманы өзгерту' },
  'Use another profile': { ru: 'Выбрать другой профиль', kk: 'Басқа профильді таңдау' },
  'Cancel: nothing was sent': { ru: 'Отменить: ничего не отправлено', kk: 'Бас тарту: ештеңе жіберілген жоқ' },
  'Payment id {paymentId}': { ru: 'Номер платежа: {paymentId}', kk: 'Төлем нөмірі: {paymentId}' },
  'Accepted: the result of the sale is not known yet.': {
    ru: 'Принято. Результат платежа пока неизвестен.',
    kk: 'Қабылданды. Төлем нәтижесі әзірге белгісіз.',
  },
  'Callbacks: {url}': { ru: 'Уведомления (callback): {url}', kk: 'Хабарламалар (callback): {url}' },
  'It is not sent again. Asking the platform for the result of the sale.': {
    ru: 'Повторно не отправляется. Результат платежа запрашивается у платформы.',
    kk: 'Қайта жіберілмейді. Төлем нәтижесі платформадан сұралуда.',
  },
  'It is not sent again. Asking the platform for the result of the code.': {
    ru: 'Повторно не отправляется. Результат проверки кода запрашивается у платформы.',
    kk: 'Қайта жіберілмейді. Кодты тексеру нәтижесі платформадан сұралуда.',
  },
  'It is not sent again. Asking the platform for the result of the request for a new code.': {
    ru: 'Повторно не отправляется. Результат запроса нового кода запрашивается у платформы.',
    kk: 'Қайта жіберілмейді. Жаңа код сұрауының нәтижесі платформадан сұралуда.',
  },
  'Not sent again: the platform has not shown the sale. It may still process it.': {
    ru: 'Повторно не отправлено: платформа не показала платёж. Она ещё может его обработать.',
    kk: 'Қайта жіберілген жоқ: платформа төлемді көрсетпеді. Ол оны әлі өңдеуі мүмкін.',
  },
  'Not sent again: the platform has not shown the code. It may still process it.': {
    ru: 'Повторно не отправлено: платформа не показала получение кода. Она ещё может его обработать.',
    kk: 'Қайта жіберілген жоқ: платформа кодтың келгенін көрсетпеді. Ол оны әлі өңдеуі мүмкін.',
  },
  'Not sent again: the platform has not shown the request for a new code. It may still process it.': {
    ru: 'Повторно не отправлено: платформа не показала запрос нового кода. Она ещё может его обработать.',
    kk: 'Қайта жіберілген жоқ: платформа жаңа код сұрауын көрсетпеді. Ол оны әлі өңдеуі мүмкін.',
  },
  'The platform got the sale.': { ru: 'Платформа получила запрос платежа.', kk: 'Платформа төлем сұранысын алды.' },
  'The platform got the code.': { ru: 'Платформа получила код.', kk: 'Платформа кодты алды.' },
  'The platform got the request for a new code.': {
    ru: 'Платформа получила запрос нового кода.',
    kk: 'Платформа жаңа код сұрауын алды.',
  },
  'listening for callbacks at {url}': {
    ru: 'уведомления (callback) принимаются по адресу {url}',
    kk: 'хабарламалар (callback) осы мекенжайда қабылданады: {url}',
  },
  'waiting for the platform to ask for the code': {
    ru: 'ожидание запроса кода от платформы',
    kk: 'платформаның код сұрауы күтілуде',
  },
  'the platform is checking the code': { ru: 'платформа проверяет код', kk: 'платформа кодты тексеруде' },
  'the platform has waited 30 minutes: it ends the payment': {
    ru: 'платформа ждала 30 минут: она завершает платёж',
    kk: 'платформа 30 минут күтті: ол төлемді аяқтайды',
  },
  'The code from the SMS:': { ru: 'Код из SMS:', kk: 'SMS коды:' },
  'Wrong code. Enter it again:': { ru: 'Неверный код. Введите ещё раз:', kk: 'Код қате. Қайта теріңіз:' },
  'The code has expired. Request a new one:': {
    ru: 'Срок кода истёк. Запросите новый:',
    kk: 'Код мерзімі өтті. Жаңасын сұраңыз:',
  },
  'A new code has been sent; the old one is no longer valid. New codes left: {count}.': {
    ru: 'Новый код отправлен, старый больше не действует. Осталось новых кодов: {count}.',
    kk: 'Жаңа код жіберілді, ескісі енді жарамсыз. Қалған жаңа кодтар: {count}.',
  },
  'A callback reports "{status}"; checking the status to confirm it.': {
    ru: 'Уведомление сообщает «{status}»; статус проверяется.',
    kk: 'Хабарламада «{status}» делінген; мәртебе тексерілуде.',
  },
  'The platform answers again.': { ru: 'Платформа снова отвечает.', kk: 'Платформа қайтадан жауап береді.' },
  'The platform cannot be reached': { ru: 'Нет связи с платформой', kk: 'Платформамен байланыс жоқ' },
  'The time limits continue; asking again.': {
    ru: 'Время продолжает идти; запрос повторяется.',
    kk: 'Уақыт жүріп жатыр; сұраныс қайталануда.',
  },
  'waiting until the status may be requested': {
    ru: 'ожидание: статус пока нельзя запрашивать',
    kk: 'күту: мәртебені әзірге сұрауға болмайды',
  },
  '{problem} Asking again.': { ru: '{problem} Запрос повторяется.', kk: '{problem} Сұраныс қайталануда.' },
  'Another payment: rocketpay interactive': {
    ru: 'Новый платёж: rocketpay interactive',
    kk: 'Жаңа төлем: rocketpay interactive',
  },
  'Refund it? {amount} is left.': {
    ru: 'Вернуть деньги? Остаток: {amount}.',
    kk: 'Қайтару керек пе? Қалдық: {amount}.',
  },
  'All of it: {amount}': { ru: 'Всё: {amount}', kk: 'Бәрін: {amount}' },
  'A part': { ru: 'Часть', kk: 'Бір бөлігін' },
  'How much, in {currency}': { ru: 'Сколько, в {currency}', kk: 'Қанша, {currency}' },
  'the remaining amount could not be read, so nothing can be refunded now: {problem}': {
    ru: 'остаток не удалось узнать, поэтому вернуть сейчас ничего нельзя: {problem}',
    kk: 'қалдықты білу мүмкін болмады, сондықтан қазір ештеңе қайтаруға болмайды: {problem}',
  },
  'To see the result: rocketpay wait {paymentId} --until refunded': {
    ru: 'Увидеть результат: rocketpay wait {paymentId} --until refunded',
    kk: 'Нәтижесін көру: rocketpay wait {paymentId} --until refunded',
  },
  'Reason for refunding the same amount again (Enter: do not refund):': {
    ru: 'Причина повторного возврата той же суммы (Enter: не возвращать):',
    kk: 'Сол соманы қайта қайтару себебі (Enter: қайтармау):',
  },
  'The same steps as commands:': { ru: 'Те же шаги командами:', kk: 'Сол қадамдар команда түрінде:' },
  'no script was written: no step was recorded.': {
    ru: 'скрипт не записан: ни одного шага не было.',
    kk: 'скрипт жазылмады: бірде-бір қадам болған жоқ.',
  },
  'Script saved: {file}': { ru: 'Скрипт сохранён: {file}', kk: 'Скрипт сақталды: {file}' },
  'Then continue: {command}': { ru: 'Затем продолжите: {command}', kk: 'Содан кейін жалғастырыңыз: {command}' },
  'The status of payment {paymentId} is not known yet.': {
    ru: 'Статус платежа {paymentId} пока неизвестен.',
    kk: '{paymentId} төлемінің мәртебесі әзірге белгісіз.',
  },
  'Payment {paymentId} had status "{status}" when it was last read.': {
    ru: 'Последний известный статус платежа {paymentId}: «{status}».',
    kk: '{paymentId} төлемінің соңғы белгілі мәртебесі: «{status}».',
  },
  'To continue: {command}': { ru: 'Чтобы продолжить: {command}', kk: 'Жалғастыру үшін: {command}' },
  'Continuing {paymentId}, profile {profile}, project {project}, {mode}.': {
    ru: 'Продолжение: {paymentId}, профиль {profile}, проект {project}, {mode}.',
    kk: 'Жалғасуда: {paymentId}, профиль {profile}, жоба {project}, {mode}.',
  },
  '{count} write(s) of this payment have no known outcome. Asking the platform first.': {
    ru: 'Записей этого платежа с неизвестным исходом: {count}. Сначала запрос к платформе.',
    kk: 'Бұл төлемнің нәтижесі белгісіз жазбалары: {count}. Алдымен платформадан сұралуда.',
  },
  'The platform does not know {paymentId} (yet): {code}.': {
    ru: 'Платформа (пока) не знает платёж {paymentId}: {code}.',
    kk: 'Платформа {paymentId} төлемін (әзірге) білмейді: {code}.',
  },
  '--save-script records a payment from the sale on, but --continue starts after the sale.': {
    ru: '--save-script записывает платёж с самого начала, а --continue начинает позже.',
    kk: '--save-script төлемді басынан жазады, ал --continue кейінірек басталады.',
  },
  'Leave out --save-script.': { ru: 'Уберите --save-script.', kk: '--save-script опциясын алып тастаңыз.' },
  'The guided payment needs a terminal.': {
    ru: 'Пошаговому платежу нужен терминал.',
    kk: 'Қадамдық төлемге терминал керек.',
  },
  'Without one use "rocketpay sale" with --phone, --amount and --wait otp, then "rocketpay otp <payment-id> - --wait".':
    {
      ru: 'Без него: "rocketpay sale" с --phone, --amount и --wait otp, затем "rocketpay otp <payment-id> - --wait".',
      kk: 'Онсыз: "rocketpay sale" (--phone, --amount және --wait otp), содан кейін "rocketpay otp <payment-id> - --wait".',
    },
} as const satisfies Catalogue;
