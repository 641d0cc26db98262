import type { Catalogue } from '#domain/language/translator';

/** Command lines that are not valid. */
export const USAGE = {
  "unknown option '{option}'": { ru: "неизвестная опция '{option}'", kk: "белгісіз опция '{option}'" },
  "unknown option '{option}' (Did you mean {word}?)": {
    ru: "неизвестная опция '{option}' (возможно, {word})",
    kk: "белгісіз опция '{option}' (мүмкін, {word})",
  },
  "unknown option '{option}' (Did you mean one of {words}?)": {
    ru: "неизвестная опция '{option}' (возможно, одна из {words})",
    kk: "белгісіз опция '{option}' (мүмкін, осылардың бірі: {words})",
  },
  "unknown command '{command}'": { ru: "неизвестная команда '{command}'", kk: "белгісіз команда '{command}'" },
  "unknown command '{command}' (Did you mean {word}?)": {
    ru: "неизвестная команда '{command}' (возможно, «{word}»)",
    kk: "белгісіз команда '{command}' (мүмкін, «{word}»)",
  },
  "unknown command '{command}' (Did you mean one of {words}?)": {
    ru: "неизвестная команда '{command}' (возможно, одна из «{words}»)",
    kk: "белгісіз команда '{command}' (мүмкін, осылардың бірі: «{words}»)",
  },
  "missing required argument '{name}'": {
    ru: 'не указан обязательный аргумент «{name}»',
    kk: 'міндетті аргумент көрсетілмеген: «{name}»',
  },
  "option '{flags}' argument missing": {
    ru: 'у опции «{flags}» нет значения',
    kk: 'опцияның мәні жоқ: «{flags}»',
  },
  "option '{flags}' argument '{value}' is invalid. Allowed choices are {choices}.": {
    ru: 'значение «{value}» опции «{flags}» не подходит. Допустимы: «{choices}».',
    kk: '«{flags}» опциясының «{value}» мәні жарамайды. Рұқсат етілгені: «{choices}».',
  },
  "too many arguments for '{command}'. Expected {expected:# argument|# arguments} but got {count}.": {
    ru: 'у команды «{command}» лишние аргументы. Нужно: {expected:# аргумент|# аргумента|# аргументов}, указано: {count}.',
    kk: '«{command}» командасының артық аргументі бар. Керегі: {expected:# аргумент}, көрсетілгені: {count}.',
  },
  'Did you mean: {command}?': {
    ru: 'Возможно, вы имели в виду: {command}?',
    kk: 'Мүмкін, мынаны айтқыңыз келді: {command}?',
  },
  'The word {word} is not valid UTF-8.': { ru: 'Слово {word} записано не в UTF-8.', kk: '{word} сөзі UTF-8 емес.' },
  'Use a terminal and a locale with UTF-8 (check it with locale), and save scripts as UTF-8.': {
    ru: 'Используйте терминал и локаль с UTF-8 (проверьте командой «locale») и сохраняйте скрипты в UTF-8.',
    kk: 'UTF-8 терминалы мен локалін қолданыңыз («locale» командасымен тексеріңіз), скриптерді UTF-8 түрінде сақтаңыз.',
  },
  'Without --wait the result has no field {field}.': {
    ru: 'Без --wait в результате нет поля {field}.',
    kk: '--wait болмаса, нәтижеде {field} өрісі жоқ.',
  },
  'Nothing was sent. Add --wait.': {
    ru: 'Ничего не отправлено. Добавьте --wait.',
    kk: 'Ештеңе жіберілген жоқ. --wait қосыңыз.',
  },
  'The result has no field {field}.': { ru: 'В результате нет поля {field}.', kk: 'Нәтижеде {field} өрісі жоқ.' },
  'It has: {fields}.': { ru: 'Есть поля: «{fields}».', kk: 'Бар өрістер: «{fields}».' },
  '{option}: its value is missing, for {value} is an option.': {
    ru: '{option}: нет значения, ведь {value} — это опция.',
    kk: '{option}: мәні жоқ, себебі {value} — опция.',
  },
  'If that is meant as the value, write {word}. A variable that may be empty needs quotes.': {
    ru: 'Если это и есть значение, напишите {word}. Переменную, которая может быть пустой, берите в кавычки.',
    kk: 'Егер мәні осы болса, {word} деп жазыңыз. Бос болуы мүмкін айнымалыны тырнақшаға алыңыз.',
  },
  '{option} is an option of "{owner}", not of "{command}".': {
    ru: '{option} — опция команды "{owner}", а не "{command}".',
    kk: '{option} — "{command}" емес, "{owner}" командасының опциясы.',
  },
  '{option} is given twice.': { ru: 'Опция {option} указана дважды.', kk: '{option} опциясы екі рет көрсетілген.' },
  'It takes one value: give it once.': {
    ru: 'У неё одно значение: укажите её один раз.',
    kk: 'Оның бір мәні бар: бір рет көрсетіңіз.',
  },
  '{option}: its value is empty.': { ru: '{option}: значение пустое.', kk: '{option}: мәні бос.' },
  'Give it a value, or leave the option out.': {
    ru: 'Укажите значение или уберите опцию.',
    kk: 'Мәнін көрсетіңіз немесе опцияны алып тастаңыз.',
  },
  'An intent key has 1 to 255 characters.': {
    ru: 'В ключе записи от 1 до 255 символов.',
    kk: 'Жазба кілтінде 1-ден 255-ке дейін таңба болады.',
  },
  '--again needs a reason.': { ru: 'Для --again нужна причина.', kk: '--again үшін себеп қажет.' },
  'A ticket number has 1 to 100 characters on one line.': {
    ru: 'В номере заявки от 1 до 100 символов в одной строке.',
    kk: 'Өтінім нөмірінде бір жолда 1-ден 100-ге дейін таңба болады.',
  },
  'The URL contains a user name or a password.': {
    ru: 'В адресе есть имя пользователя или пароль.',
    kk: 'Мекенжайда пайдаланушы аты немесе құпиясөз бар.',
  },
  '{text} is not three capital letters.': {
    ru: '{text} — не три заглавные латинские буквы.',
    kk: '{text} — үш бас латын әрпі емес.',
  },
  '{text} is not a port.': { ru: '{text} — не номер порта.', kk: '{text} — порт нөмірі емес.' },
  'A number from 0 to 65535; 0 means any free port.': {
    ru: 'Число от 0 до 65535; 0 означает любой свободный порт.',
    kk: '0-ден 65535-ке дейінгі сан; 0 — кез келген бос порт.',
  },
  '{text} is not a number of lines.': { ru: '{text} — не число строк.', kk: '{text} — жолдар саны емес.' },
  'The body names another project in {path}: {value} is not {project}. Nothing was sent.': {
    ru: 'В теле запроса, в поле «{path}», другой проект: {value} вместо {project}. Ничего не отправлено.',
    kk: 'Сұраныс денесінің «{path}» өрісінде басқа жоба бар: {project} орнына {value}. Ештеңе жіберілген жоқ.',
  },
  'Leave it out, or use the profile of that project: {option}': {
    ru: 'Уберите его или используйте профиль того проекта: {option}',
    kk: 'Оны алып тастаңыз немесе сол жобаның профилін қолданыңыз: {option}',
  },
  'The body names two payments: {id}, and another one in {path}. Nothing was sent.': {
    ru: 'В теле запроса два платежа: {id} и ещё один в поле «{path}». Ничего не отправлено.',
    kk: 'Сұраныс денесінде екі төлем бар: {id} және тағы біреуі «{path}» өрісінде. Ештеңе жіберілген жоқ.',
  },
  'The request is not valid: {problems}.': {
    ru: 'Запрос составлен неверно: «{problems}».',
    kk: 'Сұраныс дұрыс құрылмаған: «{problems}».',
  },
  '--set {text} is not path=value.': {
    ru: '--set {text}: нужен вид «путь=значение».',
    kk: '--set {text}: «жол=мән» түрінде болуы керек.',
  },
  '--set cannot change "signature": it is computed from the final body.': {
    ru: '--set не может изменить "signature": подпись считается по готовому телу запроса.',
    kk: '--set "signature" өрісін өзгерте алмайды: қолтаңба дайын сұраныс денесі бойынша есептеледі.',
  },
} as const satisfies Catalogue;
