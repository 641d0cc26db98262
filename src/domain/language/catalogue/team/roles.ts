import type { Catalogue } from '#domain/language/translator';

/** Messages of the roles of members at the database. */
export const TEAM_ROLES = {
  'The database has not taken the role {role} from {login}: {grantor} has given it.': {
    ru: 'База данных не отобрала роль {role} у {login}: её выдал {grantor}.',
    kk: 'Дерекқор {login} логинінен {role} рөлін алмады: оны берген {grantor}.',
  },
  '{grantor} or a superuser of the database runs in psql: {command}': {
    ru: 'Команду в psql выполняет {grantor} или суперпользователь базы данных: {command}',
    kk: 'psql бағдарламасында {grantor} немесе дерекқордың суперпайдаланушысы орындайтын команда: {command}',
  },
} as const satisfies Catalogue;
