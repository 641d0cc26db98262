import type { CommandSpec } from '../command.ts';
import type { ReceiptDocument } from '../domain/documents.ts';
import { intentDocument } from '../flows/intent-document.ts';
import { receiptLines } from '../views/intent-view.ts';
import { INTENT_FIELDS } from './options.ts';

export const receipt: CommandSpec<{ readonly intent: string }, ReceiptDocument> = {
  about:
    'Shows what was asked for, by whom and when, what became of it, and where it stands in the audit trail. Offline.',
  arguments: [{ words: '<intent>', about: 'as "rocketpay history" shows it', completes: 'intent' }],
  fields: [...INTENT_FIELDS, 'records'],
  exits: [7],
  examples: ['rocketpay receipt "$INTENT_ID"', 'rocketpay receipt "$INTENT_ID" --field state'],
  async run({ intent: id }, context) {
    const ledger = await context.ledger();
    const intent = await ledger.get(id);
    const records: ReceiptDocument['records'][number][] = [];
    for await (const { number, at, by, event, hash } of ledger.records({ intentId: id })) {
      records.push({ number, at, by, event, hash });
    }
    return { ...intentDocument(intent), records };
  },
  view: receiptLines,
};
