import type { Catalogue } from '#domain/language/translator';

/** Why the ledger of a team cannot be used. */
export const LEDGER_SERVER = {
  'See which one is in use: rocketpay whoami. Set it: rocketpay ledger use <url>, or ROCKETPAY_LEDGER_URL.': {
    ru: 'Какой журнал используется: rocketpay whoami. Задать его: ROCKETPAY_LEDGER_URL или rocketpay ledger use <url>.',
    kk: 'Қай журнал пайдаланылады: rocketpay whoami. Оны орнату: ROCKETPAY_LEDGER_URL немесе rocketpay ledger use <url>.',
  },
  'Check the user name in the URL, and the password: ROCKETPAY_LEDGER_URL or rocketpay ledger use, PGPASSWORD, PGPASSFILE.':
    {
      ru: 'Проверьте имя пользователя в URL и пароль: ROCKETPAY_LEDGER_URL или rocketpay ledger use, PGPASSWORD, PGPASSFILE.',
      kk: 'URL ішіндегі пайдаланушы атын және құпиясөзді тексеріңіз: ROCKETPAY_LEDGER_URL не rocketpay ledger use, PGPASSWORD, PGPASSFILE.',
    },
  'An administrator creates it: rocketpay ledger init': {
    ru: 'Его создаёт администратор: rocketpay ledger init',
    kk: 'Оны әкімші жасайды: rocketpay ledger init',
  },
  'Run the same command again. To see what the server is doing, ask its administrator.': {
    ru: 'Повторите ту же команду. Что происходит с сервером, знает его администратор.',
    kk: 'Дәл осы команданы қайталаңыз. Сервердің жай-күйін оның әкімшісінен сұраңыз.',
  },
  'Name the file of its certificate authority: sslrootcert=<file> in the URL, or PGSSLROOTCERT.': {
    ru: 'Укажите файл его центра сертификации: sslrootcert=<file> в URL или PGSSLROOTCERT.',
    kk: 'Оның сертификаттау орталығының файлын көрсетіңіз: URL ішінде sslrootcert=<file> немесе PGSSLROOTCERT.',
  },
  'another client has recorded the same write': {
    ru: 'другой клиент уже записал такой же запрос',
    kk: 'басқа клиент дәл осындай сұранысты жазып қойған',
  },
  'Show the open writes: rocketpay pending': {
    ru: 'Показать незавершённые записи: rocketpay pending',
    kk: 'Аяқталмаған жазбаларды көрсету: rocketpay pending',
  },
  'the server only reads: it is a replica, or default_transaction_read_only is on': {
    ru: 'сервер работает только на чтение: это реплика или включён default_transaction_read_only',
    kk: 'сервер тек оқуға жұмыс істейді: бұл реплика немесе default_transaction_read_only қосулы',
  },
  'Name the primary server.': { ru: 'Укажите основной сервер.', kk: 'Негізгі серверді көрсетіңіз.' },
  'the server refused the user name or the password': {
    ru: 'сервер не принял имя пользователя или пароль',
    kk: 'сервер пайдаланушы атын немесе құпиясөзді қабылдамады',
  },
  'the server accepts no connection of this user from here': {
    ru: 'сервер не принимает подключения этого пользователя отсюда',
    kk: 'сервер бұл пайдаланушының осы жерден қосылуын қабылдамайды',
  },
  'Ask its administrator: pg_hba.conf decides.': {
    ru: 'Обратитесь к его администратору: это задано в pg_hba.conf.',
    kk: 'Оның әкімшісіне жүгініңіз: бұл pg_hba.conf файлында белгіленген.',
  },
  'the server has no database of this name': {
    ru: 'на сервере нет базы данных с таким именем',
    kk: 'серверде мұндай атты дерекқор жоқ',
  },
  'this member may not do that': { ru: 'этому участнику это не разрешено', kk: 'бұл қатысушыға бұған рұқсат жоқ' },
  'Show what you may do: rocketpay ledger status': {
    ru: 'Что вам разрешено: rocketpay ledger status',
    kk: 'Сізге не рұқсат: rocketpay ledger status',
  },
  'the database holds no ledger': { ru: 'в базе данных нет журнала', kk: 'дерекқорда журнал жоқ' },
  'another client has written at the same time': {
    ru: 'другой клиент писал в то же время',
    kk: 'басқа клиент дәл сол уақытта жазды',
  },
  'Run the same command again.': { ru: 'Повторите ту же команду.', kk: 'Дәл осы команданы қайталаңыз.' },
  'the disk of the server is full': { ru: 'диск сервера заполнен', kk: 'сервердің дискісі толған' },
  'Its administrator has to free some space.': {
    ru: 'Его администратору нужно освободить место.',
    kk: 'Оның әкімшісі орын босатуы керек.',
  },
  'the server has no free connection': {
    ru: 'у сервера нет свободных подключений',
    kk: 'серверде бос қосылым жоқ',
  },
  'Raise max_connections, or put pgbouncer in front of the server.': {
    ru: 'Увеличьте max_connections или поставьте перед сервером pgbouncer.',
    kk: 'Серверде max_connections мәнін арттырыңыз немесе оның алдына pgbouncer қойыңыз.',
  },
  'the server has no resources left': { ru: 'у сервера закончились ресурсы', kk: 'сервердің ресурстары таусылды' },
  'Ask its administrator.': { ru: 'Обратитесь к его администратору.', kk: 'Оның әкімшісіне жүгініңіз.' },
  'another client has kept it locked for 5 s': {
    ru: 'другой клиент блокирует его уже 5 с',
    kk: 'басқа клиент оны 5 с бойы құлыптап тұр',
  },
  'the server stopped a statement that took too long': {
    ru: 'сервер прервал слишком долгий запрос',
    kk: 'сервер тым ұзаққа созылған сұранысты тоқтатты',
  },
  'the server is shutting down': { ru: 'сервер выключается', kk: 'сервер өшіріліп жатыр' },
  'the server is starting or shutting down': {
    ru: 'сервер запускается или выключается',
    kk: 'сервер іске қосылып не өшіріліп жатыр',
  },
  'the server ended the connection because it was idle': {
    ru: 'сервер закрыл подключение, так как оно простаивало',
    kk: 'сервер қосылымды жапты, себебі ол бос тұрған',
  },
  'the server ended the transaction because it was idle': {
    ru: 'сервер прервал транзакцию, так как она простаивала',
    kk: 'сервер транзакцияны тоқтатты, себебі ол бос тұрған',
  },
  'the server ended the transaction because it took too long': {
    ru: 'сервер прервал слишком долгую транзакцию',
    kk: 'сервер тым ұзаққа созылған транзакцияны тоқтатты',
  },
  'the server is being operated on': { ru: 'на сервере идут работы', kk: 'серверде жұмыс жүріп жатыр' },
  'the connection to the server was lost': {
    ru: 'соединение с сервером потеряно',
    kk: 'сервермен байланыс үзілді',
  },
  'the server has a problem with its disk': {
    ru: 'у сервера проблема с диском',
    kk: 'сервердің дискісінде ақау бар',
  },
  'its data key was replaced': { ru: 'его ключ данных заменён', kk: 'оның деректер кілті ауыстырылды' },
  'the server has an internal error': { ru: 'внутренняя ошибка сервера', kk: 'сервердің ішкі қатесі' },
  'the server does not support what the ledger needs': {
    ru: 'сервер не поддерживает то, что нужно журналу',
    kk: 'сервер журналға қажеттіні қолдамайды',
  },
  'It needs PostgreSQL 13 or newer.': {
    ru: 'Нужен PostgreSQL 13 или новее.',
    kk: 'PostgreSQL 13 немесе одан жаңасы керек.',
  },
  'nothing listens at its address': { ru: 'по его адресу нет сервера', kk: 'оның мекенжайында сервер жоқ' },
  'its host name is not known': { ru: 'имя его хоста неизвестно', kk: 'оның хост аты белгісіз' },
  'the name service does not answer': { ru: 'служба имён не отвечает', kk: 'атаулар қызметі жауап бермейді' },
  'the server does not answer': { ru: 'сервер не отвечает', kk: 'сервер жауап бермейді' },
  'there is no route to the server': { ru: 'нет маршрута к серверу', kk: 'серверге бағыт жоқ' },
  'the certificate of the server has expired': {
    ru: 'срок сертификата сервера истёк',
    kk: 'сервер сертификатының мерзімі өткен',
  },
  'the certificate of the server is self-signed': {
    ru: 'сертификат сервера самоподписанный',
    kk: 'сервер сертификатына өздігінен қол қойылған',
  },
  'the certificate of the server cannot be verified': {
    ru: 'сертификат сервера нельзя проверить',
    kk: 'сервер сертификатын тексеру мүмкін емес',
  },
  'the certificate of the server is for another host name': {
    ru: 'сертификат сервера выдан на другое имя хоста',
    kk: 'сервер сертификаты басқа хост атына берілген',
  },
  'the certificate of the server is not valid yet': {
    ru: 'сертификат сервера ещё не действует',
    kk: 'сервер сертификаты әлі күшіне енбеген',
  },
  'the server does not offer TLS': { ru: 'сервер не предлагает TLS', kk: 'сервер TLS ұсынбайды' },
  'what listens at its address is not PostgreSQL': {
    ru: 'по его адресу отвечает не PostgreSQL',
    kk: 'оның мекенжайында жауап беретін PostgreSQL емес',
  },
  'the server asks for a password and none is set': {
    ru: 'сервер требует пароль, а он не задан',
    kk: 'сервер құпиясөз сұрайды, ал ол берілмеген',
  },
  'TLS with the server failed ({code})': {
    ru: 'не удалось установить TLS с сервером ({code})',
    kk: 'сервермен TLS орнату мүмкін болмады ({code})',
  },
  'the server said: {text}': { ru: 'сервер ответил: {text}', kk: 'сервер жауабы: {text}' },
  'the server said: {text} (SQLSTATE {code})': {
    ru: 'сервер ответил: {text} (SQLSTATE {code})',
    kk: 'сервер жауабы: {text} (SQLSTATE {code})',
  },
  'This process was stopped for more than 30 s, so it lost its lock of the plan.': {
    ru: 'Этот процесс стоял больше 30 с и потерял блокировку плана.',
    kk: 'Бұл процесс 30 с-тан ұзақ тоқтап тұрды, сондықтан жоспар құлпынан айырылды.',
  },
  'Reading works. To write, name the primary server: rocketpay ledger use <url>, or ROCKETPAY_LEDGER_URL.': {
    ru: 'Читать можно. Для записи укажите основной сервер: ROCKETPAY_LEDGER_URL или rocketpay ledger use <url>.',
    kk: 'Оқуға болады. Жазу үшін негізгі серверді көрсетіңіз: ROCKETPAY_LEDGER_URL немесе rocketpay ledger use <url>.',
  },
  'the server gave no answer': { ru: 'сервер не ответил', kk: 'сервер жауап бермеді' },
  'PostgreSQL {version} is too old': {
    ru: 'версия PostgreSQL {version} слишком старая',
    kk: 'PostgreSQL {version} нұсқасы тым ескі',
  },
  'Use PostgreSQL {version} or newer.': {
    ru: 'Нужен PostgreSQL {version} или новее.',
    kk: 'PostgreSQL {version} немесе одан жаңасы керек.',
  },
  'the server has fsync off, so a crash loses records': {
    ru: 'на сервере выключен fsync, поэтому при сбое записи теряются',
    kk: 'серверде fsync өшірулі, сондықтан ақау кезінде жазбалар жоғалады',
  },
  'Set fsync = on in postgresql.conf.': {
    ru: 'Задайте fsync = on в postgresql.conf.',
    kk: 'Баптауда (postgresql.conf) fsync = on деп беріңіз.',
  },
  'its tables are those of an older version': {
    ru: 'его таблицы от более старой версии',
    kk: 'оның кестелері ескірек нұсқаныкі',
  },
  'An administrator updates them: rocketpay ledger init': {
    ru: 'Их обновляет администратор: rocketpay ledger init',
    kk: 'Оларды әкімші жаңартады: rocketpay ledger init',
  },
  'its tables need a newer version': {
    ru: 'его таблицам нужна более новая версия',
    kk: 'оның кестелеріне жаңарақ нұсқа керек',
  },
  'Update rocketpay.': { ru: 'Обновите rocketpay.', kk: 'Бағдарламаны (rocketpay) жаңартыңыз.' },
  'your role is reader, which cannot write': {
    ru: 'ваша роль — reader, она не позволяет писать',
    kk: 'сіздің рөліңіз — reader, ол жазуға рұқсат бермейді',
  },
  'You are not a member of the ledger {place}.': {
    ru: 'Вы не участник журнала {place}.',
    kk: 'Сіз {place} журналының қатысушысы емессіз.',
  },
  'Join it: rocketpay ledger join <name>': {
    ru: 'Присоединиться: rocketpay ledger join <name>',
    kk: 'Қосылу: rocketpay ledger join <name>',
  },
  'An administrator has not accepted {name} yet.': {
    ru: 'Администратор ещё не принял участника {name}.',
    kk: 'Әкімші {name} қатысушысын әлі қабылдаған жоқ.',
  },
  'They run: rocketpay ledger accept {name} --fingerprint {fingerprint}': {
    ru: 'Ему нужно выполнить: rocketpay ledger accept {name} --fingerprint {fingerprint}',
    kk: 'Ол мынаны орындауы керек: rocketpay ledger accept {name} --fingerprint {fingerprint}',
  },
  'The key of this machine is not the one that {name} joined with.': {
    ru: 'Ключ этого компьютера — не тот, с которым присоединился участник {name}.',
    kk: 'Бұл компьютердің кілті {name} қатысушысы қосылған кілт емес.',
  },
  'Restore member-key.pem beside the profiles, or leave and join again.': {
    ru: 'Восстановите member-key.pem рядом с профилями или выйдите и присоединитесь заново.',
    kk: 'Профильдер жанындағы member-key.pem файлын қалпына келтіріңіз немесе шығып, қайта қосылыңыз.',
  },
  'An administrator removes and accepts this member again.': {
    ru: 'Администратору нужно удалить и снова принять этого участника.',
    kk: 'Әкімші бұл қатысушыны алып тастап, қайта қабылдауы керек.',
  },
  'The data key of this member does not open the earlier keys of the ledger.': {
    ru: 'Ключ данных этого участника не открывает прежние ключи журнала.',
    kk: 'Бұл қатысушының деректер кілті журналдың бұрынғы кілттерін ашпайды.',
  },
  'The data key of the ledger was replaced with one that does not know the earlier key.': {
    ru: 'Ключ данных журнала заменён ключом, который не знает прежнего.',
    kk: 'Журналдың деректер кілті бұрынғыны білмейтін кілтпен ауыстырылған.',
  },
} as const satisfies Catalogue;
