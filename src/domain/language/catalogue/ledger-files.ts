import type { Catalogue } from '#domain/language/translator';

/** Why the ledger of this machine cannot be used, and problems of its records. */
export const LEDGER_FILES = {
  'The ledger {place} cannot be used: {reason}.': {
    ru: 'Журнал {place} использовать нельзя: {reason}.',
    kk: '{place} журналын пайдалану мүмкін емес: {reason}.',
  },
  'No write is sent without its record.': {
    ru: 'Ничего не отправляется без записи в журнал.',
    kk: 'Журналға жазылмай ештеңе жіберілмейді.',
  },
  'No write is sent without its record. Another place for it: ROCKETPAY_DATA_DIR.': {
    ru: 'Ничего не отправляется без записи в журнал. Другое место для него: ROCKETPAY_DATA_DIR.',
    kk: 'Журналға жазылмай ештеңе жіберілмейді. Оған басқа орын: ROCKETPAY_DATA_DIR.',
  },
  'another process has kept it locked for {seconds} s': {
    ru: 'другой процесс блокирует его уже {seconds} с',
    kk: 'басқа процесс оны {seconds} с бойы құлыптап тұр',
  },
  'it is read-only': { ru: 'он доступен только для чтения', kk: 'ол тек оқуға ашық' },
  'it cannot be opened': { ru: 'его не удалось открыть', kk: 'оны ашу мүмкін болмады' },
  'it is not a ledger': { ru: 'это не журнал', kk: 'бұл журнал емес' },
  'it is damaged': { ru: 'он повреждён', kk: 'ол зақымданған' },
  'it is damaged: a text in it is not UTF-8': {
    ru: 'он повреждён: текст в нём не в UTF-8',
    kk: 'ол зақымданған: ішіндегі мәтін UTF-8 емес',
  },
  'this user may not write there': {
    ru: 'у этого пользователя нет права записи туда',
    kk: 'бұл пайдаланушының онда жазуға құқығы жоқ',
  },
  '{path} belongs to another user': {
    ru: '{path} принадлежит другому пользователю',
    kk: '{path} басқа пайдаланушыға тиесілі',
  },
  'The ledger {place} can be read and cannot be written: {why}.': {
    ru: 'Журнал {place} можно читать, но нельзя в него писать: {why}.',
    kk: '{place} журналын оқуға болады, бірақ оған жазуға болмайды: {why}.',
  },
  'No write is sent without its record. Run this where the ledger can be written, as its owner. Another place for it: ROCKETPAY_DATA_DIR.':
    {
      ru: 'Ничего не отправляется без записи в журнал. Выполните команду там, где в журнал можно писать, от имени его владельца. Другое место для него: ROCKETPAY_DATA_DIR.',
      kk: 'Журналға жазылмай ештеңе жіберілмейді. Команданы журналға жазуға болатын жерде, оның иесінің атынан орындаңыз. Оған басқа орын: ROCKETPAY_DATA_DIR.',
    },
  'The ledger {place} cannot be read: {why}.': {
    ru: 'Журнал {place} прочитать нельзя: {why}.',
    kk: '{place} журналын оқу мүмкін емес: {why}.',
  },
  'Run this as its owner. Another place for it: ROCKETPAY_DATA_DIR.': {
    ru: 'Выполните команду от имени его владельца. Другое место для журнала: ROCKETPAY_DATA_DIR.',
    kk: 'Команданы оның иесінің атынан орындаңыз. Журналға басқа орын: ROCKETPAY_DATA_DIR.',
  },
  'another process keeps writing it': {
    ru: 'другой процесс постоянно в него пишет',
    kk: 'басқа процесс оған үздіксіз жазып жатыр',
  },
  'The ledger {place} cannot be copied to {folder}, where it would be read: {why}.': {
    ru: 'Журнал {place} не удалось скопировать для чтения в {folder}: {why}.',
    kk: '{place} журналын оқу үшін көшіру мүмкін болмады, қалта {folder}: {why}.',
  },
  'Run this again. Another folder for temporary files: TMPDIR.': {
    ru: 'Повторите команду. Другая папка для временных файлов: TMPDIR.',
    kk: 'Команданы қайталаңыз. Уақытша файлдарға басқа қалта: TMPDIR.',
  },
  'The ledger {place} was written by a newer version.': {
    ru: 'Журнал {place} записан более новой версией программы.',
    kk: '{place} журналы бағдарламаның жаңарақ нұсқасымен жазылған.',
  },
  'Update rocketpay, or use another place: ROCKETPAY_DATA_DIR.': {
    ru: 'Обновите rocketpay или задайте другое место: ROCKETPAY_DATA_DIR.',
    kk: 'Бағдарламаны (rocketpay) жаңартыңыз немесе басқа орын беріңіз: ROCKETPAY_DATA_DIR.',
  },
  'There is no intent {id}.': { ru: 'Записи {id} нет.', kk: '{id} жазбасы жоқ.' },
  'To list all intents: rocketpay history': {
    ru: 'Список всех записей: rocketpay history',
    kk: 'Барлық жазба тізімі: rocketpay history',
  },
  'The intent {key} is being sent by another process.': {
    ru: 'Запись {key} сейчас отправляет другой процесс.',
    kk: '{key} жазбасын қазір басқа процесс жіберіп жатыр.',
  },
  'The ledger is damaged: the end of its audit trail is missing.': {
    ru: 'Журнал повреждён: нет конца цепочки записей аудита.',
    kk: 'Журнал зақымданған: аудит жазбаларының соңы жоқ.',
  },
  'For details: rocketpay audit verify. To use another place: ROCKETPAY_DATA_DIR.': {
    ru: 'Подробности: rocketpay audit verify. Другое место: ROCKETPAY_DATA_DIR.',
    kk: 'Толығырақ: rocketpay audit verify. Басқа орын: ROCKETPAY_DATA_DIR.',
  },
  'Someone has changed {id} at the database: it differs from its records.': {
    ru: 'Запись {id} изменена прямо в базе данных: она отличается от журнала аудита.',
    kk: '{id} жазбасы тікелей дерекқорда өзгертілген: ол аудит журналынан өзгеше.',
  },
  'Tell an administrator of the team. What was recorded: rocketpay audit export': {
    ru: 'Сообщите администратору команды. Что было записано: rocketpay audit export',
    kk: 'Топ әкімшісіне хабарлаңыз. Не жазылғаны: rocketpay audit export',
  },
  'The ledger {place} was moved to the one of a team: {target}.': {
    ru: 'Журнал {place} перенесён в журнал команды: {target}.',
    kk: '{place} журналы топ журналына көшірілген: {target}.',
  },
  'Use it: ROCKETPAY_LEDGER_URL={target}. What was written here before can still be read.': {
    ru: 'Используйте его: ROCKETPAY_LEDGER_URL={target}. Записанное здесь раньше по-прежнему можно читать.',
    kk: 'Соны пайдаланыңыз: ROCKETPAY_LEDGER_URL={target}. Бұрын мұнда жазылғанды әлі де оқуға болады.',
  },
  'The ledger {file} is missing, and {proof} shows that there was one.': {
    ru: 'Журнала {file} нет, хотя раньше он был. Об этом говорит файл: {proof}.',
    kk: '{file} журналы жоқ, бірақ бұрын болған. Мұны көрсететін файл: {proof}.',
  },
  'The ledger {file} is empty, and {proof} shows that there was one.': {
    ru: 'Журнал {file} пуст, хотя раньше он был. Об этом говорит файл: {proof}.',
    kk: '{file} журналы бос, бірақ бұрын болған. Мұны көрсететін файл: {proof}.',
  },
  '{name} beside it': { ru: '{name} рядом с ним', kk: 'жанындағы {name}' },
  'The profiles in {settings} use the ledger in {noted}, and this run uses {folder}.': {
    ru: 'Профили в {settings} работают с журналом в {noted}, а эта команда — с журналом в {folder}.',
    kk: '{settings} қалтасындағы профильдер {noted} журналымен жұмыс істейді, ал бұл команда {folder} журналын пайдаланады.',
  },
  'Use the same one: ROCKETPAY_DATA_DIR={folder}. To use this one from now on: rocketpay ledger init --new. This ledger does not know what was refunded with the other one.':
    {
      ru: 'Используйте тот же журнал: ROCKETPAY_DATA_DIR={folder}. Чтобы дальше работать с этим: rocketpay ledger init --new. Этот журнал не знает о возвратах, сделанных с другим.',
      kk: 'Сол журналды пайдаланыңыз: ROCKETPAY_DATA_DIR={folder}. Бұдан былай осы журналмен жұмыс істеу үшін: rocketpay ledger init --new. Бұл журнал басқа журналмен жасалған қайтарымдарды білмейді.',
    },
  'The ledger {place} is not the one that was used here before.': {
    ru: 'Журнал {place} — не тот, с которым здесь работали раньше.',
    kk: '{place} — мұнда бұрын пайдаланылған журнал емес.',
  },
  'The ledger {place} is older than its last use: it ends with record {end}, and there were {all}.': {
    ru: 'Журнал {place} старше, чем при последней работе: последняя запись в нём {end}, а было {all}.',
    kk: '{place} журналы соңғы пайдаланғандағыдан ескі: ондағы соңғы жазба {end}, ал бұрын {all} болған.',
  },
  'The ledger {place} has another record {number} than at its last use.': {
    ru: 'В журнале {place} запись {number} не такая, как при последней работе.',
    kk: '{place} журналындағы {number} жазбасы соңғы пайдаланғандағыдан өзгеше.',
  },
  'Earlier refunds may not be known.': {
    ru: 'Более ранние возвраты могут быть неизвестны.',
    kk: 'Бұрынғы қайтарымдар белгісіз болуы мүмкін.',
  },
  'Bring back the newest copy (ledger.db with its -wal file). To continue with what is there, after checking the Dashboard: rocketpay ledger init --new':
    {
      ru: 'Верните самую новую копию (ledger.db вместе с файлом -wal). Чтобы продолжить с тем, что есть, проверив возвраты в Dashboard: rocketpay ledger init --new',
      kk: 'Ең жаңа көшірмені қайтарыңыз (ledger.db және оның -wal файлы). Dashboard-тан тексергеннен кейін бар деректермен жалғастыру: rocketpay ledger init --new',
    },
  'Bring ledger.key back from a backup. To continue without what it sealed: rocketpay ledger init --new': {
    ru: 'Восстановите ledger.key из резервной копии. Чтобы продолжить без зашифрованных им данных: rocketpay ledger init --new',
    kk: 'Файлды (ledger.key) сақтық көшірмеден қалпына келтіріңіз. Онымен шифрланған деректерсіз жалғастыру: rocketpay ledger init --new',
  },
  'Bring it back, or remove it and run: rocketpay ledger init --new. Earlier phones and intent keys are not found then.':
    {
      ru: 'Восстановите его или удалите и выполните: rocketpay ledger init --new. Тогда прежние телефоны и ключи записей найти нельзя.',
      kk: 'Оны қалпына келтіріңіз немесе жойып, мынаны орындаңыз: rocketpay ledger init --new. Онда бұрынғы телефондар мен жазба кілттері табылмайды.',
    },
  'The key {file} is not the one that the ledger was made with.': {
    ru: 'Ключ {file} — не тот, с которым создан журнал.',
    kk: '{file} — журнал жасалған кілт емес.',
  },
  'The key {file} of the ledger cannot be read: {why}.': {
    ru: 'Ключ журнала {file} прочитать нельзя: {why}.',
    kk: 'Журнал кілтін оқу мүмкін емес ({file}): {why}.',
  },
  'Run this as its owner.': {
    ru: 'Выполните команду от имени его владельца.',
    kk: 'Команданы оның иесінің атынан орындаңыз.',
  },
  'The key {file} of the ledger is missing.': { ru: 'Нет ключа журнала {file}.', kk: 'Журнал кілті жоқ: {file}.' },
  'The key {file} is damaged.': { ru: 'Ключ {file} повреждён.', kk: '{file} кілті зақымданған.' },
  'Without it, stored callbacks, phones and intent keys cannot be read.': {
    ru: 'Без него нельзя прочитать сохранённые уведомления, телефоны и ключи записей.',
    kk: 'Онсыз сақталған хабарламаларды, телефондарды және жазба кілттерін оқу мүмкін емес.',
  },
  'The limits of {member} in the ledger are not signed by an administrator of the team.': {
    ru: 'Лимиты в журнале не подписаны администратором команды. Для кого они заданы: {member}.',
    kk: 'Журналдағы лимиттерге топ әкімшісі қол қоймаған. Кімге берілген: {member}.',
  },
  'all members': { ru: 'все участники', kk: 'барлық қатысушы' },
  'An administrator removes them, and then sets them again: rocketpay ledger limit --reset': {
    ru: 'Администратору нужно удалить их и задать заново: rocketpay ledger limit --reset',
    kk: 'Әкімші оларды жойып, қайта беруі керек: rocketpay ledger limit --reset',
  },
  'An administrator removes them, and then sets them again: rocketpay ledger limit {member} --reset': {
    ru: 'Администратору нужно удалить их и задать заново: rocketpay ledger limit {member} --reset',
    kk: 'Әкімші оларды жойып, қайта беруі керек: rocketpay ledger limit {member} --reset',
  },
  'The certificate file {file} cannot be read: {reason}.': {
    ru: 'Файл сертификата {file} прочитать нельзя: {reason}.',
    kk: '{file} сертификат файлын оқу мүмкін емес: {reason}.',
  },
  'unknown reason': { ru: 'причина неизвестна', kk: 'себебі белгісіз' },
} as const satisfies Catalogue;
