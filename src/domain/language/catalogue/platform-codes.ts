import type { Catalogue } from '#domain/language/translator';

/** Meanings of the codes of the platform, with the next step. */
export const PLATFORM_CODES = {
  'the platform could not read the JSON': {
    ru: 'платформа не смогла прочитать JSON',
    kk: 'платформа JSON мәтінін оқи алмады',
  },
  'a required field is missing': { ru: 'нет обязательного поля', kk: 'міндетті өріс жоқ' },
  'the platform is busy': { ru: 'платформа перегружена', kk: 'платформаға жүктеме түсіп тұр' },
  'Try again later.': { ru: 'Повторите позже.', kk: 'Кейінірек қайталаңыз.' },
  'the platform does not know this project': {
    ru: 'платформа не знает этого проекта',
    kk: 'платформа бұл жобаны білмейді',
  },
  'Check the project id: rocketpay whoami': {
    ru: 'Проверьте номер проекта: rocketpay whoami',
    kk: 'Жоба нөмірін тексеріңіз: rocketpay whoami',
  },
  'the payment id is not valid': { ru: 'номер платежа недопустим', kk: 'төлем нөмірі жарамсыз' },
  'the merchant balance is too low': {
    ru: 'на балансе продавца недостаточно средств',
    kk: 'сатушы балансында қаражат жеткіліксіз',
  },
  'Top the balance up, then try again.': { ru: 'Пополните баланс и повторите.', kk: 'Балансты толтырып, қайталаңыз.' },
  'a payment with this id exists already': {
    ru: 'платёж с этим номером уже есть',
    kk: 'осындай нөмірі бар төлем бұрыннан бар',
  },
  'Ask for its status before anything else.': {
    ru: 'Сначала запросите его статус.',
    kk: 'Алдымен оның мәртебесін сұраңыз.',
  },
  'the status of the payment does not allow this': {
    ru: 'статус платежа этого не допускает',
    kk: 'төлем мәртебесі бұған жол бермейді',
  },
  'Ask for its status.': { ru: 'Запросите его статус.', kk: 'Оның мәртебесін сұраңыз.' },
  'the payment is not found, or not found yet': {
    ru: 'платёж не найден или пока не найден',
    kk: 'төлем табылмады немесе әзірге табылмады',
  },
  'It is not final: ask again in 10 s.': {
    ru: 'Это не окончательно: запросите ещё раз через 10 с.',
    kk: 'Бұл түпкілікті емес: 10 секундтан кейін қайта сұраңыз.',
  },
  'the details of the payment have not arrived yet': {
    ru: 'данные платежа ещё не поступили',
    kk: 'төлем деректері әлі түскен жоқ',
  },
  'the platform waits for the OTP': { ru: 'платформа ждёт код из SMS', kk: 'платформа SMS кодын күтіп тұр' },
  'a refund with this merchant_refund_id exists already': {
    ru: 'возврат с этим merchant_refund_id уже есть',
    kk: 'осы merchant_refund_id бар қайтарым бұрыннан бар',
  },
  'Ask for the status of the payment.': { ru: 'Запросите статус платежа.', kk: 'Төлем мәртебесін сұраңыз.' },
  'the signature is wrong': { ru: 'подпись неверна', kk: 'қолтаңба қате' },
  'Check the project id and the secret, and that the secret has no stray white space: rocketpay whoami': {
    ru: 'Проверьте номер проекта и секретный ключ: нет ли в ключе лишних пробелов: rocketpay whoami',
    kk: 'Жоба нөмірі мен құпия кілтті тексеріңіз: кілтте артық бос орын жоқ па: rocketpay whoami',
  },
  'the signature is missing': { ru: 'нет подписи', kk: 'қолтаңба жоқ' },
  'the refund is larger than what is left of the payment': {
    ru: 'возврат больше остатка платежа',
    kk: 'қайтарым төлемнің қалдығынан көп',
  },
  'the currency of the refund is missing or is not that of the payment': {
    ru: 'валюта возврата не указана или не совпадает с валютой платежа',
    kk: 'қайтарым валютасы көрсетілмеген немесе төлем валютасына сәйкес емес',
  },
  'a repeated refund is blocked for a while': {
    ru: 'повторный возврат временно заблокирован',
    kk: 'қайталанған қайтарым уақытша бұғатталған',
  },
  'Ask for the status before trying again.': {
    ru: 'Прежде чем повторять, запросите статус.',
    kk: 'Қайталамас бұрын мәртебесін сұраңыз.',
  },
  'the amount is missing': { ru: 'не указана сумма', kk: 'сома көрсетілмеген' },
  'the currency is missing': { ru: 'не указана валюта', kk: 'валюта көрсетілмеген' },
  'the payment is disputed': { ru: 'платёж оспаривается', kk: 'төлем дауланып жатыр' },
  'refunds are not available for this payment': {
    ru: 'возврат этого платежа недоступен',
    kk: 'бұл төлемді қайтару мүмкін емес',
  },
  'Ask your account manager.': { ru: 'Обратитесь к своему менеджеру.', kk: 'Өз менеджеріңізге хабарласыңыз.' },
  'the same operation (customer and amount) was made a short time ago': {
    ru: 'такая же операция (клиент и сумма) была совсем недавно',
    kk: 'дәл осындай операция (клиент пен сома) жақында ғана жасалған',
  },
  success: { ru: 'успешно', kk: 'сәтті' },
  'declined, no reason given': { ru: 'отклонено без указания причины', kk: 'себебі көрсетілмей қабылданбады' },
  "stopped by a risk rule on the customer's address": {
    ru: 'остановлено правилом риска: адрес клиента',
    kk: 'тәуекел ережесі тоқтатты: клиент мекенжайы',
  },
  'stopped by a risk rule on the phone number': {
    ru: 'остановлено правилом риска: номер телефона',
    kk: 'тәуекел ережесі тоқтатты: телефон нөмірі',
  },
  'stopped by a risk rule: too soon after the last payment': {
    ru: 'остановлено правилом риска: слишком скоро после прошлого платежа',
    kk: 'тәуекел ережесі тоқтатты: алдыңғы төлемнен кейін тым аз уақыт өтті',
  },
  'stopped by a risk rule: amount limit': {
    ru: 'остановлено правилом риска: лимит суммы',
    kk: 'тәуекел ережесі тоқтатты: сома лимиті',
  },
  'stopped by a risk rule: too many payments': {
    ru: 'остановлено правилом риска: слишком много платежей',
    kk: 'тәуекел ережесі тоқтатты: төлем саны тым көп',
  },
  'stopped by a risk rule: a duplicate': {
    ru: 'остановлено правилом риска: повтор',
    kk: 'тәуекел ережесі тоқтатты: қайталанған төлем',
  },
  'waiting for processing': { ru: 'ожидает обработки', kk: 'өңдеуді күтіп тұр' },
  'declined by the mobile operator': {
    ru: 'отклонено мобильным оператором',
    kk: 'ұялы байланыс операторы қабылдамады',
  },
  "the operator's limit on amount or frequency is reached": {
    ru: 'достигнут лимит оператора на сумму или частоту',
    kk: 'оператордың сома не жиілік лимитіне жетті',
  },
  'the phone number is wrong': { ru: 'номер телефона неверен', kk: 'телефон нөмірі қате' },
  'too many wrong codes': { ru: 'слишком много неверных кодов', kk: 'қате код тым көп енгізілді' },
  'Begin a new payment.': { ru: 'Начните новый платёж.', kk: 'Жаңа төлем бастаңыз.' },
  'not enough money on the phone account': {
    ru: 'на счёте телефона недостаточно денег',
    kk: 'телефон шотында қаражат жеткіліксіз',
  },
  'The customer tops it up, then a new payment.': {
    ru: 'Клиент пополняет счёт, затем новый платёж.',
    kk: 'Клиент шотты толтырады, содан кейін жаңа төлем.',
  },
  'the phone account is not available': { ru: 'счёт телефона недоступен', kk: 'телефон шоты қолжетімсіз' },
  'the phone account is restricted': { ru: 'на счёте телефона есть ограничения', kk: 'телефон шотына шектеу қойылған' },
  'the operator is not available': { ru: 'оператор недоступен', kk: 'оператор қолжетімсіз' },
  'a problem at the operator': { ru: 'неполадка у оператора', kk: 'операторда ақау бар' },
  'cancelled by the customer': { ru: 'отменено клиентом', kk: 'клиент бас тартты' },
  'the code was not accepted': { ru: 'код не принят', kk: 'код қабылданбады' },
  'timed out': { ru: 'истекло время', kk: 'уақыты өтіп кетті' },
  'the operator asks to try later': {
    ru: 'оператор просит повторить позже',
    kk: 'оператор кейінірек қайталауды сұрайды',
  },
  'the operator does not support this': { ru: 'оператор этого не поддерживает', kk: 'оператор мұны қолдамайды' },
  'the operator has not confirmed yet: still open': {
    ru: 'оператор ещё не подтвердил: операция не завершена',
    kk: 'оператор әлі растамады: операция аяқталған жоқ',
  },
} as const satisfies Catalogue;
