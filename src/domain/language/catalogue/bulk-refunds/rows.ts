import type { Catalogue } from '#domain/language/translator';

/** Problems of the rows and columns of a file of refunds. */
export const ROWS = {
  'the payment is already in line {line}: each payment may occur once in a file': {
    ru: 'платёж уже есть в строке {line}: каждый платёж может быть в файле один раз',
    kk: 'төлем {line}-жолда бар: әр төлем файлда бір рет қана болады',
  },
  'the currency {currency} is not three capital letters': {
    ru: 'валюта {currency} — не три заглавные буквы',
    kk: '{currency} валютасы үш бас әріптен тұрмайды',
  },
  'the row is in {currency} and the plan in {plan}: make one plan for each currency': {
    ru: 'строка в {currency}, а план в {plan}: составьте план для каждой валюты',
    kk: 'жол {currency} валютасында, ал жоспар {plan} валютасында: әр валютаға бөлек жоспар құрыңыз',
  },
  'the row has {count} cells, the first row {first}: is there a comma in the amount? Write 1000.50': {
    ru: 'в строке ячеек: {count}, в первой: {first}. Может быть, в сумме запятая? Напишите 1000.50',
    kk: 'жолдағы ұяшықтар: {count}, бірінші жолда: {first}. Сомада үтір бар ма? 1000.50 деп жазыңыз',
  },
  'the row has {count} cells, the first row {first}': {
    ru: 'в строке ячеек: {count}, в первой: {first}',
    kk: 'жолдағы ұяшықтар: {count}, бірінші жолда: {first}',
  },
  '"{text}" could be one amount with a comma: if it is, write {joined}; if not, write {whole}.00': {
    ru: '"{text}" может быть одной суммой с запятой: если да, напишите {joined}; если нет, напишите {whole}.00',
    kk: '"{text}" үтірі бар бір сома болуы мүмкін: солай болса, {joined} деп жазыңыз; болмаса, {whole}.00 деп жазыңыз',
  },
  'the operation is {operation}, not "refund"': {
    ru: 'операция {operation}, а не "refund"',
    kk: 'операция {operation}, "refund" емес',
  },
  'the row has project {project}, the profile has {own}': {
    ru: 'в строке проект {project}, в профиле {own}',
    kk: 'жолдағы жоба {project}, профильде {own}',
  },
  'the method is {method}, not mobile': { ru: 'способ {method}, а не mobile', kk: 'тәсіл {method}, mobile емес' },
  'The payment id {id} was shortened by a spreadsheet: format its column as text': {
    ru: 'Номер платежа {id} сокращён табличным редактором: задайте столбцу текстовый формат',
    kk: '{id} төлем нөмірін кесте бағдарламасы қысқартқан: бағанды мәтін пішіміне қойыңыз',
  },
  'The payment id {id} contains a hidden character ({hidden})': {
    ru: 'В номере платежа {id} есть невидимый символ ({hidden})',
    kk: '{id} төлем нөмірінде көрінбейтін таңба бар ({hidden})',
  },
  'The payment id is longer than 255 characters': {
    ru: 'Номер платежа длиннее 255 символов',
    kk: 'Төлем нөмірі 255 таңбадан ұзын',
  },
  'The payment id {id} contains a quote': {
    ru: 'В номере платежа {id} есть кавычка',
    kk: '{id} төлем нөмірінде тырнақша бар',
  },
  'The amount is missing': { ru: 'Нет суммы', kk: 'Сома жоқ' },
  'The amount {amount} could be read in two ways: add --decimal comma if it is {comma}, --decimal point if it is {point}':
    {
      ru: 'Сумму {amount} можно прочитать двояко: добавьте --decimal comma, если это {comma}, --decimal point, если это {point}',
      kk: '{amount} сомасын екі түрлі оқуға болады: бұл {comma} болса, --decimal comma, ал {point} болса, --decimal point қосыңыз',
    },
  'The description is missing': { ru: 'Нет описания', kk: 'Сипаттама жоқ' },
  'The description is longer than 255 characters': {
    ru: 'Описание длиннее 255 символов',
    kk: 'Сипаттама 255 таңбадан ұзын',
  },
  'The description contains a control character': {
    ru: 'В описании есть управляющий символ',
    kk: 'Сипаттамада басқару таңбасы бар',
  },
  malformed: { ru: 'неверный формат', kk: 'пішімі қате' },
  duplicate: { ru: 'повтор в файле', kk: 'файлда қайталанған' },
  'other currency': { ru: 'другая валюта', kk: 'басқа валюта' },
  'other project': { ru: 'другой проект', kk: 'басқа жоба' },
  'other operation': { ru: 'другая операция', kk: 'басқа операция' },
  'already refunded': { ru: 'уже возвращено', kk: 'қайтарылып қойған' },
  'duplicate refund': { ru: 'повторный возврат', kk: 'қайталанған қайтарым' },
  'not refundable': { ru: 'возврат невозможен', kk: 'қайтару мүмкін емес' },
  'more than left': { ru: 'больше остатка', kk: 'қалдықтан көп' },
  'no balance': { ru: 'остаток неизвестен', kk: 'қалдығы белгісіз' },
  'over limit': { ru: 'сверх лимита', kk: 'лимиттен асады' },
  unresolved: { ru: 'исход прежнего возврата неизвестен', kk: 'алдыңғы қайтарымның нәтижесі белгісіз' },
  'no answer': { ru: 'нет ответа', kk: 'жауап жоқ' },
  'status outdated': { ru: 'статус устарел', kk: 'мәртебесі ескірген' },
  'status unbalanced': { ru: 'суммы статуса не сходятся', kk: 'мәртебедегі сомалар сәйкес емес' },
  'status unsigned': { ru: 'статус без подписи', kk: 'мәртебеде қолтаңба жоқ' },
  '(no name)': { ru: '(без имени)', kk: '(атаусыз)' },
  'The first row names no column {missing}. Found: {found}.': {
    ru: 'В первой строке нет столбца {missing}. Найдены: {found}.',
    kk: 'Бірінші жолда {missing} бағаны жоқ. Табылғандары: {found}.',
  },
  'It must have the names payment_id,amount and optionally currency and description. For an example: rocketpay refunds template':
    {
      ru: 'Нужны имена payment_id,amount и, по желанию, currency и description. Пример: rocketpay refunds template',
      kk: 'Мына атаулар керек: payment_id,amount, қалауыңызша currency және description. Үлгісі: rocketpay refunds template',
    },
  'The first row names the column "{name}" twice.': {
    ru: 'В первой строке столбец "{name}" указан дважды.',
    kk: 'Бірінші жолда "{name}" бағаны екі рет көрсетілген.',
  },
  'The first row names the column "{name}" twice: "{one}" and "{other}".': {
    ru: 'В первой строке столбец "{name}" указан дважды: "{one}" и "{other}".',
    kk: 'Бірінші жолда "{name}" бағаны екі рет көрсетілген: "{one}" және "{other}".',
  },
} as const satisfies Catalogue;
