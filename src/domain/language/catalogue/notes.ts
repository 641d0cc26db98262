import type { Catalogue } from '#domain/language/translator';

/** Messages about notes on payments. */
export const NOTES = {
  '{time} {user} on {intent}:': { ru: '{time} {user} о записи {intent}:', kk: '{time} {user}, жазба {intent}:' },
  'cannot be decrypted with the key of this ledger': {
    ru: 'не удалось расшифровать ключом этого журнала',
    kk: 'бұл журналдың кілтімен шифрын ашу мүмкін болмады',
  },
  '{count} earlier: rocketpay note {payment}': {
    ru: 'ранее ещё {count}: rocketpay note {payment}',
    kk: 'бұдан бұрын тағы {count}: rocketpay note {payment}',
  },
  'Noted on {payment}.': { ru: 'Заметка добавлена: {payment}.', kk: 'Ескертпе қосылды: {payment}.' },
  'There are no notes on {payment}.': { ru: 'Заметок нет: {payment}.', kk: 'Ескертпе жоқ: {payment}.' },
  'The write {id} has no payment, so it can have no notes.': {
    ru: 'У записи {id} нет платежа, поэтому заметку к ней добавить нельзя.',
    kk: '{id} жазбасында төлем жоқ, сондықтан оған ескертпе қосуға болмайды.',
  },
  'a card number, code or secret in the note was masked.': {
    ru: 'номер карты, код или секрет в заметке скрыт.',
    kk: 'ескертпедегі карта нөмірі, код немесе құпия дерек жасырылды.',
  },
  'The ledger has no other record of {payment}. Check that the id is right.': {
    ru: 'Других записей о {payment} в журнале нет. Проверьте номер.',
    kk: 'Журналда {payment} туралы басқа жазба жоқ. Нөмірді тексеріңіз.',
  },
  'The note is empty.': { ru: 'Заметка пуста.', kk: 'Ескертпе бос.' },
  'For example: rocketpay note payment_47 "waits for the bank"': {
    ru: 'Например: rocketpay note payment_47 "ждёт банк"',
    kk: 'Мысалы: rocketpay note payment_47 "банкті күтуде"',
  },
  'The note has {length} characters. A note has at most {max}.': {
    ru: 'Символов в заметке: {length}. Допустимо не больше {max}.',
    kk: 'Ескертпедегі таңба саны: {length}. Ең көбі {max} болады.',
  },
  'Write several notes.': { ru: 'Напишите несколько заметок.', kk: 'Бірнеше ескертпе жазыңыз.' },
} as const satisfies Catalogue;
