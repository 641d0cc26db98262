import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '#domain/language/catalogue/catalogue';
import { createTranslator } from '#domain/language/translator';
import { reasonText } from '#domain/ledger/stored-reason';

const ru = createTranslator('ru', CATALOGUE);

describe('the reason that a ledger has stored in English', () => {
  it.each([
    ['matched by amount and time only', 'найдено только по сумме и времени'],
    ['the platform answered HTTP 422', 'платформа ответила HTTP 422'],
    ['no answer from api.test within 1.5 s', 'нет ответа от api.test за 1.5 с'],
    ['nothing listens at the proxy px.test:3128', 'сервер не отвечает по адресу прокси px.test:3128'],
    ['set manually: checked\nat noon', 'задано вручную: checked\nat noon'],
    ['the platform answered 9999: waiting for processing', /^платформа ответила 9999: [а-я ]+/],
  ])('"%s" is shown in the language of the user', (stored, shown) => {
    const text = reasonText(stored);
    expect(String(text)).toBe(stored);
    expect(ru.show(text)).toMatch(shown);
  });

  it('stays as it is if no message of this version has made it', () => {
    expect(reasonText('a reason of tomorrow')).toBe('a reason of tomorrow');
    expect(reasonText('Nothing listens at a.test')).toBe('Nothing listens at a.test');
  });
});
