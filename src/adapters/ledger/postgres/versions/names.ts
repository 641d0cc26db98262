/** The PostgreSQL schema that holds the tables of the ledger. */
export const SCHEMA = 'rocketpay';

/** Texts compare by their bytes: ids sort in the order of their time on every server. */
export const TEXT = 'text collate "C"';
