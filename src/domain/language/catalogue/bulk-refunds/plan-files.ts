import type { Catalogue } from '#domain/language/translator';

/** Problems of files of refunds and of plans. */
export const PLAN_FILES = {
  'row {row} follows row {last}': {
    ru: 'строка {row} идёт после строки {last}',
    kk: '{row}-жол {last}-жолдан кейін тұр',
  },
  'row {row} is in {currency}': { ru: 'строка {row} в валюте {currency}', kk: '{row}-жол {currency} валютасында' },
  'the payment of row {row} was read': { ru: 'платёж строки {row} был прочитан', kk: '{row}-жолдың төлемі оқылған' },
  'the payment of row {row} was not read': {
    ru: 'платёж строки {row} не был прочитан',
    kk: '{row}-жолдың төлемі оқылмаған',
  },
  'its rows have changed': { ru: 'его строки изменились', kk: 'оның жолдары өзгерген' },
  'it refunds a payment twice': { ru: 'он возвращает один платёж дважды', kk: 'ол бір төлемді екі рет қайтарады' },
  'its totals do not match its rows': {
    ru: 'итоги не сходятся со строками',
    kk: 'қорытынды сомалар жолдарға сәйкес емес',
  },
  'Make one: rocketpay refunds plan <file.csv>': {
    ru: 'Составьте план: rocketpay refunds plan <file.csv>',
    kk: 'Жоспар құрыңыз: rocketpay refunds plan <file.csv>',
  },
  '{name} is not a plan of refunds.': { ru: '{name} — не план возвратов.', kk: '{name} — қайтарымдар жоспары емес.' },
  'The plan {name} was made by a newer version.': {
    ru: 'План {name} составлен более новой версией.',
    kk: '{name} жоспары жаңарақ нұсқамен құрылған.',
  },
  'its first line was changed': { ru: 'изменена его первая строка', kk: 'оның бірінші жолы өзгертілген' },
  'it is not signed by the key of its maker': {
    ru: 'он не подписан ключом составителя',
    kk: 'оған құрастырушының кілтімен қол қойылмаған',
  },
  'Make it again with another name: rocketpay refunds plan {csv} --out <new-plan>. The new plan skips rows that were refunded.':
    {
      ru: 'Составьте его заново под другим именем: rocketpay refunds plan {csv} --out <new-plan>. Новый план пропустит уже возвращённые строки.',
      kk: 'Оны басқа атаумен қайта құрыңыз: rocketpay refunds plan {csv} --out <new-plan>. Жаңа жоспар қайтарылған жолдарды өткізіп жібереді.',
    },
  'The plan {name} was made by an older version and is not signed.': {
    ru: 'План {name} составлен старой версией и не подписан.',
    kk: '{name} жоспары ескі нұсқамен құрылған, оған қол қойылмаған.',
  },
  'line {line} is not a valid row, or is cut off': {
    ru: 'строка {line} неверна или обрезана',
    kk: '{line}-жол жарамсыз немесе қиылып қалған',
  },
  'The plan was changed after it was made: {change}.': {
    ru: 'План изменён после составления: {change}.',
    kk: 'Жоспар құрылғаннан кейін өзгертілген: {change}.',
  },
  'Do not edit a plan: change the CSV file and make a new plan.': {
    ru: 'Не правьте план: измените файл CSV и составьте новый план.',
    kk: 'Жоспарды түзетпеңіз: CSV файлын өзгертіп, жаңа жоспар құрыңыз.',
  },
  'The file {file} is empty.': { ru: 'Файл {file} пуст.', kk: '{file} файлы бос.' },
  'The file cannot be read: in line {line} a quote is not closed, the cell has lines that look like rows, or the row is longer than 64 KB. Nothing was planned.':
    {
      ru: 'Файл не читается: в строке {line} не закрыта кавычка, в ячейке есть строки, похожие на строки таблицы, или строка длиннее 64 КБ. План не составлен.',
      kk: 'Файл оқылмайды: {line}-жолда тырнақша жабылмаған, ұяшықта кесте жолына ұқсас жолдар бар немесе жол 64 КБ-тан ұзын. Жоспар құрылмады.',
    },
  'Close the quote, or write the cell in one line.': {
    ru: 'Закройте кавычку или запишите ячейку в одну строку.',
    kk: 'Тырнақшаны жабыңыз немесе ұяшықты бір жолға жазыңыз.',
  },
  'Two sheets have refunds: {one} and {other}. Nothing was planned.': {
    ru: 'Возвраты есть на двух листах: {one} и {other}. План не составлен.',
    kk: 'Қайтарымдар екі парақта бар: {one} және {other}. Жоспар құрылмады.',
  },
  'Save each sheet as a file of its own.': {
    ru: 'Сохраните каждый лист отдельным файлом.',
    kk: 'Әр парақты бөлек файлға сақтаңыз.',
  },
  'The file is a ZIP archive, and not an Excel workbook (.xlsx) that can be read. Nothing was planned.': {
    ru: 'Файл — архив ZIP, а не книга Excel (.xlsx), которую можно прочитать. План не составлен.',
    kk: 'Файл — ZIP мұрағаты, оқуға болатын Excel кітабы (.xlsx) емес. Жоспар құрылмады.',
  },
  'Open it in a spreadsheet program and save it as XLSX or "CSV UTF-8".': {
    ru: 'Откройте его в табличном редакторе и сохраните как XLSX или "CSV UTF-8".',
    kk: 'Оны кесте бағдарламасында ашып, XLSX немесе "CSV UTF-8" ретінде сақтаңыз.',
  },
  'The workbook is too large. Nothing was planned.': {
    ru: 'Книга слишком велика. План не составлен.',
    kk: 'Кітап тым үлкен. Жоспар құрылмады.',
  },
  'Save its sheet as "CSV UTF-8": a CSV file may have 1 GB.': {
    ru: 'Сохраните лист как "CSV UTF-8": файл CSV может занимать до 1 ГБ.',
    kk: 'Парақты "CSV UTF-8" ретінде сақтаңыз: CSV файлы 1 ГБ-қа дейін бола алады.',
  },
  'The file cannot be read: line {line} is not UTF-8. Nothing was planned.': {
    ru: 'Файл не читается: строка {line} не в UTF-8. План не составлен.',
    kk: 'Файл оқылмайды: {line}-жол UTF-8 емес. Жоспар құрылмады.',
  },
  'Save it as "CSV UTF-8".': { ru: 'Сохраните его как "CSV UTF-8".', kk: 'Оны "CSV UTF-8" ретінде сақтаңыз.' },
  'The unfinished plan {part} is not used: {why}.': {
    ru: 'Незавершённый план {part} не используется: {why}.',
    kk: 'Аяқталмаған {part} жоспары пайдаланылмайды: {why}.',
  },
  'Remove it, or choose another name: --out <file>': {
    ru: 'Удалите его или выберите другое имя: --out <file>',
    kk: 'Оны жойыңыз немесе басқа атау таңдаңыз: --out <file>',
  },
  'it is a symbolic link': { ru: 'это символическая ссылка', kk: 'бұл символдық сілтеме' },
  'it belongs to another user': { ru: 'он принадлежит другому пользователю', kk: 'ол басқа пайдаланушыға тиесілі' },
  'the file also has another name (a hard link)': {
    ru: 'у файла есть и другое имя (жёсткая ссылка)',
    kk: 'файлдың басқа атауы да бар (қатты сілтеме)',
  },
  'other users can write to it': {
    ru: 'в него могут писать другие пользователи',
    kk: 'оған басқа пайдаланушылар жаза алады',
  },
  'Name a plan file.': { ru: 'Укажите файл плана.', kk: 'Жоспар файлын көрсетіңіз.' },
  'its last line is cut off': { ru: 'его последняя строка обрезана', kk: 'оның соңғы жолы қиылып қалған' },
  'its rows are missing': { ru: 'в нём нет строк', kk: 'онда жолдар жоқ' },
  'an old Excel workbook (.xls)': { ru: 'старая книга Excel (.xls)', kk: 'ескі Excel кітабы (.xls)' },
  'a PDF document': { ru: 'документ PDF', kk: 'PDF құжаты' },
  'a gzip archive': { ru: 'архив gzip', kk: 'gzip мұрағаты' },
  'The file is {name}, not CSV or XLSX. Nothing was planned.': {
    ru: 'Файл — {name}, а не CSV или XLSX. План не составлен.',
    kk: 'Файл — {name}, CSV не XLSX емес. Жоспар құрылмады.',
  },
  'Open it there and save it as XLSX.': {
    ru: 'Откройте его там и сохраните как XLSX.',
    kk: 'Оны сол бағдарламада ашып, XLSX ретінде сақтаңыз.',
  },
  '{file} is larger than 1 GB.': { ru: '{file} больше 1 ГБ.', kk: '{file} 1 ГБ-тан үлкен.' },
  'Split it.': { ru: 'Разделите его.', kk: 'Оны бөліңіз.' },
  '{file} is not a regular file.': { ru: '{file} — не обычный файл.', kk: '{file} — кәдімгі файл емес.' },
  'The file {name} exists already and is not overwritten.': {
    ru: 'Файл {name} уже есть, он не перезаписан.',
    kk: '{name} файлы бұрыннан бар, ол қайта жазылмады.',
  },
  'To replace an earlier plan of which nothing was sent, add --replace. Otherwise choose another name: --out <file>': {
    ru: 'Чтобы заменить прежний план, по которому ничего не отправлено, добавьте --replace. Иначе выберите другое имя: --out <file>',
    kk: 'Ештеңесі жіберілмеген бұрынғы жоспарды ауыстыру үшін --replace қосыңыз. Әйтпесе басқа атау таңдаңыз: --out <file>',
  },
  'The file {name} could not be written: the disk is full.': {
    ru: 'Файл {name} не записан: диск заполнен.',
    kk: '{name} файлы жазылмады: диск толы.',
  },
  'Free some space, then run the same command again: it continues where it stopped.': {
    ru: 'Освободите место и повторите ту же команду: она продолжит с места остановки.',
    kk: 'Орын босатып, сол команданы қайталаңыз: ол тоқтаған жерінен жалғасады.',
  },
  '{name} cannot be used': { ru: '{name} нельзя использовать', kk: '{name} пайдалану мүмкін емес' },
  'Name a file that exists and can be used.': {
    ru: 'Укажите существующий и доступный файл.',
    kk: 'Бар және қолжетімді файлды көрсетіңіз.',
  },
  'Remove it, and let another user approve the plan again.': {
    ru: 'Удалите его, и пусть другой сотрудник утвердит план снова.',
    kk: 'Оны жойыңыз, басқа қызметкер жоспарды қайта бекітсін.',
  },
  'It is read several times: save it first.': {
    ru: 'Он читается несколько раз: сначала сохраните его.',
    kk: 'Ол бірнеше рет оқылады: алдымен оны сақтаңыз.',
  },
  'it has the id of another plan': { ru: 'у него номер другого плана', kk: 'оның нөмірі басқа жоспардікі' },
  'no member of the team has signed it': {
    ru: 'его не подписал ни один участник команды',
    kk: 'оған топтың бірде-бір қатысушысы қол қоймаған',
  },
  'it has more than 1 GB': { ru: 'он больше 1 ГБ', kk: 'ол 1 ГБ-тан үлкен' },
} as const satisfies Catalogue;
