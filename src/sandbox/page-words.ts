/** What the page says, in one language. `{…}` is filled in. */
export interface PageWords {
  readonly title: string;
  readonly merchant: string;
  readonly project: string;
  readonly payment: string;
  readonly method: string;
  readonly mobile: string;
  readonly card: string;
  readonly cardNote: string;
  readonly operator: string;
  readonly operatorFlaw: string;
  readonly phone: string;
  readonly phoneHint: string;
  readonly phoneFlaw: string;
  readonly pay: string;
  readonly waiting: string;
  readonly waitingText: string;
  readonly codeTitle: string;
  readonly sentTo: string;
  readonly code: string;
  readonly codeFlaw: string;
  readonly confirm: string;
  readonly valid: string;
  readonly codeOver: string;
  readonly resend: string;
  readonly resendIn: string;
  readonly resendsLeft: string;
  readonly noMore: string;
  readonly wrong: string;
  readonly late: string;
  readonly sent: string;
  readonly success: string;
  readonly successText: string;
  readonly decline: string;
  readonly reason: string;
  readonly reasons: Readonly<Record<string, string>>;
  readonly back: string;
  readonly close: string;
  readonly over: string;
  readonly overText: string;
  readonly offline: string;
  readonly noScript: string;
  readonly sandbox: string;
  readonly messages: string;
  readonly languages: string;
}

/** The languages of the page, each by its own name. */
export const LANGUAGES = { en: 'English', ru: 'Русский', kk: 'Қазақша' } as const;

export type Language = keyof typeof LANGUAGES;

export const PAGE_WORDS: Readonly<Record<Language, PageWords>> = {
  en: {
    title: 'Payment',
    merchant: 'Merchant',
    project: 'Project {id}',
    payment: 'Payment',
    method: 'How would you like to pay?',
    mobile: 'Phone balance',
    card: 'Bank card',
    cardNote: 'not part of this sandbox',
    operator: 'Your mobile operator',
    operatorFlaw: 'Choose your operator.',
    phone: 'Phone number',
    phoneHint: 'The amount is taken from the balance of this number.',
    phoneFlaw: 'Enter the whole number, for example +7\u00a0707\u00a0123\u00a045\u00a067.',
    pay: 'Pay {amount}',
    waiting: 'One moment…',
    waitingText: 'We are waiting for your operator.',
    codeTitle: 'Enter the code from the SMS',
    sentTo: 'We sent it to {phone}.',
    code: 'Code',
    codeFlaw: 'Enter the digits of the code.',
    confirm: 'Confirm',
    valid: 'The code is valid for {time}',
    codeOver: 'This code has expired. Ask for a new one.',
    resend: 'Send a new code',
    resendIn: 'A new code can be sent in {time}',
    resendsLeft: 'New codes left: {count}',
    noMore: 'No more codes can be sent.',
    wrong: 'This code is not right. Check the SMS and enter it again.',
    late: 'This code came too late. Ask for a new one.',
    sent: 'A new code is on its way.',
    success: 'Paid',
    successText: '{amount} was taken from the balance of {phone}.',
    decline: 'Not paid',
    reason: 'Your operator has declined the payment.',
    reasons: {
      '20104': 'A wrong code was entered too many times.',
      '20105': 'There is not enough money on the phone balance.',
      '20201': 'Payments from this number are restricted.',
      '20206': 'Your operator is having trouble. Try again later.',
      '20602': 'The code was not entered in time.',
    },
    back: 'Back to the merchant',
    close: 'Close',
    over: 'This link has expired',
    overText: 'Ask the merchant for a new one.',
    offline: 'The server could not be reached. Try again.',
    noScript: 'This page needs JavaScript.',
    sandbox: 'Sandbox: no real money is taken.',
    messages: 'SMS to the customer',
    languages: 'Language',
  },
  ru: {
    title: 'Оплата',
    merchant: 'Продавец',
    project: 'Проект {id}',
    payment: 'Платёж',
    method: 'Как вы хотите оплатить?',
    mobile: 'Баланс телефона',
    card: 'Банковская карта',
    cardNote: 'нет в этой песочнице',
    operator: 'Ваш мобильный оператор',
    operatorFlaw: 'Выберите оператора.',
    phone: 'Номер телефона',
    phoneHint: 'Сумма будет списана с баланса этого номера.',
    phoneFlaw: 'Введите номер целиком, например +7\u00a0707\u00a0123\u00a045\u00a067.',
    pay: 'Оплатить {amount}',
    waiting: 'Подождите…',
    waitingText: 'Ждём ответа вашего оператора.',
    codeTitle: 'Введите код из SMS',
    sentTo: 'Мы отправили его на номер {phone}.',
    code: 'Код',
    codeFlaw: 'Введите цифры кода.',
    confirm: 'Подтвердить',
    valid: 'Код действует ещё {time}',
    codeOver: 'Срок действия кода истёк. Запросите новый.',
    resend: 'Отправить новый код',
    resendIn: 'Новый код можно запросить через {time}',
    resendsLeft: 'Осталось новых кодов: {count}',
    noMore: 'Больше кодов отправить нельзя.',
    wrong: 'Неверный код. Проверьте SMS и введите его ещё раз.',
    late: 'Код введён слишком поздно. Запросите новый.',
    sent: 'Новый код отправлен.',
    success: 'Оплачено',
    successText: 'С баланса номера {phone} списано {amount}.',
    decline: 'Оплата не прошла',
    reason: 'Ваш оператор отклонил платёж.',
    reasons: {
      '20104': 'Неверный код введён слишком много раз.',
      '20105': 'На балансе телефона недостаточно средств.',
      '20201': 'Платежи с этого номера ограничены.',
      '20206': 'У оператора технические неполадки. Попробуйте позже.',
      '20602': 'Код не был введён вовремя.',
    },
    back: 'Вернуться к продавцу',
    close: 'Закрыть',
    over: 'Срок действия ссылки истёк',
    overText: 'Попросите у продавца новую.',
    offline: 'Нет связи с сервером. Попробуйте ещё раз.',
    noScript: 'Для этой страницы нужен JavaScript.',
    sandbox: 'Песочница: настоящие деньги не списываются.',
    messages: 'SMS покупателю',
    languages: 'Язык',
  },
  kk: {
    title: 'Төлем',
    merchant: 'Сатушы',
    project: '№{id} жоба',
    payment: 'Төлем',
    method: 'Қалай төлегіңіз келеді?',
    mobile: 'Телефон балансы',
    card: 'Банк картасы',
    cardNote: 'бұл сынақ ортасында жоқ',
    operator: 'Ұялы байланыс операторыңыз',
    operatorFlaw: 'Операторды таңдаңыз.',
    phone: 'Телефон нөмірі',
    phoneHint: 'Сома осы нөмірдің балансынан алынады.',
    phoneFlaw: 'Нөмірді толық енгізіңіз, мысалы +7\u00a0707\u00a0123\u00a045\u00a067.',
    pay: '{amount} төлеу',
    waiting: 'Күте тұрыңыз…',
    waitingText: 'Операторыңыздың жауабын күтіп жатырмыз.',
    codeTitle: 'SMS арқылы келген кодты енгізіңіз',
    sentTo: 'Код {phone} нөміріне жіберілді.',
    code: 'Код',
    codeFlaw: 'Кодтың цифрларын енгізіңіз.',
    confirm: 'Растау',
    valid: 'Кодтың жарамдылық мерзімі: {time}',
    codeOver: 'Кодтың мерзімі өтті. Жаңа код сұраңыз.',
    resend: 'Жаңа код жіберу',
    resendIn: 'Жаңа код сұрауға дейін: {time}',
    resendsLeft: 'Қалған жаңа кодтар: {count}',
    noMore: 'Енді жаңа код жіберілмейді.',
    wrong: 'Код дұрыс емес. SMS-ті тексеріп, қайта енгізіңіз.',
    late: 'Код тым кеш енгізілді. Жаңа код сұраңыз.',
    sent: 'Жаңа код жіберілді.',
    success: 'Төленді',
    successText: '{phone} нөмірінің балансынан {amount} алынды.',
    decline: 'Төлем өтпеді',
    reason: 'Операторыңыз төлемді қабылдамады.',
    reasons: {
      '20104': 'Қате код тым көп рет енгізілді.',
      '20105': 'Телефон балансында қаражат жеткіліксіз.',
      '20201': 'Бұл нөмірден төлем жасау шектелген.',
      '20206': 'Операторда техникалық ақау бар. Кейінірек қайталап көріңіз.',
      '20602': 'Код уақытында енгізілмеді.',
    },
    back: 'Сатушыға оралу',
    close: 'Жабу',
    over: 'Сілтеменің мерзімі өтті',
    overText: 'Сатушыдан жаңа сілтеме сұраңыз.',
    offline: 'Серверге қосылу мүмкін болмады. Қайталап көріңіз.',
    noScript: 'Бұл бетке JavaScript қажет.',
    sandbox: 'Сынақ ортасы: нақты ақша алынбайды.',
    messages: 'Сатып алушыға келген SMS',
    languages: 'Тіл',
  },
};

/** The words with its places filled in. */
export const fill = (words: string, values: Readonly<Record<string, string | number>>): string =>
  words.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
