import type { Catalogue } from '#domain/language/translator';

/** Messages of the application of a plan: checks, questions, progress. */
export const APPLY = {
  'The plan was not approved.': { ru: 'План не утверждён.', kk: 'Жоспар бекітілмеді.' },
  'If it is right, run the same command with --confirm {major}': {
    ru: 'Если всё верно, повторите ту же команду с --confirm {major}',
    kk: 'Бәрі дұрыс болса, сол команданы --confirm {major} қосып қайталаңыз',
  },
  '--confirm {confirm} is not the total of this plan, {total}.': {
    ru: '--confirm {confirm} — не итог этого плана, итог {total}.',
    kk: '--confirm {confirm} — бұл жоспардың жалпы сомасы емес, жалпы сома {total}.',
  },
  'A plan without a terminal needs --confirm with its total.': {
    ru: 'Без терминала план требует --confirm с его итогом.',
    kk: 'Терминалсыз жоспарға жалпы сомасы бар --confirm керек.',
  },
  'To approve it, type the total of the plan, in {currency}:': {
    ru: 'Чтобы утвердить, введите итог плана, {currency}:',
    kk: 'Бекіту үшін жоспардың жалпы сомасын теріңіз, {currency}:',
  },
  'To refund it, type the total of the plan, in {currency}:': {
    ru: 'Чтобы вернуть, введите итог плана, {currency}:',
    kk: 'Қайтару үшін жоспардың жалпы сомасын теріңіз, {currency}:',
  },
  'That is not the total of this plan. Type it as it is shown above, for example {example}, or leave with Ctrl-C.': {
    ru: 'Это не итог этого плана. Введите его, как показано выше, например {example}, или выйдите: Ctrl-C.',
    kk: 'Бұл жоспардың жалпы сомасы емес. Оны жоғарыда көрсетілгендей теріңіз, мысалы {example}, немесе шығыңыз: Ctrl-C.',
  },
  'Payment {paymentId} has changed since the plan was made: {change}.': {
    ru: 'Платёж {paymentId} изменился после составления плана: {change}.',
    kk: '{paymentId} төлемі жоспар құрылғаннан кейін өзгерді: {change}.',
  },
  'The plan was made with profile {profile}, this is {name}.': {
    ru: 'План составлен с профилем {profile}, а это {name}.',
    kk: 'Жоспар {profile} профилімен құрылған, ал бұл {name}.',
  },
  'Name it: rocketpay refunds apply {file} --profile {profile}': {
    ru: 'Укажите его: rocketpay refunds apply {file} --profile {profile}',
    kk: 'Оны көрсетіңіз: rocketpay refunds apply {file} --profile {profile}',
  },
  'The plan is for project {project} ({mode}), this is {own} ({ownMode}).': {
    ru: 'План для проекта {project} ({mode}), а это {own} ({ownMode}).',
    kk: 'Жоспар {project} ({mode}) жобасына арналған, ал бұл {own} ({ownMode}).',
  },
  'The plan is {age} old, over the limit of {limit}: payments may have changed.': {
    ru: 'Плану {age}, это больше предела {limit}: платежи могли измениться.',
    kk: 'Жоспар құрылғанына {age} болды, шегі {limit}: төлемдер өзгерген болуы мүмкін.',
  },
  'The plan is from the future: payments may have changed.': {
    ru: 'Время плана в будущем: платежи могли измениться.',
    kk: 'Жоспардың уақыты болашақта: төлемдер өзгерген болуы мүмкін.',
  },
  'The plan was replaced by {replacement}. Nothing was sent by this run.': {
    ru: 'План заменён на {replacement}. Этот запуск ничего не отправил.',
    kk: 'Жоспар {replacement} жоспарымен ауыстырылды. Бұл іске қосу ештеңе жіберген жоқ.',
  },
  'See the new one: rocketpay refunds show {replacement}': {
    ru: 'Новый план: rocketpay refunds show {replacement}',
    kk: 'Жаңа жоспар: rocketpay refunds show {replacement}',
  },
  'The plan was made on {host}, this is {here}.': {
    ru: 'План составлен на {host}, а это {here}.',
    kk: 'Жоспар {host} компьютерінде құрылған, ал бұл {here}.',
  },
  'The plan was made with another ledger than {ledger}.': {
    ru: 'План составлен с другим журналом, не {ledger}.',
    kk: 'Жоспар басқа журналмен құрылған, {ledger} емес.',
  },
  'A plan that is applied in two places refunds each row twice: no ledger knows what another one has sent.': {
    ru: 'План, выполненный в двух местах, возвращает каждую строку дважды: журналы не знают друг о друге.',
    kk: 'Екі жерде орындалған жоспар әр жолды екі рет қайтарады: журналдар бір-бірін білмейді.',
  },
  'Apply it where it was made, or make a new plan here. Only if it was applied nowhere else and will not be: add --other-ledger.':
    {
      ru: 'Выполните его там, где он составлен, или составьте здесь новый план. Только если он нигде больше не выполнялся и не будет: добавьте --other-ledger.',
      kk: 'Оны құрылған жерінде орындаңыз немесе мұнда жаңа жоспар құрыңыз. Тек басқа еш жерде орындалмаған және орындалмайтын болса: --other-ledger қосыңыз.',
    },
  'Make a new plan: rocketpay refunds plan <file.csv>': {
    ru: 'Составьте новый план: rocketpay refunds plan <file.csv>',
    kk: 'Жаңа жоспар құрыңыз: rocketpay refunds plan <file.csv>',
  },
  'waiting for the results': { ru: 'ожидание результатов', kk: 'нәтижелер күтілуде' },
  'waiting for {count} results': { ru: 'ожидание результатов: {count}', kk: 'нәтижелер күтілуде: {count}' },
  'To see its progress: rocketpay refunds show {plan}': {
    ru: 'Ход выполнения: rocketpay refunds show {plan}',
    kk: 'Орындалу барысы: rocketpay refunds show {plan}',
  },
  'Another process is applying this plan now.': {
    ru: 'Этот план сейчас выполняет другой процесс.',
    kk: 'Бұл жоспарды қазір басқа процесс орындап жатыр.',
  },
  'Continuing with the {rows:one row that is|# rows that are} to do: {amount}.': {
    ru: 'Продолжение: {rows:осталась # строка|осталось # строки|осталось # строк}, {amount}.',
    kk: 'Жалғасуда: {rows} жол қалды, {amount}.',
  },
  'No refund of this plan has an unknown outcome.': {
    ru: 'Возвратов с неизвестным исходом по этому плану нет.',
    kk: 'Бұл жоспарда нәтижесі белгісіз қайтарым жоқ.',
  },
  'The platform has not shown {count} and may still process them.': {
    ru: 'Платформа не показала возвратов: {count}. Она ещё может их обработать.',
    kk: 'Платформа көрсетпеген қайтарымдар: {count}. Ол оларды әлі өңдеуі мүмкін.',
  },
  'To continue, run the same command again.': {
    ru: 'Чтобы продолжить, повторите ту же команду.',
    kk: 'Жалғастыру үшін сол команданы қайталаңыз.',
  },
  'Interrupted. The outcome of {rows} refunds is unknown.': {
    ru: 'Прервано. Возвратов с неизвестным исходом: {rows}.',
    kk: 'Тоқтатылды. Нәтижесі белгісіз қайтарымдар: {rows}.',
  },
  'First: rocketpay resume --plan {plan} --wait. Then run the same command again.': {
    ru: 'Сначала: rocketpay resume --plan {plan} --wait. Затем повторите ту же команду.',
    kk: 'Алдымен: rocketpay resume --plan {plan} --wait. Содан кейін сол команданы қайталаңыз.',
  },
  'No new refund starts. Waiting for {count} in progress. Ctrl-C again lists them and exits.': {
    ru: 'Новые возвраты не начинаются. Ожидаются начатые: {count}. Повторный Ctrl-C покажет их и завершит программу.',
    kk: 'Жаңа қайтарымдар басталмайды. Басталғандары күтілуде: {count}. Ctrl-C қайта басылса, олар көрсетіліп, бағдарлама аяқталады.',
  },
  'Stopped: {streak}. The last failure: {failure}': {
    ru: 'Остановлено: {streak}. Последняя ошибка: {failure}',
    kk: 'Тоқтатылды: {streak}. Соңғы қате: {failure}',
  },
  '{rows} consecutive rows were not refunded': {
    ru: 'строк подряд без возврата: {rows}',
    kk: 'қатарынан қайтарылмаған жолдар: {rows}',
  },
  'the outcome of {rows} consecutive rows is not known': {
    ru: 'строк подряд с неизвестным исходом: {rows}',
    kk: 'қатарынан нәтижесі белгісіз жолдар: {rows}',
  },
  'of {rows} consecutive rows {failed} were not refunded, and the outcome of {unknown} is not known': {
    ru: 'из строк подряд ({rows}) не возвращено {failed}, исход неизвестен у {unknown}',
    kk: 'қатарынан {rows} жолдың ішінде {failed} қайтарылмады, {unknown} жолдың нәтижесі белгісіз',
  },
  'The results are in {file}.': { ru: 'Результаты в файле {file}.', kk: 'Нәтижелер {file} файлында.' },
  '{count} rows are left out: a spreadsheet would run their payment ids as formulas.': {
    ru: 'Не включено строк: {count}. Табличный редактор выполнил бы их номера платежей как формулы.',
    kk: 'Қосылмаған жолдар: {count}. Кесте бағдарламасы олардың төлем нөмірлерін формула ретінде орындар еді.',
  },
} as const satisfies Catalogue;
