import type { Catalogue } from '#domain/language/translator';

/** Messages of a plan of refunds: its input, its summary, its list. */
export const PLAN = {
  'Another process is making the plan {out} now.': {
    ru: 'Другой процесс сейчас составляет план {out}.',
    kk: 'Басқа процесс қазір {out} жоспарын құрып жатыр.',
  },
  'Columns kept for the results and not read: {columns}.': {
    ru: 'Столбцы не читаются и останутся в результатах: {columns}.',
    kk: 'Бұл бағандар оқылмайды, нәтижелерде сақталады: {columns}.',
  },
  'The file is not UTF-8. Its letters were read as windows-1251.': {
    ru: 'Файл не в UTF-8. Буквы прочитаны как windows-1251.',
    kk: 'Файл UTF-8 емес. Әріптер windows-1251 ретінде оқылды.',
  },
  'profile {name} lists no approvers: this plan cannot be applied until it does.': {
    ru: 'в профиле {name} нет утверждающих: пока их нет, план выполнить нельзя.',
    kk: '{name} профилінде бекітушілер жоқ: олар қосылмайынша жоспарды орындау мүмкін емес.',
  },
  'your key is not listed in profile {name}. Before this plan is applied: {command}': {
    ru: 'вашего ключа нет в профиле {name}. До выполнения плана: {command}',
    kk: 'сіздің кілтіңіз {name} профилінде жоқ. Жоспарды орындамас бұрын: {command}',
  },
  'Continuing after row {row}, where this plan was interrupted.': {
    ru: 'Продолжение после строки {row}, на которой составление плана прервалось.',
    kk: 'Жоспар құру тоқтаған {row}-жолдан кейін жалғасады.',
  },
  'Nothing was sent. {rows} rows are checked: run the same command again to continue after them.': {
    ru: 'Ничего не отправлено. Проверено строк: {rows}. Чтобы продолжить, повторите ту же команду.',
    kk: 'Ештеңе жіберілген жоқ. Тексерілген жолдар: {rows}. Жалғастыру үшін сол команданы қайталаңыз.',
  },
  'The platform did not answer {count} consecutive status requests. The last failure: {why}.': {
    ru: 'Платформа не ответила на несколько запросов статуса подряд ({count}). Последняя ошибка: {why}.',
    kk: 'Платформа қатарынан {count} мәртебе сұранысына жауап бермеді. Соңғы қате: {why}.',
  },
  'Next, by another user: rocketpay refunds approve {words}': {
    ru: 'Дальше, другой сотрудник: rocketpay refunds approve {words}',
    kk: 'Келесі қадам, басқа қызметкер: rocketpay refunds approve {words}',
  },
  'Next: rocketpay refunds apply {words}': {
    ru: 'Дальше: rocketpay refunds apply {words}',
    kk: 'Келесі қадам: rocketpay refunds apply {words}',
  },
  'Skipped rows are NOT refunded. The first {shown} of {skipped} are shown.': {
    ru: 'По пропущенным строкам возврата НЕ будет. Показаны первые {shown} из {skipped}.',
    kk: 'Өткізілген жолдар бойынша қайтарым ЖАСАЛМАЙДЫ. Алғашқы {shown} көрсетілді, барлығы {skipped}.',
  },
  'Skipped rows are NOT refunded.': {
    ru: 'По пропущенным строкам возврата НЕ будет.',
    kk: 'Өткізілген жолдар бойынша қайтарым ЖАСАЛМАЙДЫ.',
  },
  'Row by row: rocketpay refunds export {words}': {
    ru: 'Построчно: rocketpay refunds export {words}',
    kk: 'Жолдар бойынша: rocketpay refunds export {words}',
  },
  'Stored in the ledger of the team: {plan}': {
    ru: 'Сохранён в журнале команды: {plan}',
    kk: 'Топтың журналында сақталды: {plan}',
  },
  'Nothing will be refunded by this plan.': {
    ru: 'По этому плану ничего не будет возвращено.',
    kk: 'Бұл жоспар бойынша ештеңе қайтарылмайды.',
  },
  'line {line}: {why}': { ru: 'строка {line}: {why}', kk: '{line}-жол: {why}' },
  'line {line}, {paymentId}: {why}': { ru: 'строка {line}, {paymentId}: {why}', kk: '{line}-жол, {paymentId}: {why}' },
  'line {line}': { ru: 'строка {line}', kk: '{line}-жол' },
  'The first {shown} of {refunds} refunds (all: --rows)': {
    ru: 'Первые {shown} из {refunds} (все: --rows)',
    kk: 'Алғашқы {shown}, барлығы {refunds} (бәрі: --rows)',
  },
  Refunds: { ru: 'Возвраты', kk: 'Қайтарымдар' },
  'The largest refunds': { ru: 'Самые крупные возвраты', kk: 'Ең ірі қайтарымдар' },
  '{rows} rows checked: {refunds} to refund, {skipped} skipped': {
    ru: 'Проверено строк: {rows}, к возврату {refunds}, пропущено {skipped}',
    kk: 'Тексерілген жолдар: {rows}, қайтаруға {refunds}, өткізілді {skipped}',
  },
  Plan: { ru: 'План', kk: 'Жоспар' },
  '{plan}, made {time} by {by}': { ru: '{plan}, составлен {time}, {by}', kk: '{plan}, құрылған уақыты {time}, {by}' },
  From: { ru: 'Из файла', kk: 'Файлдан' },
  Profile: { ru: 'Профиль', kk: 'Профиль' },
  '{profile}, project {project}, {mode}': {
    ru: '{profile}, проект {project}, {mode}',
    kk: '{profile}, жоба {project}, {mode}',
  },
  Rows: { ru: 'Строки', kk: 'Жолдар' },
  '{rows}: {refunds} to refund, {skipped} skipped': {
    ru: '{rows}: к возврату {refunds}, пропущено {skipped}',
    kk: '{rows}: қайтаруға {refunds}, өткізілді {skipped}',
  },
  Total: { ru: 'Итого', kk: 'Барлығы' },
  Again: { ru: 'Повторно', kk: 'Қайталап' },
  'includes refunds that repeat an earlier amount: {reason}': {
    ru: 'есть повторы прежних сумм: {reason}',
    kk: 'бұрынғы сомалар қайталанады: {reason}',
  },
  Payments: { ru: 'Платежи', kk: 'Төлемдер' },
  'not checked (--offline): each payment is checked before its refund': {
    ru: 'не проверены (--offline): каждый платёж проверяется перед возвратом',
    kk: 'тексерілмеді (--offline): әр төлем қайтарым алдында тексеріледі',
  },
  Skipped: { ru: 'Пропущено', kk: 'Өткізілді' },
  'each {amount}': { ru: 'каждая {amount}', kk: 'әрқайсысы {amount}' },
  '{smallest} to {largest}': { ru: 'от {smallest} до {largest}', kk: 'ең азы {smallest}, ең көбі {largest}' },
  Amounts: { ru: 'Суммы', kk: 'Сомалар' },
  Before: { ru: 'До', kk: 'Бұрын' },
  '{paid} paid, {refunded} refunded, {left} left': {
    ru: 'оплачено {paid}, возвращено {refunded}, остаток {left}',
    kk: 'төленді {paid}, қайтарылды {refunded}, қалды {left}',
  },
  After: { ru: 'После', kk: 'Кейін' },
  '{left} left': { ru: 'остаток {left}', kk: 'қалды {left}' },
  'The plan is saved as {file}. Run the same command again to store it in the ledger.': {
    ru: 'План сохранён в файле {file}. Чтобы сохранить его в журнале, повторите ту же команду.',
    kk: 'Жоспар {file} файлында сақталды. Оны журналға сақтау үшін сол команданы қайталаңыз.',
  },
  'For a plan of a team, name its ledger: rocketpay ledger use postgres://…': {
    ru: 'Для плана команды укажите её журнал: rocketpay ledger use postgres://…',
    kk: 'Топтың жоспары үшін оның журналын көрсетіңіз: rocketpay ledger use postgres://…',
  },
  '--reason explains why amounts are refunded again: add --again.': {
    ru: '--reason объясняет повторный возврат сумм: добавьте --again.',
    kk: '--reason соманы қайта қайтару себебін түсіндіреді: --again қосыңыз.',
  },
  'The plan {name} is not replaced: {why}.': {
    ru: 'План {name} не заменён: {why}.',
    kk: '{name} жоспары ауыстырылмады: {why}.',
  },
  'Choose another name: --out <file>. Its results: rocketpay refunds show {name}': {
    ru: 'Выберите другое имя: --out <file>. Результаты прежнего: rocketpay refunds show {name}',
    kk: 'Басқа атау таңдаңыз: --out <file>. Бұрынғысының нәтижелері: rocketpay refunds show {name}',
  },
  'another ledger knows what was sent of it': {
    ru: 'что по нему отправлено, знает другой журнал',
    kk: 'одан не жіберілгенін басқа журнал біледі',
  },
  'line {line} was already sent': { ru: 'строка {line} уже отправлена', kk: '{line}-жол жіберіліп қойған' },
  '{plan} stays in the ledger of the team: only {by}, who has made it, can replace it there.': {
    ru: '{plan} остаётся в журнале команды: заменить его там может только составитель, {by}.',
    kk: '{plan} топтың журналында қалады: оны онда тек құрастырушысы ({by}) ауыстыра алады.',
  },
  '{text} (line {line})': { ru: '{text} (строка {line})', kk: '{text} ({line}-жол)' },
  '{count:One amount|# amounts} of this file can be read in two ways: {lines}. How are amounts written?': {
    ru: '{count:# сумму|# суммы|# сумм} этого файла можно прочитать двояко: {lines}. Как записаны суммы?',
    kk: 'Бұл файлдағы {count:# соманы} екі түрлі оқуға болады: {lines}. Сомалар қалай жазылған?',
  },
  'With a decimal comma: {text} is {value}': {
    ru: 'С десятичной запятой: {text} — это {value}',
    kk: 'Ондық үтірмен: {text} — бұл {value}',
  },
  'With a decimal point: {text} is {value}': {
    ru: 'С десятичной точкой: {text} — это {value}',
    kk: 'Ондық нүктемен: {text} — бұл {value}',
  },
  'I do not know: skip these rows': { ru: 'Не знаю: пропустить эти строки', kk: 'Білмеймін: бұл жолдарды өткізу' },
  'The ledger has no plans.': { ru: 'В журнале нет планов.', kk: 'Журналда жоспар жоқ.' },
  '{plan} was changed in the database. It is not applied.': {
    ru: '{plan} изменён в базе данных. Он не выполняется.',
    kk: '{plan} дерекқорда өзгертілген. Ол орындалмайды.',
  },
  'Only the newest plans are shown. For more: --limit {limit}': {
    ru: 'Показаны только последние планы. Чтобы увидеть больше: --limit {limit}',
    kk: 'Тек соңғы жоспарлар көрсетілді. Көбірек көру үшін: --limit {limit}',
  },
  open: { ru: 'открыт', kk: 'ашық' },
  approved: { ru: 'утверждён', kk: 'бекітілген' },
  'being applied': { ru: 'выполняется', kk: 'орындалып жатыр' },
  applied: { ru: 'выполнен', kk: 'орындалды' },
  'replaced, is not applied any more': { ru: 'заменён, больше не выполняется', kk: 'ауыстырылды, енді орындалмайды' },
  '{sent} of {refunds} sent': { ru: 'отправлено {sent} из {refunds}', kk: 'жіберілді {sent}, барлығы {refunds}' },
  'made {time} by {by}': { ru: 'составлен {time}, {by}', kk: 'құрылған уақыты {time}, {by}' },
  'approved by {names}': { ru: 'утвердили: {names}', kk: 'бекіткендер: {names}' },
  '{total}, {refunds} of {rows} rows, profile {profile}': {
    ru: '{total}, к возврату {refunds} из {rows}, профиль {profile}',
    kk: '{total}, қайтаруға {refunds}, барлық жол {rows}, профиль {profile}',
  },
} as const satisfies Catalogue;
