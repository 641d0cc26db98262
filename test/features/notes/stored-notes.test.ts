import { describe, expect, it } from 'vitest';
import { MAX_NOTE_LENGTH, toNoteText } from '#domain/ledger/note';
import { draft, openDatabase, PROJECT, recordsOf } from '../../adapters/ledger/drafts.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { ledgerFolder, openMemoryLedger, openTestLedger } from '../../support/ledger.ts';

const note = (text: string, values: { paymentId?: string; intentId?: string; project?: string } = {}) => ({
  project: PROJECT,
  paymentId: 'payment_47',
  intentId: undefined,
  text,
  ...values,
});

describe('the notes of a payment', () => {
  it('have their time and author, and are listed oldest first', async () => {
    const clock = new FakeClock(1000);
    const ledger = await openMemoryLedger(clock);
    await ledger.createIntent(draft('in-a'));
    await ledger.addNote(note('waits for the bank'));
    await clock.advance(500);
    await ledger.addNote(note('bank has answered', { intentId: 'in-a' }));
    await ledger.addNote(note('another payment', { paymentId: 'payment_48' }));
    const { user, host } = ledger.currentUser;
    const shared = { by: `${user}@${host}`, paymentId: 'payment_47' };
    expect((await ledger.notes(PROJECT, ['PAYMENT_47', 'payment_9'])).get('PAYMENT_47')).toEqual([
      { ...shared, at: 1000, intentId: undefined, text: 'waits for the bank' },
      { ...shared, at: 1500, intentId: 'in-a', text: 'bank has answered' },
    ]);
    expect((await ledger.notes('gate.example/43', ['payment_47'])).get('payment_47')).toEqual([]);
    expect(await ledger.notes(PROJECT, [])).toEqual(new Map());
  });

  it('are records of a valid audit trail, and no intents', async () => {
    const ledger = await openMemoryLedger();
    await ledger.createIntent(draft('in-a'));
    await ledger.addNote(note('first'));
    await ledger.change('in-a', 'answered', { state: 'done' });
    expect(await ledger.verify()).toMatchObject({ records: 3, problem: undefined });
    expect((await recordsOf(ledger)).map(({ event }) => event)).toEqual(['begun', 'noted', 'answered']);
    expect(await ledger.history({ limit: 9 })).toHaveLength(1);
    expect(await recordsOf(ledger, { intentId: 'in-a' })).toHaveLength(2);
  });

  it('are encrypted on disk, and a changed one is shown as unreadable and found by the check of the trail', async () => {
    const folder = ledgerFolder();
    const ledger = await openTestLedger(undefined, folder);
    await ledger.addNote(note('customer Aigerim calls back'));
    const database = openDatabase(folder);
    const stored = JSON.stringify(database.prepare('select * from records').all());
    expect(stored).toContain('noted');
    expect(stored).not.toContain('Aigerim');
    database.exec(`update records set data = replace(data, '"note":"', '"note":"AAAA')`);
    database.close();
    expect((await ledger.notes(PROJECT, ['payment_47'])).get('payment_47')).toMatchObject([{ text: undefined }]);
    expect(await ledger.verify()).toMatchObject({ problem: { number: 1, what: 'changed' } });
  });
});

describe('the text of a note', () => {
  it('is one line in which control characters are written as escapes', () => {
    expect(toNoteText('  two\r\nlines\t\u001b[31mred\u202e ').text).toBe('two lines \\u001b[31mred\\u202e');
  });

  it('has no card number, secret or signature, and keeps phone numbers and names', () => {
    const written = 'Anna +7 707 123-45-67 paid with 4111 1111 1111 1111. password=hunter2';
    expect(toNoteText(written)).toEqual({
      text: 'Anna +7 707 123-45-67 paid with [card]. password=[secret]',
      isMasked: true,
    });
  });

  it('has 1 to 1000 characters', () => {
    expect(toNoteText('😀'.repeat(MAX_NOTE_LENGTH)).text).toHaveLength(2 * MAX_NOTE_LENGTH);
    expect(() => toNoteText('x'.repeat(MAX_NOTE_LENGTH + 1))).toThrow('The note has 1001 characters.');
    expect(() => toNoteText(' \n ')).toThrow('The note is empty.');
  });
});
