import type { Catalogue } from '#domain/language/translator';

/** Messages of the approval of a plan. */
export const PLAN_APPROVAL = {
  'Another user must approve it, with their own key and account.': {
    ru: 'Утвердить должен другой сотрудник, своим ключом и под своей учётной записью.',
    kk: 'Оны басқа қызметкер өз кілтімен және өз тіркелгісімен бекітуі керек.',
  },
  'The plan was not approved: you have made it yourself.': {
    ru: 'План не утверждён: вы составили его сами.',
    kk: 'Жоспар бекітілмеді: оны өзіңіз құрғансыз.',
  },
  'The plan was not approved: your role is {role}.': {
    ru: 'План не утверждён (ваша роль: {role}).',
    kk: 'Жоспар бекітілмеді (сіздің рөліңіз: {role}).',
  },
  none: { ru: 'нет', kk: 'жоқ' },
  'Only a member with the role approver or admin approves plans: rocketpay ledger members': {
    ru: 'Планы утверждают только участники с ролью approver или admin: rocketpay ledger members',
    kk: 'Жоспарды тек approver немесе admin рөлі бар қатысушы бекітеді: rocketpay ledger members',
  },
  'Approved:': { ru: 'Утверждён:', kk: 'Бекітілді:' },
  '{plan}, by {by}': { ru: '{plan}, {by}', kk: '{plan}, {by}' },
  'Stored in the ledger of the team.': { ru: 'Сохранено в журнале команды.', kk: 'Топтың журналында сақталды.' },
  'Saved as {file}. Keep this file beside the plan.': {
    ru: 'Сохранено в {file}. Храните этот файл рядом с планом.',
    kk: '{file} файлында сақталды. Бұл файлды жоспардың қасында сақтаңыз.',
  },
  'Another user approves it with their own key: rocketpay refunds approve {plan}': {
    ru: 'Его утверждает другой сотрудник своим ключом: rocketpay refunds approve {plan}',
    kk: 'Оны басқа қызметкер өз кілтімен бекітеді: rocketpay refunds approve {plan}',
  },
  'Profile {profile} requires approvals and lists no approvers.': {
    ru: 'Профиль {profile} требует утверждения, но утверждающих в нём нет.',
    kk: '{profile} профилі бекітуді талап етеді, бірақ онда бекітушілер жоқ.',
  },
  'No user has approved this plan.': { ru: 'Этот план никто не утвердил.', kk: 'Бұл жоспарды ешкім бекітпеген.' },
  'The approval was changed, or is not valid.': {
    ru: 'Утверждение изменено или недействительно.',
    kk: 'Бекіту өзгертілген немесе жарамсыз.',
  },
  'The approval is for another plan.': { ru: 'Это утверждение другого плана.', kk: 'Бұл басқа жоспардың бекітуі.' },
  'The approval is too old, or its time is in the future.': {
    ru: 'Утверждение слишком старое, или его время в будущем.',
    kk: 'Бекіту тым ескі немесе оның уақыты болашақта.',
  },
  'The plan was approved by its maker.': {
    ru: 'План утвердил его составитель.',
    kk: 'Жоспарды құрастырушысының өзі бекіткен.',
  },
  '{by} is not an approver of the team.': {
    ru: '{by} не утверждает планы этой команды.',
    kk: '{by} бұл топтың бекітушісі емес.',
  },
  'The key of {by} is not listed as an approver in profile {profile}.': {
    ru: 'Ключа {by} нет среди утверждающих профиля {profile}.',
    kk: '{by} кілті {profile} профилінің бекітушілері арасында жоқ.',
  },
  'The key of {by}, the maker of the plan, is not listed in profile {profile}.': {
    ru: 'Ключа составителя плана, {by}, нет в профиле {profile}.',
    kk: 'Жоспарды құрастырушының ({by}) кілті {profile} профилінде жоқ.',
  },
  'If you trust this key, list it: {command}': {
    ru: 'Если вы доверяете этому ключу, внесите его: {command}',
    kk: 'Бұл кілтке сенсеңіз, оны қосыңыз: {command}',
  },
  'Each user shows their key: rocketpay refunds key. Then list the keys: {command}': {
    ru: 'Каждый показывает свой ключ: rocketpay refunds key. Затем внесите ключи: {command}',
    kk: 'Әркім өз кілтін көрсетеді: rocketpay refunds key. Содан кейін кілттерді қосыңыз: {command}',
  },
  'plans of this profile need an approval and no approver is listed; no plan can be applied until the keys of the maker and of the approver are listed':
    {
      ru: 'планы этого профиля требуют утверждения, а утверждающих нет; ни один план нельзя выполнить, пока не внесены ключи составителя и утверждающего',
      kk: 'бұл профильдің жоспарлары бекітуді талап етеді, бірақ бекітуші жоқ; құрастырушы мен бекітушінің кілттері қосылмайынша бірде-бір жоспар орындалмайды',
    },
  'plans of this profile need an approval and only one approver is listed; no plan can be applied until the keys of the maker and of the approver are listed':
    {
      ru: 'планы этого профиля требуют утверждения, а утверждающий только один; ни один план нельзя выполнить, пока не внесены ключи составителя и утверждающего',
      kk: 'бұл профильдің жоспарлары бекітуді талап етеді, бірақ бекітуші біреу ғана; құрастырушы мен бекітушінің кілттері қосылмайынша бірде-бір жоспар орындалмайды',
    },
  '{by}, who has made the plan, is not a member of the team.': {
    ru: '{by}, составитель плана, не участник команды.',
    kk: '{by}, жоспарды құрастырушы, топ қатысушысы емес.',
  },
  'The ledger in use is not shared with a team.': {
    ru: 'Используемый журнал не общий для команды.',
    kk: 'Қолданыстағы журнал топпен ортақ емес.',
  },
  'Name the shared one: rocketpay ledger use postgres://anna@db.example.com/rocketpay': {
    ru: 'Укажите общий: rocketpay ledger use postgres://anna@db.example.com/rocketpay',
    kk: 'Ортақ журналды көрсетіңіз: rocketpay ledger use postgres://anna@db.example.com/rocketpay',
  },
} as const satisfies Catalogue;
