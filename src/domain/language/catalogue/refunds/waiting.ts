import type { Catalogue } from '#domain/language/translator';

/** Waiting for a result, the status of a payment, and requests that are not sent. */
export const WAITING = {
  'waiting for the platform': { ru: 'ожидание ответа платформы', kk: 'платформаның жауабы күтілуде' },
  'waiting for {what} ({paymentId})': { ru: 'ожидание: {what} ({paymentId})', kk: 'күтілуде: {what} ({paymentId})' },
  'The request was accepted.': { ru: 'Запрос принят.', kk: 'Сұраныс қабылданды.' },
  'Waiting sends nothing.': { ru: 'Ожидание ничего не отправляет.', kk: 'Күту ештеңе жібермейді.' },
  'To continue waiting: {command}': { ru: 'Продолжить ожидание: {command}', kk: 'Күтуді жалғастыру: {command}' },
  'The status request was refused. This does not mean that the payment failed. {reason}': {
    ru: 'Запрос статуса отклонён. Это не значит, что платёж не прошёл. {reason}',
    kk: 'Мәртебе сұранысы қабылданбады. Бұл төлем өтпеді дегенді білдірмейді. {reason}',
  },
  'It was accepted, but its result is not known: {reason}': {
    ru: 'Запрос принят, но его результат неизвестен: {reason}',
    kk: 'Сұраныс қабылданды, бірақ нәтижесі белгісіз: {reason}',
  },
  'Do not repeat it. To see the result: {command}': {
    ru: 'Не повторяйте его. Увидеть результат: {command}',
    kk: 'Оны қайталамаңыз. Нәтижесін көру: {command}',
  },
  'no answer yet ({reason})': { ru: 'ответа пока нет ({reason})', kk: 'әзірге жауап жоқ ({reason})' },
  'ended with the error {code}': { ru: 'завершён с ошибкой {code}', kk: '{code} қатесімен аяқталды' },
  'not known to the platform yet': { ru: 'платформа его ещё не знает', kk: 'платформа оны әлі білмейді' },
  'Still no usable answer after {duration}. {reason}': {
    ru: 'Через {duration} пригодного ответа всё ещё нет. {reason}',
    kk: '{duration} өтті, жарамды жауап әлі жоқ. {reason}',
  },
  'Still {status} after {duration}.': {
    ru: 'Через {duration} статус всё ещё: {status}.',
    kk: '{duration} өтті, мәртебесі әлі: {status}.',
  },
  'No final result of {refund} after {duration} (status of the payment: {status}).': {
    ru: 'Через {duration} нет окончательного результата: {refund} (статус платежа: {status}).',
    kk: '{duration} өтті, түпкілікті нәтиже жоқ: {refund} (төлемнің мәртебесі: {status}).',
  },
  'not recorded: {reason}': { ru: 'не записано: {reason}', kk: 'жазылған жоқ: {reason}' },
  'it is not a JSON object': { ru: 'это не объект JSON', kk: 'бұл JSON нысаны емес' },
  'it has no payment with a status': { ru: 'в нём нет платежа со статусом', kk: 'онда мәртебесі бар төлем жоқ' },
  'it is about another payment, {id}': { ru: 'он о другом платеже, {id}', kk: 'ол басқа төлем туралы, {id}' },
  'it is about another project, {id}': { ru: 'он о другом проекте, {id}', kk: 'ол басқа жоба туралы, {id}' },
  'The status answer cannot be used: {why}.': {
    ru: 'Ответ о статусе непригоден: {why}.',
    kk: 'Мәртебе туралы жауап жарамсыз: {why}.',
  },
  'The request changed nothing. Check the active project and Gate: rocketpay whoami': {
    ru: 'Запрос ничего не изменил. Проверьте проект и Gate: rocketpay whoami',
    kk: 'Сұраныс ештеңені өзгерткен жоқ. Жоба мен Gate-ті тексеріңіз: rocketpay whoami',
  },
  'The status answer is NOT SIGNED: anyone between you and the platform may have forged it.': {
    ru: 'Ответ о статусе НЕ ПОДПИСАН: его могли подделать на пути от платформы к вам.',
    kk: 'Мәртебе туралы жауапқа ҚОЛ ҚОЙЫЛМАҒАН: оны жолда біреу қолдан жасауы мүмкін.',
  },
  'The status answer is NOT SIGNED: anyone between you and the platform may have forged it, and this profile accepts it (--accept-unsigned-status).':
    {
      ru: 'Ответ о статусе НЕ ПОДПИСАН: его могли подделать на пути от платформы к вам, но этот профиль принимает такие ответы (--accept-unsigned-status).',
      kk: 'Мәртебе туралы жауапқа ҚОЛ ҚОЙЫЛМАҒАН: оны жолда біреу қолдан жасауы мүмкін, бірақ бұл профиль мұндай жауапты қабылдайды (--accept-unsigned-status).',
    },
  'The status answer has no signature, so it is not used.': {
    ru: 'В ответе о статусе нет подписи, поэтому он не используется.',
    kk: 'Мәртебе туралы жауапта қолтаңба жоқ, сондықтан ол қолданылмайды.',
  },
  'Check the proxies between you and the Gate. If the platform signs no answers of this project: rocketpay profiles add … --accept-unsigned-status':
    {
      ru: 'Проверьте прокси между вами и Gate. Если платформа не подписывает ответы этого проекта: rocketpay profiles add … --accept-unsigned-status',
      kk: 'Gate пен сіздің араңыздағы проксилерді тексеріңіз. Платформа бұл жобаның жауаптарына қол қоймаса: rocketpay profiles add … --accept-unsigned-status',
    },
  'The platform asks for the code again: it was wrong or late.': {
    ru: 'Платформа снова запрашивает код: он был неверным или опоздал.',
    kk: 'Платформа кодты қайта сұрайды: ол қате болды немесе кешікті.',
  },
  'Retype it: rocketpay otp {id}. Or request a new one: rocketpay resend {id}': {
    ru: 'Введите его ещё раз: rocketpay otp {id}. Или запросите новый: rocketpay resend {id}',
    kk: 'Оны қайта теріңіз: rocketpay otp {id}. Немесе жаңасын сұраңыз: rocketpay resend {id}',
  },
  'The platform answered an error: {error}.': {
    ru: 'Платформа ответила ошибкой: {error}.',
    kk: 'Платформа қате қайтарды: {error}.',
  },
  'This attempt has ended. The same payment id may be used again.': {
    ru: 'Эта попытка завершена. Тот же номер платежа можно использовать снова.',
    kk: 'Бұл әрекет аяқталды. Сол төлем нөмірін қайта қолдануға болады.',
  },
  'its operation is another one': { ru: 'его операция другая', kk: 'оның операциясы басқа' },
  'The outcome of the refund is unknown: {reason}.': {
    ru: 'Исход возврата неизвестен: {reason}.',
    kk: 'Қайтарымның нәтижесі белгісіз: {reason}.',
  },
  'The refund was declined': { ru: 'Возврат отклонён', kk: 'Қайтарым қабылданбады' },
  'The payment ended as "{status}"': {
    ru: 'Платёж завершился со статусом «{status}»',
    kk: 'Төлем «{status}» мәртебесімен аяқталды',
  },
  'The refund was not shown by the platform': {
    ru: 'Платформа не показала возврат',
    kk: 'Платформа қайтарымды көрсетпеді',
  },
  'The {kind} was not shown by the platform': {
    ru: 'Платформа не показала операцию: {kind}',
    kk: 'Платформа операцияны көрсетпеді: {kind}',
  },
  'The {kind} was {state}': { ru: 'Операция «{kind}»: {state}', kk: '«{kind}» операциясы: {state}' },
  '(no id)': { ru: '(без номера)', kk: '(нөмірсіз)' },
  Status: { ru: 'Статус', kk: 'Мәртебе' },
  'Asked for': { ru: 'Запрошено', kk: 'Сұралған сома' },
  'Not shown yet': { ru: 'Ещё не показан', kk: 'Әлі көрсетілмеген' },
  Date: { ru: 'Дата', kk: 'Күні' },
  Operator: { ru: 'Оператор', kk: 'Оператор' },
  Error: { ru: 'Ошибка', kk: 'Қате' },
  Operations: { ru: 'Операции', kk: 'Операциялар' },
  '{status} (not final)': { ru: '{status} (не окончательный)', kk: '{status} (түпкілікті емес)' },
  '{status} (the customer has not entered the code yet)': {
    ru: '{status} (клиент ещё не ввёл код)',
    kk: '{status} (клиент кодты әлі енгізген жоқ)',
  },
  'The command line signs when it runs, with ROCKETPAY_SECRET_KEY, which must be set and exported. Its request is not recorded in the ledger, and this program does not check it.':
    {
      ru: 'Командная строка подписывает запрос при выполнении ключом ROCKETPAY_SECRET_KEY: переменная должна быть задана и экспортирована. Такой запрос не записывается в журнал и не проверяется этой программой.',
      kk: 'Командалық жол сұранысқа орындалғанда ROCKETPAY_SECRET_KEY кілтімен қол қояды: айнымалы берілген және экспортталған болуы керек. Мұндай сұраныс журналға жазылмайды, бұл бағдарлама оны тексермейді.',
    },
  'The signature and personal data are masked: --with-signature shows them.': {
    ru: 'Подпись и личные данные скрыты: их покажет --with-signature.',
    kk: 'Қолтаңба мен жеке деректер жасырылған: оларды --with-signature көрсетеді.',
  },
  'String to sign': { ru: 'Строка для подписи', kk: 'Қол қойылатын жол' },
  'Signed with HMAC-SHA-512 and the secret {secret}. Nothing was sent.': {
    ru: 'Подписано: HMAC-SHA-512, секрет {secret}. Ничего не отправлено.',
    kk: 'Қол қойылды: HMAC-SHA-512, құпия кілт {secret}. Ештеңе жіберілген жоқ.',
  },
  'accepted sale': { ru: 'принят запрос платежа', kk: 'қабылданды: төлем сұранысы' },
  'accepted OTP': { ru: 'принят код', kk: 'қабылданды: код' },
  'accepted resend': { ru: 'принята повторная отправка кода', kk: 'қабылданды: кодты қайта жіберу' },
  'For example: {example}': { ru: 'Например: {example}', kk: 'Мысалы: {example}' },
  'See: {command}': { ru: 'Смотрите: {command}', kk: 'Қараңыз: {command}' },
} as const satisfies Catalogue;
