import type { Catalogue } from '#domain/language/translator';

/** Who acts on a code of the platform, and whether to retry. */
export const CODE_ADVICE = {
  'no one: there is nothing to do': { ru: 'никто: делать ничего не нужно', kk: 'ешкім: ештеңе істеудің қажеті жоқ' },
  'you, the merchant': { ru: 'вы, продавец', kk: 'сіз, сатушы' },
  'the customer': { ru: 'клиент', kk: 'клиент' },
  'the mobile operator': { ru: 'мобильный оператор', kk: 'ұялы байланыс операторы' },
  'the platform': { ru: 'платформа', kk: 'платформа' },
  'no, there is no need to': { ru: 'нет, не нужно', kk: 'жоқ, қажеті жоқ' },
  'no, the result would be the same': { ru: 'нет, результат будет тем же', kk: 'жоқ, нәтиже өзгермейді' },
  'no, it is still open: ask for its status instead, it is not final': {
    ru: 'нет, операция не завершена: запросите её статус, он не окончательный',
    kk: 'жоқ, операция аяқталған жоқ: оның мәртебесін сұраңыз, ол түпкілікті емес',
  },
  'yes, ask for the status again in 10 s: it is not final': {
    ru: 'да, запросите статус ещё раз через 10 с: он не окончательный',
    kk: 'иә, 10 секундтан кейін мәртебесін қайта сұраңыз: ол түпкілікті емес',
  },
  'yes, a few minutes later': { ru: 'да, через несколько минут', kk: 'иә, бірнеше минуттан кейін' },
  'yes, after the cause is corrected': { ru: 'да, после устранения причины', kk: 'иә, себебі жойылғаннан кейін' },
  'yes, as a new payment with a new payment id': {
    ru: 'да, как новый платёж с новым номером',
    kk: 'иә, жаңа нөмірі бар жаңа төлем ретінде',
  },
  'yes, as a new payment, at least a few minutes later': {
    ru: 'да, как новый платёж, не раньше чем через несколько минут',
    kk: 'иә, жаңа төлем ретінде, кемінде бірнеше минуттан кейін',
  },
  'yes, as a new refund, after the cause was found: the status says what is left to refund': {
    ru: 'да, как новый возврат, когда причина найдена: сколько ещё можно вернуть, показывает статус',
    kk: 'иә, себебі анықталған соң жаңа қайтарым ретінде: қанша қайтаруға болатынын мәртебе көрсетеді',
  },
  'not before you have checked the status: the operation may already have happened': {
    ru: 'только после проверки статуса: операция могла уже пройти',
    kk: 'тек мәртебесін тексергеннен кейін: операция өтіп кеткен болуы мүмкін',
  },
  'stopped by a risk rule': { ru: 'остановлено правилом риска', kk: 'тәуекел ережесі тоқтатты' },
  'the platform could not process the request': {
    ru: 'платформа не смогла обработать запрос',
    kk: 'платформа сұранысты өңдей алмады',
  },
  'refused by a rule for refunds and repeats': {
    ru: 'отклонено правилом для возвратов и повторов',
    kk: 'қайтарымдар мен қайталаулар ережесі бойынша қабылданбады',
  },
  'refused by a rule for payments': {
    ru: 'отклонено правилом для платежей',
    kk: 'төлемдер ережесі бойынша қабылданбады',
  },
  'still being processed': { ru: 'ещё обрабатывается', kk: 'әлі өңделіп жатыр' },
  'the operator declined': { ru: 'оператор отклонил', kk: 'оператор қабылдамады' },
  'a problem at the operator, or with the phone account': {
    ru: 'неполадка у оператора или со счётом телефона',
    kk: 'операторда немесе телефон шотында ақау бар',
  },
  'cancelled by the customer, or the code was not accepted': {
    ru: 'отменено клиентом или код не принят',
    kk: 'клиент бас тартты немесе код қабылданбады',
  },
  'the operator does not support it': { ru: 'оператор этого не поддерживает', kk: 'оператор мұны қолдамайды' },
  'not confirmed yet: still open': { ru: 'ещё не подтверждено: не завершено', kk: 'әлі расталмады: аяқталған жоқ' },
  'the answer to a request': { ru: 'ответ на запрос', kk: 'сұранысқа жауап' },
  'the result of an operation': { ru: 'результат операции', kk: 'операция нәтижесі' },
  'not known': { ru: 'неизвестно', kk: 'белгісіз' },
  'a code that this program does not know': {
    ru: 'код, которого эта программа не знает',
    kk: 'бұл бағдарлама білмейтін код',
  },
  'Check the status of the payment, then ask your account manager.': {
    ru: 'Проверьте статус платежа, затем обратитесь к своему менеджеру.',
    kk: 'Төлем мәртебесін тексеріп, өз менеджеріңізге хабарласыңыз.',
  },
  'Check the status of the payment, and ask your account manager what this code means.': {
    ru: 'Проверьте статус платежа и спросите у своего менеджера, что значит этот код.',
    kk: 'Төлем мәртебесін тексеріп, бұл кодтың мәнін менеджеріңізден сұраңыз.',
  },
  where: { ru: 'где', kk: 'қайда' },
  family: { ru: 'группа', kk: 'топ' },
  'who acts': { ru: 'кто действует', kk: 'кім әрекет етеді' },
  again: { ru: 'повторять', kk: 'қайталау' },
  next: { ru: 'дальше', kk: 'келесі' },
  'unknown code': { ru: 'неизвестный код', kk: 'белгісіз код' },
  '{family}: its digits show no more': {
    ru: '{family}: больше его цифры не говорят',
    kk: '{family}: цифрларынан басқа ештеңе білінбейді',
  },
  'To tell the customer:': { ru: 'Что сказать клиенту:', kk: 'Клиентке не айту керек:' },
  'To tell the customer about the refund:': {
    ru: 'Что сказать клиенту о возврате:',
    kk: 'Клиентке қайтарым туралы не айту керек:',
  },
  'To tell the customer: nothing yet. This code does not say what happened to the payment.': {
    ru: 'Клиенту пока нечего сказать. По этому коду не видно, что случилось с платежом.',
    kk: 'Клиентке әзірге айтатын ештеңе жоқ. Бұл кодтан төлемге не болғаны көрінбейді.',
  },
  'To tell the customer: nothing yet. This code does not say what happened to the refund.': {
    ru: 'Клиенту пока нечего сказать. По этому коду не видно, что случилось с возвратом.',
    kk: 'Клиентке әзірге айтатын ештеңе жоқ. Бұл кодтан қайтарымға не болғаны көрінбейді.',
  },
  'Is it the code of a refund? rocketpay explain {code} --refund': {
    ru: 'Это код возврата? rocketpay explain {code} --refund',
    kk: 'Бұл қайтарым коды ма? rocketpay explain {code} --refund',
  },
  '{text} is not a code of the platform.': { ru: '{text} — не код платформы.', kk: '{text} — платформа коды емес.' },
  'Give a number: rocketpay explain 20105. Exit codes of this program: rocketpay help exit-codes': {
    ru: 'Укажите число: rocketpay explain 20105. Коды завершения этой программы: rocketpay help exit-codes',
    kk: 'Сан беріңіз: rocketpay explain 20105. Бұл бағдарламаның аяқталу кодтары: rocketpay help exit-codes',
  },
} as const satisfies Catalogue;
