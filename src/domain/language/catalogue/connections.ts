import type { Catalogue } from '#domain/language/translator';

/** Why a connection or a file cannot be used. */
export const CONNECTIONS = {
  'the proxy {proxy} refused the connection to the Gate with HTTP {status}': {
    ru: 'прокси {proxy} отказал в соединении с Gate: HTTP {status}',
    kk: '{proxy} проксиі Gate-пен байланыстан бас тартты: HTTP {status}',
  },
  'it needs a user name and a password': {
    ru: 'ему нужны имя пользователя и пароль',
    kk: 'оған пайдаланушы аты мен құпиясөз керек',
  },
  'the proxy {proxy}': { ru: 'прокси {proxy}', kk: 'прокси {proxy}' },
  '{host} through the proxy {proxy}': { ru: '{host} через прокси {proxy}', kk: '{host}, {proxy} проксиі арқылы' },
  '{place} could not be reached in time': {
    ru: 'не удалось вовремя связаться: {place}',
    kk: 'уақытында байланысу мүмкін болмады: {place}',
  },
  'the address of {place} was not found': { ru: 'адрес не найден: {place}', kk: 'мекенжай табылмады: {place}' },
  'nothing listens at {place}': {
    ru: 'сервер не отвечает по адресу {place}',
    kk: 'бұл мекенжайда сервер жоқ: {place}',
  },
  'no connection to {place}: {reason}': {
    ru: 'нет соединения: {place}, {reason}',
    kk: 'байланыс жоқ: {place}, {reason}',
  },
  'nothing listens there': { ru: 'там нет сервера', kk: 'онда сервер жоқ' },
  'the connection was cut': { ru: 'соединение оборвалось', kk: 'байланыс үзілді' },
  'there is no such host': { ru: 'такого хоста нет', kk: 'мұндай хост жоқ' },
  'its name cannot be looked up': {
    ru: 'не удаётся узнать адрес по имени',
    kk: 'аты бойынша мекенжайды табу мүмкін емес',
  },
  'the host cannot be reached': { ru: 'хост недоступен', kk: 'хост қолжетімсіз' },
  'its network cannot be reached': { ru: 'его сеть недоступна', kk: 'оның желісі қолжетімсіз' },
  'the network of this machine is down': {
    ru: 'сеть этого компьютера не работает',
    kk: 'бұл компьютердің желісі істемейді',
  },
  'this machine has no address or port left for it': {
    ru: 'на этом компьютере нет свободного адреса или порта',
    kk: 'бұл компьютерде бос мекенжай не порт қалмады',
  },
  'this machine does not allow it': { ru: 'этот компьютер это запрещает', kk: 'бұл компьютер оған рұқсат бермейді' },
  'the host does not answer': { ru: 'хост не отвечает', kk: 'хост жауап бермейді' },
  'this process has too many open files': {
    ru: 'процесс открыл слишком много файлов',
    kk: 'процесс тым көп файл ашқан',
  },
  'this machine has too many open files': {
    ru: 'на компьютере открыто слишком много файлов',
    kk: 'компьютерде тым көп файл ашылған',
  },
  'the server does not support TLS, or only an unsupported version': {
    ru: 'сервер не поддерживает TLS или поддерживает только неподходящую версию',
    kk: 'сервер TLS-ті қолдамайды немесе тек жарамсыз нұсқасын қолдайды',
  },
  'its certificate is for another name': {
    ru: 'его сертификат выдан на другое имя',
    kk: 'оның сертификаты басқа атқа берілген',
  },
  'self-signed certificate': { ru: 'самоподписанный сертификат', kk: 'өздігінен қол қойылған сертификат' },
  'self-signed certificate in its chain': {
    ru: 'самоподписанный сертификат в цепочке',
    kk: 'тізбегінде өздігінен қол қойылған сертификат бар',
  },
  'the answer is not HTTP': { ru: 'ответ не по протоколу HTTP', kk: 'жауап HTTP емес' },
  'the TLS handshake failed': { ru: 'не удалось установить TLS', kk: 'TLS орнату мүмкін болмады' },
  'the connection was cut before TLS was established': {
    ru: 'соединение оборвалось до установки TLS',
    kk: 'байланыс TLS орнатылғанша үзілді',
  },
  'the connection failed ({reason})': { ru: 'сбой соединения ({reason})', kk: 'байланыс қатесі ({reason})' },
  'no reason given': { ru: 'причина не указана', kk: 'себебі көрсетілмеген' },
  'this user may not use it': { ru: 'у этого пользователя нет прав на него', kk: 'бұл пайдаланушының оған құқығы жоқ' },
  'it is on a read-only disk': { ru: 'он на диске только для чтения', kk: 'ол тек оқуға арналған дискіде' },
  'the disk is full': { ru: 'диск заполнен', kk: 'диск толған' },
  'the disk quota of this user is used up': {
    ru: 'дисковая квота этого пользователя исчерпана',
    kk: 'бұл пайдаланушының диск квотасы таусылған',
  },
  'it is larger than this process may write': {
    ru: 'он больше, чем процессу можно записать',
    kk: 'ол процесс жаза алатын көлемнен үлкен',
  },
  'this process has too many files open': {
    ru: 'процесс открыл слишком много файлов',
    kk: 'процесс тым көп файл ашқан',
  },
  'this machine has too many files open': {
    ru: 'на компьютере открыто слишком много файлов',
    kk: 'компьютерде тым көп файл ашылған',
  },
  'a part of its path is not a folder': { ru: 'часть его пути — не папка', kk: 'жолының бір бөлігі — папка емес' },
  'it is a folder': { ru: 'это папка', kk: 'бұл — папка' },
  'a file of this name exists already': { ru: 'файл с таким именем уже есть', kk: 'мұндай атты файл бар' },
  'there is no such file or folder': { ru: 'такого файла или папки нет', kk: 'мұндай файл не папка жоқ' },
  'its symbolic links form a loop': {
    ru: 'его символические ссылки замкнуты в кольцо',
    kk: 'оның символдық сілтемелері тұйықталған',
  },
  'its name is too long': { ru: 'имя слишком длинное', kk: 'аты тым ұзын' },
  'it is not a regular file': { ru: 'это не обычный файл', kk: 'бұл — қарапайым файл емес' },
  'another process uses it': { ru: 'его использует другой процесс', kk: 'оны басқа процесс пайдаланып тұр' },
  'the disk failed': { ru: 'сбой диска', kk: 'диск істен шықты' },
  'the network disk no longer knows it': {
    ru: 'сетевой диск больше не знает этот файл',
    kk: 'желілік диск бұл файлды енді танымайды',
  },
  'it is on another disk': { ru: 'он на другом диске', kk: 'ол басқа дискіде' },
  'its disk does not support this': { ru: 'его диск это не поддерживает', kk: 'оның дискісі мұны қолдамайды' },
  'its disk is damaged': { ru: 'его диск повреждён', kk: 'оның дискісі зақымданған' },
  'its disk is not connected': { ru: 'его диск не подключён', kk: 'оның дискісі қосылмаған' },
  'it is a folder that is not empty': { ru: 'это непустая папка', kk: 'бұл — бос емес папка' },
  'it has too many names': { ru: 'у него слишком много имён', kk: 'оның аты тым көп' },
  'its disk has no space for locks': {
    ru: 'на его диске нет места для блокировок',
    kk: 'оның дискісінде құлыптарға орын жоқ',
  },
  'this machine has no memory left': {
    ru: 'на этом компьютере закончилась память',
    kk: 'бұл компьютердің жады таусылған',
  },
  'it is too large': { ru: 'он слишком большой', kk: 'ол тым үлкен' },
  'the program that writes to this pipe has not finished in time, or does not exist': {
    ru: 'программа, которая пишет в этот канал, не завершилась вовремя или не запущена',
    kk: 'осы арнаға жазатын бағдарлама уақытында аяқталмады немесе іске қосылмаған',
  },
  'its name has a NUL character': { ru: 'в имени есть символ NUL', kk: 'атында NUL таңбасы бар' },
  'the system reports {code}': { ru: 'система сообщает {code}', kk: 'жүйе {code} деп хабарлайды' },
  '{what}: {problem}.': { ru: '{what}: {problem}.', kk: '{what}: {problem}.' },
  'This should not happen: {error}': { ru: 'Сбой программы: {error}', kk: 'Бағдарлама қатесі: {error}' },
  'Please report it, with the output of the same command and --debug.': {
    ru: 'Сообщите о нём разработчикам и приложите вывод той же команды с --debug.',
    kk: 'Бұл туралы әзірлеушілерге хабарлап, сол команданың --debug қосылған шығысын тіркеңіз.',
  },
  'A file of this machine cannot be used ({syscall}): {problem}.': {
    ru: 'Файл этого компьютера недоступен ({syscall}): {problem}.',
    kk: 'Бұл компьютердің файлын пайдалану мүмкін емес ({syscall}): {problem}.',
  },
  '{path} cannot be used: {problem}.': {
    ru: 'Недоступно: {path}: {problem}.',
    kk: 'Пайдалану мүмкін емес: {path}: {problem}.',
  },
  'Fix this, then run the same command again.': {
    ru: 'Исправьте это и повторите ту же команду.',
    kk: 'Мұны түзетіп, сол команданы қайталаңыз.',
  },
  'the device failed': { ru: 'сбой устройства', kk: 'құрылғы істен шықты' },
  'it is closed': { ru: 'он закрыт', kk: 'ол жабық' },
  'The output could not be written: {problem}.': {
    ru: 'Не удалось вывести результат: {problem}.',
    kk: 'Нәтижені шығару мүмкін болмады: {problem}.',
  },
  'The command itself may have been done: check its result before you run it again.': {
    ru: 'Сама команда могла выполниться: прежде чем повторять, проверьте её результат.',
    kk: 'Команданың өзі орындалған болуы мүмкін: қайталамас бұрын нәтижесін тексеріңіз.',
  },
  'The command itself was done.': { ru: 'Сама команда выполнена.', kk: 'Команданың өзі орындалды.' },
  'The request itself was accepted.': { ru: 'Сам запрос принят.', kk: 'Сұраныстың өзі қабылданды.' },
  'The result has no value at {path}.': { ru: 'В результате нет значения {path}.', kk: 'Нәтижеде {path} мәні жоқ.' },
  'See the whole result: the same with --json.': {
    ru: 'Весь результат: та же команда с --json.',
    kk: 'Толық нәтиже: сол команда, --json қосылған.',
  },
  'Do not repeat it. To see it: rocketpay receipt {intent}': {
    ru: 'Не повторяйте его. Посмотреть: rocketpay receipt {intent}',
    kk: 'Оны қайталамаңыз. Көру: rocketpay receipt {intent}',
  },
} as const satisfies Catalogue;
