import type { Catalogue } from '#domain/language/translator';

/** The code from the SMS: its question and its clocks, its submission, and the request for a new one. */
export const OTP = {
  'a code has only digits': { ru: 'код состоит только из цифр', kk: 'код тек цифрдан тұрады' },
  'a code has 3 to 10 digits, and this one has {count:# digit|#}': {
    ru: 'в коде от 3 до 10 цифр, а здесь {count:# цифра|# цифры|# цифр}',
    kk: 'кодта 3-тен 10-ға дейін цифр болады, ал мұнда {count:# цифр}',
  },
  '{problem}.': { ru: '{problem}.', kk: '{problem}.' },
  '{problem}; Enter again sends it anyway': {
    ru: '{problem}; повторный Enter всё равно отправит код',
    kk: '{problem}; Enter қайта басылса, код сол күйінде жіберіледі',
  },
  '{problem}; type it again to send it anyway': {
    ru: '{problem}; введите код ещё раз, чтобы всё равно отправить его',
    kk: '{problem}; сол күйінде жіберу үшін кодты қайта теріңіз',
  },
  'no new code is left for this payment': {
    ru: 'новых кодов для этого платежа больше нет',
    kk: 'бұл төлем үшін жаңа код қалмады',
  },
  'not yet: a new code is possible in {time}': {
    ru: 'ещё рано: новый код можно запросить через {time}',
    kk: 'әлі ерте: жаңа код сұрауға дейін {time}',
  },
  'too long for a code: its first {count} characters are kept, Ctrl-U clears the line': {
    ru: 'слишком длинно для кода: оставлены первые знаки ({count}), Ctrl-U очищает строку',
    kk: 'код үшін тым ұзын: алғашқы {count} таңба қалды, Ctrl-U жолды тазалайды',
  },
  'Code:': { ru: 'Код:', kk: 'Код:' },
  'code valid for {time}': { ru: 'код активен ещё {time}', kk: 'код жарамды: {time}' },
  'hurry, it expires soon': { ru: 'поторопитесь: скоро истечёт', kk: 'асығыңыз: мерзімі бітіп қалды' },
  '{valid}: hurry, it expires soon': {
    ru: '{valid}, поторопитесь: скоро истечёт',
    kk: '{valid}, асығыңыз: мерзімі бітіп қалды',
  },
  '{valid}: hurry': { ru: '{valid}, поторопитесь', kk: '{valid}, асығыңыз' },
  'it has probably expired': { ru: 'вероятно, уже истёк', kk: 'мерзімі өткен болар' },
  '{valid}: it has probably expired': { ru: '{valid}, вероятно, уже истёк', kk: '{valid}, мерзімі өткен болар' },
  '0:00: the code has probably expired': { ru: '0:00: код, вероятно, истёк', kk: '0:00: код мерзімі өткен болар' },
  'probably expired': { ru: 'вероятно, истёк', kk: 'мерзімі өткен болар' },
  'no new code left ({resends} of {resends} used)': {
    ru: 'новых кодов больше нет (все запросы использованы: {resends})',
    kk: 'жаңа код қалмады ({resends} сұраудың бәрі пайдаланылды)',
  },
  'no new code left': { ru: 'новых кодов нет', kk: 'жаңа код қалмады' },
  '({left} of {resends} left)': { ru: '(осталось {left} из {resends})', kk: '(қалғаны {left}/{resends})' },
  'new code possible now {left}: press Enter on an empty line': {
    ru: 'новый код можно запросить сейчас {left}: Enter на пустой строке',
    kk: 'жаңа кодты қазір сұрауға болады {left}: бос жолда Enter басыңыз',
  },
  'new code possible now {left}': {
    ru: 'новый код можно запросить сейчас {left}',
    kk: 'жаңа кодты қазір сұрауға болады {left}',
  },
  'new code now {left}': { ru: 'новый код доступен {left}', kk: 'жаңа код қолжетімді {left}' },
  'new code now': { ru: 'новый код доступен', kk: 'жаңа код қолжетімді' },
  'new code possible in {time} {left}': {
    ru: 'новый код можно запросить через {time} {left}',
    kk: 'жаңа код сұрауға дейін {time} {left}',
  },
  'new code possible soon, in {time} {left}': {
    ru: 'новый код можно запросить скоро, через {time} {left}',
    kk: 'жаңа код сұрауға дейін аз қалды, {time} {left}',
  },
  'new code in {time} {left}': { ru: 'новый код через {time} {left}', kk: 'жаңа кодқа дейін {time} {left}' },
  'new code soon, in {time} {left}': {
    ru: 'новый код скоро: {time} {left}',
    kk: 'жаңа кодқа аз қалды: {time} {left}',
  },
  'new code in {time}': { ru: 'новый код через {time}', kk: 'жаңа кодқа дейін {time}' },
  'new code soon, in {time}': { ru: 'новый код скоро: {time}', kk: 'жаңа код жақын: {time}' },
  'Enter sends it anyway': { ru: 'Enter всё же отправит код', kk: 'Enter кодты бәрібір жібереді' },
  'Enter sends the code': { ru: 'Enter отправляет код', kk: 'Enter кодты жібереді' },
  'an empty line or Ctrl-N: a new code': {
    ru: 'пустая строка или Ctrl-N: новый код',
    kk: 'бос жол немесе Ctrl-N: жаңа код',
  },
  'Ctrl-C leaves': { ru: 'Ctrl-C: выход', kk: 'Ctrl-C: шығу' },
  '(a new code, please)': { ru: '(нужен новый код)', kk: '(жаңа код керек)' },
  '(not answered)': { ru: '(без ответа)', kk: '(жауап жоқ)' },
  '{typed} (not sent)': { ru: '{typed} (не отправлено)', kk: '{typed} (жіберілмеді)' },
  'typed before: {typed}': { ru: 'введено ранее: {typed}', kk: 'бұрын терілген: {typed}' },
  'The payment has ended: {status}.': { ru: 'Платёж завершён: {status}.', kk: 'Төлем аяқталды: {status}.' },
  'the platform could not be asked ({why}), so only the ledger is checked.': {
    ru: 'платформу не удалось опросить ({why}), поэтому проверен только журнал.',
    kk: 'платформадан сұрау мүмкін болмады ({why}), сондықтан тек журнал тексерілді.',
  },
  'All {resends} resends of this payment are used.': {
    ru: 'Повторные отправки кода для этого платежа исчерпаны ({resends}).',
    kk: 'Бұл төлем үшін кодты қайта жіберу мүмкіндігі таусылды ({resends}).',
  },
  'Start a new payment.': { ru: 'Начните новый платёж.', kk: 'Жаңа төлем бастаңыз.' },
  'Too early: a new code is possible in {duration}, at {at}.': {
    ru: 'Слишком рано: новый код можно запросить через {duration}, в {at}.',
    kk: 'Әлі ерте. Жаңа код сұрауға дейін {duration} қалды, уақыты {at}.',
  },
  'Resends left: {remaining}. With --force the request is sent now.': {
    ru: 'Осталось повторных отправок: {remaining}. С --force запрос будет отправлен сейчас.',
    kk: 'Қалған қайта жіберу саны: {remaining}. --force қосылса, сұраныс қазір жіберіледі.',
  },
  'To see the result: rocketpay wait {paymentId}': {
    ru: 'Увидеть результат: rocketpay wait {paymentId}',
    kk: 'Нәтижесін көру: rocketpay wait {paymentId}',
  },
  'The code is empty.': { ru: 'Код пустой.', kk: 'Код бос.' },
  'The code is missing: [code].': { ru: 'Не указан код: [code].', kk: 'Код көрсетілмеген: [code].' },
  'Give it as an argument, or as - on standard input.': {
    ru: 'Укажите код аргументом или передайте через стандартный ввод (-).',
    kk: 'Кодты аргумент ретінде көрсетіңіз немесе стандартты енгізу арқылы беріңіз (-).',
  },
  'The code has {lines} lines. Nothing was sent, and no try was used.': {
    ru: 'В коде несколько строк: {lines}. Ничего не отправлено, попытка не потрачена.',
    kk: 'Кодта бірнеше жол бар: {lines}. Ештеңе жіберілген жоқ, әрекет саны азайған жоқ.',
  },
  'The code is not 3 to 10 digits. Nothing was sent, and no try was used.': {
    ru: 'В коде должно быть от 3 до 10 цифр. Ничего не отправлено, попытка не потрачена.',
    kk: 'Кодта 3-тен 10-ға дейін цифр болуы керек. Ештеңе жіберілген жоқ, әрекет саны азайған жоқ.',
  },
  'Give only the digits of the SMS. If the code is really like that: --force': {
    ru: 'Укажите только цифры из SMS. Если код действительно такой: --force',
    kk: 'SMS-тегі цифрларды ғана көрсетіңіз. Код шынымен осындай болса: --force',
  },
  'Type the code from the SMS, for example 012345, or leave with Ctrl-C.': {
    ru: 'Введите код из SMS, например 012345, или выйдите: Ctrl-C.',
    kk: 'SMS кодын теріңіз, мысалы 012345, немесе шығыңыз: Ctrl-C.',
  },
  'Not sent: {problem}. For example: 012345.': {
    ru: 'Не отправлено: {problem}. Например: 012345.',
    kk: 'Жіберілмеді: {problem}. Мысалы: 012345.',
  },
  'The code that the customer got:': { ru: 'Код, который получил клиент:', kk: 'Клиент алған код:' },
  'A resend needs --ip.': { ru: 'Для повторной отправки нужен --ip.', kk: 'Қайта жіберу үшін --ip керек.' },
  'It can also come from the profile: rocketpay profiles add <name> … --ip <ip>': {
    ru: 'Его можно задать и в профиле: rocketpay profiles add <name> … --ip <ip>',
    kk: 'Оны профильде де көрсетуге болады: rocketpay profiles add <name> … --ip <ip>',
  },
  'The new code is valid for {seconds} s.': {
    ru: 'Новый код действует {seconds} с.',
    kk: 'Жаңа код {seconds} с жарамды.',
  },
  'Resends left: {count}.': { ru: 'Осталось повторных отправок: {count}.', kk: 'Қалған қайта жіберу саны: {count}.' },
  'Then: rocketpay otp {paymentId}': {
    ru: 'Затем: rocketpay otp {paymentId}',
    kk: 'Содан кейін: rocketpay otp {paymentId}',
  },
} as const satisfies Catalogue;
