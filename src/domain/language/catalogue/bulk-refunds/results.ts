import type { Catalogue } from '#domain/language/translator';

/** Messages of the results of a plan: outcomes of rows, next commands, changes of payments. */
export const PLAN_RESULTS = {
  'To refund': { ru: 'К возврату', kk: 'Қайтаруға' },
  'To check': { ru: 'Проверить', kk: 'Тексеру керек' },
  'and {more} more: rocketpay refunds export {plan}': {
    ru: 'и ещё {more}: rocketpay refunds export {plan}',
    kk: 'және тағы {more}: rocketpay refunds export {plan}',
  },
  'Nothing was sent (--dry-run).': {
    ru: 'Ничего не отправлено (--dry-run).',
    kk: 'Ештеңе жіберілген жоқ (--dry-run).',
  },
  'Next: rocketpay resume --plan {plan} --wait': {
    ru: 'Дальше: rocketpay resume --plan {plan} --wait',
    kk: 'Келесі қадам: rocketpay resume --plan {plan} --wait',
  },
  'Then: rocketpay refunds apply {plan}': {
    ru: 'Затем: rocketpay refunds apply {plan}',
    kk: 'Содан кейін: rocketpay refunds apply {plan}',
  },
  'Results: rocketpay refunds apply {plan} --wait': {
    ru: 'Результаты: rocketpay refunds apply {plan} --wait',
    kk: 'Нәтижелер: rocketpay refunds apply {plan} --wait',
  },
  'A refund that the platform does not show may still be processed. To risk a second refund, after a check': {
    ru: 'Возврат, которого платформа не показывает, ещё может быть обработан. Рискнуть вторым, проверив',
    kk: 'Платформа көрсетпейтін қайтарым әлі өңделуі мүмкін. Екінші қайтарымға тәуекел етсеңіз',
  },
  'in the Dashboard: rocketpay refunds apply {plan} --again --reason "…"': {
    ru: 'в Dashboard: rocketpay refunds apply {plan} --again --reason "…"',
    kk: 'Dashboard-тан тексергеннен кейін: rocketpay refunds apply {plan} --again --reason "…"',
  },
  refunded: { ru: 'возвращено', kk: 'қайтарылды' },
  'accepted, no result yet': { ru: 'принято, результата ещё нет', kk: 'қабылданды, нәтижесі әлі жоқ' },
  'refused by the platform': { ru: 'не принято платформой', kk: 'платформа қабылдамады' },
  'not sent: blocked here': { ru: 'не отправлено: заблокировано здесь', kk: 'жіберілмеді: осы жерде бұғатталды' },
  'outcome unknown': { ru: 'исход неизвестен', kk: 'нәтижесі белгісіз' },
  'being sent': { ru: 'отправляется', kk: 'жіберіліп жатыр' },
  'not shown by the platform, may still be processed': {
    ru: 'платформа не показывает, ещё может обработать',
    kk: 'платформа көрсетпейді, әлі өңдеуі мүмкін',
  },
  'to do': { ru: 'осталось', kk: 'қалды' },
  skipped: { ru: 'пропущено', kk: 'өткізілді' },
  '{count} accepted': { ru: 'принято {count}', kk: 'қабылданды {count}' },
  '{count} declined': { ru: 'отклонено {count}', kk: 'қабылданбады {count}' },
  '{count} unknown': { ru: 'неизвестно {count}', kk: 'белгісіз {count}' },
  '{count} blocked': { ru: 'заблокировано {count}', kk: 'бұғатталды {count}' },
  '{count} to do': { ru: 'осталось {count}', kk: 'қалды {count}' },
  '{time} to go': { ru: 'ещё {time}', kk: 'тағы {time}' },
  '{text} is not a number of rows.': { ru: '{text} — не число строк.', kk: '{text} — жолдар саны емес.' },
  'For example: 5': { ru: 'Например: 5', kk: 'Мысалы: 5' },
  '--output saves all rows as an Excel workbook.': {
    ru: '--output сохраняет все строки в книгу Excel.',
    kk: '--output барлық жолды Excel кітабына сақтайды.',
  },
  'For example: rocketpay refunds export {plan} --output results.xlsx': {
    ru: 'Например: rocketpay refunds export {plan} --output results.xlsx',
    kk: 'Мысалы: rocketpay refunds export {plan} --output results.xlsx',
  },
  'Nothing is refunded: the file has no rows.': {
    ru: 'Ничего не возвращено: в файле нет строк.',
    kk: 'Ештеңе қайтарылмады: файлда жол жоқ.',
  },
  'Each row is refunded: {count:# row|# rows}, {amount}.': {
    ru: 'Возвращены все строки: {count}, {amount}.',
    kk: 'Барлық жол қайтарылды: {count}, {amount}.',
  },
  '{count} skipped': { ru: 'пропущено {count}', kk: 'өткізілді {count}' },
  '{count} declined or refused': { ru: 'отклонено {count}', kk: 'қабылданбады {count}' },
  '{count} not sent': { ru: 'не отправлено {count}', kk: 'жіберілмеді {count}' },
  'NOT refunded: {count} of {rows:# row|# rows} ({parts}).': {
    ru: 'НЕ возвращено строк: {count} из {rows} ({parts}).',
    kk: 'Қайтарылмаған жолдар: {count}, барлығы {rows} ({parts}).',
  },
  'No final result yet: {count:# row|# rows}, {amount}.': {
    ru: 'Окончательного результата ещё нет: {count:# строка|# строки|# строк}, {amount}.',
    kk: 'Түпкілікті нәтиже әлі жоқ: {count:# жол}, {amount}.',
  },
  'No row is known to be refunded.': {
    ru: 'Ни об одной строке не известно, что она возвращена.',
    kk: 'Қайтарылғаны белгілі жол жоқ.',
  },
  'Refunded: {count:# row|# rows}, {amount}.': {
    ru: 'Возвращено: {count:# строка|# строки|# строк}, {amount}.',
    kk: 'Қайтарылды: {count:# жол}, {amount}.',
  },
  'it has {count:a new refund|# new refunds}': {
    ru: '{count:новый возврат|новых возвратов: #|новых возвратов: #}',
    kk: 'жаңа қайтарым: {count:#}',
  },
  'its status was "{before}" and is "{now}"': {
    ru: 'статус был «{before}», теперь «{now}»',
    kk: 'мәртебесі «{before}» еді, енді «{now}»',
  },
  'an unknown amount': { ru: 'неизвестная сумма', kk: 'белгісіз сома' },
  '{before} was left and {now} is left now': {
    ru: 'остаток был {before}, теперь {now}',
    kk: 'қалдығы {before} еді, енді {now}',
  },
  '{amount} of {paymentId} was already refunded by a plan: {time}, {plan}, by {user}, intent {id} ({state}).': {
    ru: '{amount} по платежу {paymentId} уже возвращено по плану: {time}, {plan}, {user}, запись {id} ({state}).',
    kk: '{paymentId} төлемі бойынша {amount} жоспармен қайтарылып қойған: {time}, {plan}, {user}, жазба {id} ({state}).',
  },
  '{amount} of {paymentId} was already sent by a plan and may have been refunded or may still be refunded: {time}, {plan}, by {user}, intent {id} ({state}).':
    {
      ru: '{amount} по платежу {paymentId} уже отправлено по плану и могло или ещё может быть возвращено: {time}, {plan}, {user}, запись {id} ({state}).',
      kk: '{paymentId} төлемі бойынша {amount} жоспармен жіберілген, қайтарылған болуы немесе әлі қайтарылуы мүмкін: {time}, {plan}, {user}, жазба {id} ({state}).',
    },
  'To refund it a second time: rocketpay refunds plan <file.csv> --again --reason "…"': {
    ru: 'Чтобы вернуть второй раз: rocketpay refunds plan <file.csv> --again --reason "…"',
    kk: 'Екінші рет қайтару үшін: rocketpay refunds plan <file.csv> --again --reason "…"',
  },
} as const satisfies Catalogue;
