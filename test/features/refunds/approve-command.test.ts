import { expect, it } from 'vitest';
import { openShop } from '../../support/shop.ts';

it('rocketpay approve says that it needs the ledger of a team', async () => {
  const shop = await openShop();
  expect(await shop.failed('approve', 'in-000000000000')).toMatchObject({ exit: 7, code: 'no_team' });
});
