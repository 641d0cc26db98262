import type { Catalogue } from '#domain/language/translator';

/** Messages of removing old plans from the ledger of a team. */
export const PRUNE = {
  '--older-than is missing.': { ru: 'Не указано --older-than.', kk: '--older-than көрсетілмеген.' },
  'Remove old plans ({plans})?': { ru: 'Удалить старые планы ({plans})?', kk: 'Ескі жоспарлар жойылсын ба ({plans})?' },
  'Not confirmed. Nothing was removed.': {
    ru: 'Не подтверждено. Ничего не удалено.',
    kk: 'Расталған жоқ. Ештеңе жойылған жоқ.',
  },
  'To remove them without a question, add --yes.': {
    ru: 'Чтобы удалить без вопроса, добавьте --yes.',
    kk: 'Сұрақсыз жою үшін --yes қосыңыз.',
  },
  'Would remove plans: {unused} of which nothing was sent, {finished} with the final result of every row.': {
    ru: 'Будут удалены планы: без отправленных строк {unused}, с итогом каждой строки {finished}.',
    kk: 'Жойылатын жоспарлар: жолдары жіберілмеген {unused}, әр жолының нәтижесі белгілі {finished}.',
  },
  'Removed plans: {unused} of which nothing was sent, {finished} with the final result of every row.': {
    ru: 'Удалены планы: без отправленных строк {unused}, с итогом каждой строки {finished}.',
    kk: 'Жойылған жоспарлар: жолдары жіберілмеген {unused}, әр жолының нәтижесі белгілі {finished}.',
  },
  'Old plans that stay: {kept}. To see them: rocketpay refunds list --limit 100': {
    ru: 'Старые планы, которые остаются: {kept}. Посмотреть: rocketpay refunds list --limit 100',
    kk: 'Қалатын ескі жоспарлар: {kept}. Көру үшін: rocketpay refunds list --limit 100',
  },
} as const satisfies Catalogue;
