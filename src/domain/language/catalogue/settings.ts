import type { Catalogue } from '#domain/language/translator';

/** Failures of the profile, its secret and the environment. */
export const SETTINGS = {
  'No profile is chosen.': { ru: 'Профиль не выбран.', kk: 'Профиль таңдалмаған.' },
  'Choose one: rocketpay profiles use {name}': {
    ru: 'Выберите профиль: rocketpay profiles use {name}',
    kk: 'Профильді таңдаңыз: rocketpay profiles use {name}',
  },
  'There is no profile yet, and ROCKETPAY_PROJECT_ID is not set.': {
    ru: 'Профиля ещё нет, и ROCKETPAY_PROJECT_ID не задана.',
    kk: 'Профиль әлі жоқ, ROCKETPAY_PROJECT_ID де берілмеген.',
  },
  'Make one: rocketpay profiles add <name> --project-id <id>. Or look around without an account: rocketpay demo': {
    ru: 'Создайте профиль: rocketpay profiles add <name> --project-id <id>. Или попробуйте без учётной записи: rocketpay demo',
    kk: 'Профиль жасаңыз: rocketpay profiles add <name> --project-id <id>. Немесе тіркелгісіз қолданып көріңіз: rocketpay demo',
  },
  'Make one: rocketpay profiles add <name> --project-id <id>': {
    ru: 'Создайте профиль: rocketpay profiles add <name> --project-id <id>',
    kk: 'Профиль жасаңыз: rocketpay profiles add <name> --project-id <id>',
  },
  'There is no secret to sign with.': { ru: 'Нет секрета для подписи.', kk: 'Қол қоятын құпия кілт жоқ.' },
  'Set ROCKETPAY_SECRET_KEY or ROCKETPAY_SECRET_KEY_FILE, or make a profile: rocketpay profiles add <name> --project-id <id>':
    {
      ru: 'Задайте ROCKETPAY_SECRET_KEY или ROCKETPAY_SECRET_KEY_FILE или создайте профиль: rocketpay profiles add <name> --project-id <id>',
      kk: 'ROCKETPAY_SECRET_KEY немесе ROCKETPAY_SECRET_KEY_FILE беріңіз не профиль жасаңыз: rocketpay profiles add <name> --project-id <id>',
    },
  'The profile {profile} has no secret.': {
    ru: 'В профиле {profile} нет секрета.',
    kk: '{profile} профилінде құпия кілт жоқ.',
  },
  'Set ROCKETPAY_SECRET_KEY or ROCKETPAY_SECRET_KEY_FILE, or give the profile one: rocketpay profiles rotate {name}': {
    ru: 'Задайте ROCKETPAY_SECRET_KEY или ROCKETPAY_SECRET_KEY_FILE или добавьте секрет в профиль: rocketpay profiles rotate {name}',
    kk: 'ROCKETPAY_SECRET_KEY немесе ROCKETPAY_SECRET_KEY_FILE беріңіз не профильге құпия кілт қосыңыз: rocketpay profiles rotate {name}',
  },
  'ROCKETPAY_PROJECT_ID is not a project id: {text}.': {
    ru: 'ROCKETPAY_PROJECT_ID — не номер проекта: {text}.',
    kk: 'ROCKETPAY_PROJECT_ID — жоба нөмірі емес: {text}.',
  },
  'It is a whole number, as the Dashboard shows it.': {
    ru: 'Это целое число, как в Dashboard.',
    kk: 'Бұл — Dashboard көрсететін бүтін сан.',
  },
  '{name} contains only white space.': { ru: 'В {name} только пробелы.', kk: '{name} ішінде тек бос орын бар.' },
  'Give it a value, or: {command}': {
    ru: 'Укажите значение или выполните: «{command}»',
    kk: 'Мәнін беріңіз немесе орындаңыз: «{command}»',
  },
  '{name} has quotation marks in its value: {value}.': {
    ru: 'В значении {name} есть кавычки: {value}.',
    kk: '{name} мәнінде тырнақша бар: {value}.',
  },
  'Write it without them: {example}': { ru: 'Напишите без кавычек: {example}', kk: 'Тырнақшасыз жазыңыз: {example}' },
  'The secret file {path} cannot be read: {problem}.': {
    ru: 'Файл с секретом {path} нельзя прочитать: {problem}.',
    kk: '{path} құпия кілт файлын оқу мүмкін емес: {problem}.',
  },
  'Write the secret into that file, or name another one: rocketpay profiles add <name> … --replace --secret-file <path>':
    {
      ru: 'Запишите секрет в этот файл или укажите другой: rocketpay profiles add <name> … --replace --secret-file <path>',
      kk: 'Құпия кілтті осы файлға жазыңыз немесе басқасын көрсетіңіз: rocketpay profiles add <name> … --replace --secret-file <path>',
    },
  'The secret file {path} is not valid UTF-8.': {
    ru: 'Файл с секретом {path} записан не в UTF-8.',
    kk: '{path} құпия кілт файлы UTF-8 емес.',
  },
  'The profile store contains a secret, and other users have access to it: {file} has mode {mode}.': {
    ru: 'В хранилище профилей есть секрет, и к нему есть доступ у других пользователей: права файла {file} — {mode}.',
    kk: 'Профильдер қоймасында құпия кілт бар, оған басқа пайдаланушылар қол жеткізе алады: {file} файлының құқықтары — {mode}.',
  },
  'The variable {name}': { ru: 'Переменная {name}', kk: '{name} айнымалысы' },
  'The output of {program}': { ru: 'Вывод программы «{program}»', kk: '«{program}» бағдарламасының шығысы' },
  'The secret file {path}': { ru: 'Файл с секретом {path}', kk: '{path} құпия кілт файлы' },
  '{what}, which should contain the secret, is empty or not set.': {
    ru: '{what}: здесь должен быть секрет, но пусто или не задано.',
    kk: '{what}: мұнда құпия кілт болуы керек, бірақ бос немесе берілмеген.',
  },
  'There is no profile {name}.': { ru: 'Профиля {name} нет.', kk: '{name} профилі жоқ.' },
  'Did you mean {name}?': { ru: 'Возможно, {name}?', kk: 'Мүмкін, {name}?' },
  'A sandbox makes it when it starts: rocketpay sandbox': {
    ru: 'Его создаёт песочница при запуске: rocketpay sandbox',
    kk: 'Оны құмсалғыш іске қосылғанда жасайды: rocketpay sandbox',
  },
  'There are: {names}.': { ru: 'Есть профили: «{names}».', kk: 'Бар профильдер: «{names}».' },
  'it carries a user name or a password': {
    ru: 'в нём имя пользователя или пароль',
    kk: 'онда пайдаланушы аты немесе құпиясөз бар',
  },
  '{url} is not an https URL': { ru: '{url} — не адрес https', kk: '{url} — https мекенжайы емес' },
  '{url} has white space in it': { ru: 'в {url} есть пробел', kk: '{url} ішінде бос орын бар' },
  'it carries a query or a fragment': {
    ru: 'в нём есть параметры или фрагмент',
    kk: 'онда параметрлер немесе фрагмент бар',
  },
  '{origin} is plain http to another machine: use https, or --insecure on a network that no one else can read': {
    ru: '{origin} — http без шифрования к другому компьютеру: используйте https или --insecure в сети, которую больше никто не видит',
    kk: '{origin} — басқа компьютерге шифрланбаған http: https қолданыңыз немесе басқа ешкім көрмейтін желіде --insecure көрсетіңіз',
  },
  '{key} (from {origin}) cannot be used: {problem}.': {
    ru: 'Значение «{key}» (источник: «{origin}») не подходит: {problem}.',
    kk: '«{key}» мәні (көзі: «{origin}») жарамайды: {problem}.',
  },
} as const satisfies Catalogue;
