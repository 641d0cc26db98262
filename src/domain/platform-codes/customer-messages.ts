import type { Language } from '#domain/language/languages';

/** Customer messages: polite, without technical terms, and without blame. */
export const CUSTOMER_SENTENCES = {
  paid: {
    en: 'Your payment went through. Thank you!',
    ru: 'Ваш платёж прошёл. Спасибо!',
    kk: 'Төлеміңіз өтті. Рақмет!',
  },
  processing: {
    en: 'Your payment is still being processed. Please wait a little; there is no need to pay again.',
    ru: 'Ваш платёж ещё обрабатывается. Пожалуйста, немного подождите: платить ещё раз не нужно.',
    kk: 'Төлеміңіз әлі өңделіп жатыр. Аздап күте тұрыңыз, қайта төлеудің қажеті жоқ.',
  },
  declined: {
    en: 'The payment did not go through. Please try another way to pay, or ask your mobile operator.',
    ru: 'Платёж не прошёл. Пожалуйста, попробуйте другой способ оплаты или обратитесь к своему мобильному оператору.',
    kk: 'Төлем өтпеді. Басқа төлем тәсілін қолданып көріңіз немесе ұялы байланыс операторыңызға хабарласыңыз.',
  },
  stopped: {
    en: 'We could not take this payment. Please pay in another way, or contact us.',
    ru: 'Мы не смогли принять этот платёж. Пожалуйста, оплатите другим способом или свяжитесь с нами.',
    kk: 'Бұл төлемді қабылдай алмадық. Басқа тәсілмен төлеңіз немесе бізге хабарласыңыз.',
  },
  'too-soon': {
    en: 'There have been payments just before. Please wait a while before you pay again.',
    ru: 'Совсем недавно уже были платежи. Пожалуйста, немного подождите, прежде чем платить снова.',
    kk: 'Жақында ғана төлемдер жасалған. Қайта төлемес бұрын біраз күте тұрыңыз.',
  },
  'too-much': {
    en: 'This amount is more than we can take in one payment. Please try a smaller amount, or contact us.',
    ru: 'Эта сумма больше, чем мы можем принять одним платежом. Пожалуйста, попробуйте меньшую сумму или свяжитесь с нами.',
    kk: 'Бұл сома бір төлеммен қабылдай алатынымыздан көп. Азырақ соманы төлеп көріңіз немесе бізге хабарласыңыз.',
  },
  'our-problem': {
    en: 'Something went wrong on our side, and we are looking into it. Please try again later.',
    ru: 'На нашей стороне возникла неполадка, мы уже разбираемся. Пожалуйста, попробуйте позже.',
    kk: 'Біздің тарапта ақау пайда болды, себебін анықтап жатырмыз. Кейінірек қайталап көріңіз.',
  },
  busy: {
    en: 'Many people are paying right now. Please try again in a few minutes.',
    ru: 'Сейчас оплачивают очень многие. Пожалуйста, попробуйте ещё раз через несколько минут.',
    kk: 'Қазір төлеп жатқандар өте көп. Бірнеше минуттан кейін қайталап көріңіз.',
  },
  'operator-problem': {
    en: 'Your mobile operator cannot take the payment now. Please try again later.',
    ru: 'Ваш мобильный оператор сейчас не может принять платёж. Пожалуйста, попробуйте позже.',
    kk: 'Ұялы байланыс операторыңыз қазір төлемді қабылдай алмай тұр. Кейінірек қайталап көріңіз.',
  },
  'operator-limit': {
    en: 'This payment is over a limit of your mobile operator. Please try a smaller amount, later, or another way to pay.',
    ru: 'Платёж превышает лимит вашего мобильного оператора. Пожалуйста, попробуйте меньшую сумму, позже или другим способом.',
    kk: 'Төлем ұялы байланыс операторыңыздың лимитінен асады. Азырақ соманы, кейінірек немесе басқа тәсілмен төлеп көріңіз.',
  },
  number: {
    en: 'Please check the phone number and try again.',
    ru: 'Пожалуйста, проверьте номер телефона и попробуйте ещё раз.',
    kk: 'Телефон нөмірін тексеріп, қайталап көріңіз.',
  },
  balance: {
    en: 'There is not enough money on the phone account. Please top it up and pay again.',
    ru: 'На счёте телефона не хватает денег. Пожалуйста, пополните счёт и оплатите ещё раз.',
    kk: 'Телефон шотында қаражат жеткіліксіз. Шотты толтырып, қайта төлеңіз.',
  },
  account: {
    en: 'Payments from this phone account are not available. Please ask your mobile operator, or pay in another way.',
    ru: 'Оплата со счёта этого телефона недоступна. Пожалуйста, обратитесь к мобильному оператору или оплатите другим способом.',
    kk: 'Бұл телефон шотынан төлем жасау мүмкін емес. Ұялы байланыс операторына хабарласыңыз немесе басқа тәсілмен төлеңіз.',
  },
  unsupported: {
    en: 'Your mobile operator does not offer this way to pay. Please choose another one.',
    ru: 'Ваш мобильный оператор не поддерживает такой способ оплаты. Пожалуйста, выберите другой.',
    kk: 'Ұялы байланыс операторыңыз мұндай төлем тәсілін қолдамайды. Басқасын таңдаңыз.',
  },
  'code-awaited': {
    en: 'To finish the payment, please enter the code from the SMS.',
    ru: 'Чтобы завершить оплату, пожалуйста, введите код из SMS.',
    kk: 'Төлемді аяқтау үшін SMS арқылы келген кодты енгізіңіз.',
  },
  'code-refused': {
    en: 'The code was not accepted. Please start again; you will get a new code.',
    ru: 'Код не был принят. Пожалуйста, начните заново: вам придёт новый код.',
    kk: 'Код қабылданбады. Қайтадан бастаңыз, сізге жаңа код келеді.',
  },
  'codes-used-up': {
    en: 'The code could not be confirmed, so this payment was closed. Please start again; you will get a new code.',
    ru: 'Код не удалось подтвердить, поэтому этот платёж закрыт. Пожалуйста, начните заново: вам придёт новый код.',
    kk: 'Кодты растау мүмкін болмады, сондықтан бұл төлем жабылды. Қайтадан бастаңыз, сізге жаңа код келеді.',
  },
  cancelled: {
    en: 'The payment was cancelled. If you would like to pay, please start again.',
    ru: 'Платёж отменён. Если вы хотите оплатить, пожалуйста, начните заново.',
    kk: 'Төлем тоқтатылды. Төлегіңіз келсе, қайтадан бастаңыз.',
  },
  'timed-out': {
    en: 'The payment was not confirmed in time. Please start again.',
    ru: 'Платёж не был подтверждён вовремя. Пожалуйста, начните заново.',
    kk: 'Төлем уақытында расталмады. Қайтадан бастаңыз.',
  },
  refunded: {
    en: 'Your refund was made. Your mobile operator shows it on your phone account.',
    ru: 'Возврат выполнен. Деньги вернутся на счёт вашего телефона.',
    kk: 'Ақшаңыз қайтарылды. Ол телефон шотыңызға түседі.',
  },
  'refund-processing': {
    en: 'Your refund is still being processed. Please wait a little; you need to do nothing.',
    ru: 'Ваш возврат ещё обрабатывается. Пожалуйста, немного подождите: от вас ничего не требуется.',
    kk: 'Қайтарым әлі өңделіп жатыр. Аздап күте тұрыңыз, сізден ештеңе талап етілмейді.',
  },
  'refund-declined': {
    en: 'The refund has not been made yet. We are looking into it and will tell you. Please do not pay again.',
    ru: 'Возврат пока не выполнен. Мы разбираемся и сообщим вам. Платить ещё раз не нужно.',
    kk: 'Ақша әзірге қайтарылған жоқ. Себебін анықтап, сізге хабарлаймыз. Қайта төлеудің қажеті жоқ.',
  },
  'refund-checked': {
    en: 'We are checking your refund, and will keep you informed.',
    ru: 'Мы проверяем ваш возврат и сообщим вам, как он продвигается.',
    kk: 'Ақшаңызды қайтару мәселесін тексеріп жатырмыз, барысын сізге хабарлаймыз.',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>;

export type CustomerSentence = keyof typeof CUSTOMER_SENTENCES;
