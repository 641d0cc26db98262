import type { RefundField, RefundFileFormat } from './refund-columns.ts';

/** Names of a column: the first one is that of the format, the others mean the same in a spreadsheet. */
type ColumnNames = Readonly<Partial<Record<RefundField, readonly string[]>>>;

/** Names of the columns. `operation`, `project` and `method` occur only in files of the Dashboard. */
export const COLUMN_NAMES: Readonly<Record<RefundFileFormat, ColumnNames>> = {
  simple: {
    paymentId: [
      ...['payment_id', 'payment id', 'payment'],
      ...['номер платежа', 'id платежа', 'идентификатор платежа', 'платеж'],
      ...['төлем нөмірі', 'төлем id', 'төлемнің нөмірі', 'төлем идентификаторы', 'төлем'],
    ],
    amount: [
      ...['amount', 'refund amount', 'amount to refund'],
      ...['сумма', 'сумма возврата', 'сумма к возврату'],
      ...['сома', 'сомасы', 'қайтару сомасы', 'қайтарылатын сома'],
    ],
    currency: ['currency', 'валюта', 'валютасы'],
    description: [
      ...['description', 'reason'],
      ...['описание', 'причина', 'причина возврата', 'комментарий', 'примечание'],
      ...['сипаттама', 'сипаттамасы', 'себебі', 'себеп', 'қайтару себебі', 'түсініктеме', 'ескерту'],
    ],
  },
  dashboard: {
    paymentId: ['general.payment_id'],
    amount: ['payment.amount'],
    currency: ['payment.currency'],
    description: ['payment.description'],
    operation: ['operation_type'],
    project: ['general.project_id'],
    method: ['method'],
  },
};

/** Columns that a file must have. */
export const REQUIRED_COLUMNS: Readonly<Record<RefundFileFormat, readonly RefundField[]>> = {
  simple: ['paymentId', 'amount'],
  dashboard: ['paymentId', 'amount', 'currency', 'description', 'operation', 'project'],
};

/** Returns the form in which the names of columns are compared. */
export const toColumnName = (cell: string): string =>
  cell.normalize('NFC').trim().toLowerCase().replaceAll('ё', 'е').replace(/\s+/gu, ' ');
