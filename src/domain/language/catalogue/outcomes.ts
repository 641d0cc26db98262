import type { Catalogue } from '#domain/language/translator';

/** Outcomes of requests to the platform, and what to do after each. */
export const OUTCOMES = {
  'Nothing was sent: {reason}.': { ru: 'Ничего не отправлено: {reason}.', kk: 'Ештеңе жіберілген жоқ: {reason}.' },
  'It is safe to run this again. Check the connection: rocketpay doctor': {
    ru: 'Команду можно безопасно повторить. Проверить соединение: rocketpay doctor',
    kk: 'Команданы қауіпсіз қайталауға болады. Байланысты тексеру: rocketpay doctor',
  },
  'The answer cannot be trusted: {reason}': {
    ru: 'Ответу нельзя доверять: {reason}',
    kk: 'Жауапқа сенуге болмайды: {reason}',
  },
  'Check that the secret belongs to this project, and that no proxy changes answers between you and the Gate.': {
    ru: 'Проверьте, что секрет относится к этому проекту и что прокси не меняет ответы на пути от Gate к вам.',
    kk: 'Құпия кілт осы жобаға тиесілі екенін және Gate пен сіздің арадағы прокси жауаптарды өзгертпейтінін тексеріңіз.',
  },
  'The platform asks to try later: {reason}.': {
    ru: 'Платформа просит повторить позже: {reason}.',
    kk: 'Платформа кейінірек қайталауды сұрайды: {reason}.',
  },
  'No usable answer: {reason}.': { ru: 'Пригодного ответа нет: {reason}.', kk: 'Жарамды жауап жоқ: {reason}.' },
  'The request changed nothing: it is safe to run this again.': {
    ru: 'Запрос ничего не изменил: команду можно безопасно повторить.',
    kk: 'Сұраныс ештеңені өзгерткен жоқ: команданы қауіпсіз қайталауға болады.',
  },
  'The request changed nothing: run this again after {seconds} s.': {
    ru: 'Запрос ничего не изменил: повторите команду через {seconds} с.',
    kk: 'Сұраныс ештеңені өзгерткен жоқ: команданы {seconds} с өткен соң қайталаңыз.',
  },
  '{platformWords}': { ru: '«{platformWords}»', kk: '«{platformWords}»' },
  'Access was refused with HTTP {status} and no reason, by the Gate or by a proxy before it.': {
    ru: 'В доступе отказано: HTTP {status}, причина не указана. Отказал Gate или прокси перед ним.',
    kk: 'Кіруге рұқсат берілмеді: HTTP {status}, себебі көрсетілмеген. Бас тартқан — Gate немесе оның алдындағы прокси.',
  },
  'The Gate refused the credentials: {reason}.': {
    ru: 'Gate отклонил данные доступа: {reason}.',
    kk: 'Gate кіру деректерін қабылдамады: {reason}.',
  },
  'HTTP {status}, no reason given': {
    ru: 'HTTP {status}, причина не указана',
    kk: 'HTTP {status}, себебі көрсетілмеген',
  },
  'An earlier equal request may have been processed.': {
    ru: 'Возможно, такой же более ранний запрос уже обработан.',
    kk: 'Бұрын жіберілген дәл осындай сұраныс өңделген болуы мүмкін.',
  },
  'Nothing was changed.': { ru: 'Ничего не изменено.', kk: 'Ештеңе өзгерген жоқ.' },
  'The platform refused: {reason}.': {
    ru: 'Платформа отклонила запрос: {reason}.',
    kk: 'Платформа сұранысты қабылдамады: {reason}.',
  },
  'Code {code}: {meaning}.': { ru: 'Код {code}: {meaning}.', kk: '{code} коды: {meaning}.' },
  "The project may accept requests from listed IP addresses only: ask the platform's support.": {
    ru: 'Возможно, проект принимает запросы только с разрешённых IP-адресов: обратитесь в поддержку платформы.',
    kk: 'Жоба сұраныстарды тек рұқсат етілген IP мекенжайлардан қабылдауы мүмкін: платформаның қолдау қызметіне жүгініңіз.',
  },
  'The outcome is unknown: {reason}. The request may have been processed.': {
    ru: 'Исход неизвестен: {reason}. Запрос мог быть обработан.',
    kk: 'Нәтижесі белгісіз: {reason}. Сұраныс өңделген болуы мүмкін.',
  },
  'Do not retry.': { ru: 'Не повторяйте запрос.', kk: 'Сұранысты қайталамаңыз.' },
  'The platform refuses a second payment with the same id.': {
    ru: 'Второй платёж с тем же номером платформа не примет.',
    kk: 'Платформа дәл осы нөмірмен екінші төлемді қабылдамайды.',
  },
  'Ask the platform for the result.': { ru: 'Запросите результат у платформы.', kk: 'Нәтижесін платформадан сұраңыз.' },
  'To find the outcome: rocketpay resume {intentId}': {
    ru: 'Узнать исход: rocketpay resume {intentId}',
    kk: 'Нәтижесін білу: rocketpay resume {intentId}',
  },
  'the answer is larger than 4 MB': { ru: 'ответ больше 4 МБ', kk: 'жауап 4 МБ-тан үлкен' },
  'no answer from {host} within {seconds} s': {
    ru: 'нет ответа от {host} за {seconds} с',
    kk: '{host} мекенжайынан {seconds} с ішінде жауап келмеді',
  },
  'the connection to {host} was cut before the answer was complete': {
    ru: 'соединение с {host} оборвалось до конца ответа',
    kk: '{host} мекенжайымен байланыс жауап толық келгенше үзілді',
  },
  'the time ran out while it was in flight': {
    ru: 'время истекло, пока запрос был в пути',
    kk: 'сұраныс жолда болғанда уақыт бітті',
  },
  'interrupted while it was in flight': {
    ru: 'команда прервана, пока запрос был в пути',
    kk: 'сұраныс жолда болғанда команда тоқтатылды',
  },
  'the answer was HTTP {status}': { ru: 'ответ — HTTP {status}', kk: 'жауап — HTTP {status}' },
  'the answer cannot be read: it is not JSON': {
    ru: 'ответ нельзя прочитать: это не JSON',
    kk: 'жауапты оқу мүмкін емес: ол JSON емес',
  },
  'the answer is about another project': { ru: 'ответ относится к другому проекту', kk: 'жауап басқа жобаға қатысты' },
  'the answer is about another payment': { ru: 'ответ относится к другому платежу', kk: 'жауап басқа төлемге қатысты' },
  'the answer neither accepts nor refuses: it has no request_id and no error': {
    ru: 'в ответе нет ни согласия, ни отказа: нет ни номера запроса, ни ошибки',
    kk: 'жауапта қабылдау да, бас тарту да жоқ: сұраныс нөмірі де, қате де жоқ',
  },
  'the answer has a request_id and an error': {
    ru: 'в ответе есть и номер запроса, и ошибка',
    kk: 'жауапта сұраныс нөмірі де, қате де бар',
  },
  'the answer has an error without a code': { ru: 'в ответе ошибка без кода', kk: 'жауапта коды жоқ қате бар' },
  'the platform answered {code}: {meaning}': {
    ru: 'платформа ответила {code}: {meaning}',
    kk: 'платформа {code} деп жауап берді: {meaning}',
  },
  'still open': { ru: 'ещё не завершено', kk: 'әлі аяқталған жоқ' },
  'the answer cannot be trusted ({reason})': {
    ru: 'ответу нельзя доверять ({reason})',
    kk: 'жауапқа сенуге болмайды ({reason})',
  },
  'the answer was a redirect to {host}, which is never followed': {
    ru: 'ответ — перенаправление на {host}, программа по ним не переходит',
    kk: 'жауап — {host} мекенжайына бағыттау, бағдарлама оған өтпейді',
  },
  'the answer was a redirect, which is never followed': {
    ru: 'ответ — перенаправление, программа по ним не переходит',
    kk: 'жауап — басқа мекенжайға бағыттау, бағдарлама оған өтпейді',
  },
  'this program was suspended for too long before it could send the request': {
    ru: 'программа была приостановлена слишком долго и не успела отправить запрос',
    kk: 'бағдарлама тым ұзақ тоқтап тұрды да, сұранысты жіберіп үлгермеді',
  },
  'the program failed': { ru: 'сбой программы', kk: 'бағдарлама істен шықты' },
  'the time-out expired before it was sent': {
    ru: 'время истекло до отправки',
    kk: 'жіберілгенше уақыт бітті',
  },
  'the batch was stopped': { ru: 'применение плана остановлено', kk: 'жоспарды орындау тоқтатылды' },
  'the status of its payment was too old': {
    ru: 'статус платежа был получен слишком давно',
    kk: 'төлем мәртебесі тым бұрын алынған',
  },
  interrupted: { ru: 'команда прервана', kk: 'команда тоқтатылды' },
  'the answer has the request_id of another write, intent {id}': {
    ru: 'номер запроса в ответе принадлежит другой записи журнала, {id}',
    kk: 'жауаптағы сұраныс нөмірі журналдың басқа жазбасына тиесілі: {id}',
  },
  'the platform answered {code}: the payment exists, and no other sale in the ledger has created it': {
    ru: 'платформа ответила {code}: платёж уже есть, а другой записи о его создании в журнале нет',
    kk: 'платформа {code} деп жауап берді: төлем бар, ал оны жасаған басқа жазба журналда жоқ',
  },
  'the result could not be recorded: {why} Later: rocketpay resume {id}': {
    ru: 'результат не удалось записать: {why} Позже: rocketpay resume {id}',
    kk: 'нәтижені жазу мүмкін болмады: {why} Кейін: rocketpay resume {id}',
  },
  'Already sent as intent {id}: this is its stored result, nothing is sent again.': {
    ru: 'Уже отправлено, запись {id}: это сохранённый результат, повторно ничего не отправляется.',
    kk: 'Бұрын жіберілген, жазба {id}: бұл — сақталған нәтиже, қайтадан ештеңе жіберілмейді.',
  },
  'the program was interrupted': { ru: 'программа была прервана', kk: 'бағдарлама тоқтатылған' },
  'The intent key {key} was used for another request.': {
    ru: 'Ключ записи {key} уже использован для другого запроса.',
    kk: '{key} жазба кілті басқа сұраныс үшін қолданылған.',
  },
  'To see that request: rocketpay receipt {id}': {
    ru: 'Посмотреть тот запрос: rocketpay receipt {id}',
    kk: 'Сол сұранысты көру: rocketpay receipt {id}',
  },
  'The same request is being sent now, by process {pid} of {host}.': {
    ru: 'Тот же запрос сейчас отправляется: процесс {pid}, компьютер {host}.',
    kk: 'Дәл осы сұраныс қазір жіберіліп жатыр: процесс {pid}, компьютер {host}.',
  },
  'Run this again for its result.': {
    ru: 'Повторите команду, чтобы увидеть результат.',
    kk: 'Нәтижесін көру үшін команданы қайталаңыз.',
  },
  'The signature is not the one that this secret gives for this body.': {
    ru: 'Подпись не соответствует этому секрету и содержанию.',
    kk: 'Қолтаңба бұл құпия кілт пен мазмұнға сәйкес емес.',
  },
} as const satisfies Catalogue;
