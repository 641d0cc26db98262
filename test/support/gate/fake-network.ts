import nock from 'nock';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

/** Answers the requests of a test file with nock, and lets no other out. Each answer must be taken; the network is back at the end. */
export function fakeNetwork(): void {
  beforeAll(() => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
  });
  afterEach(() => {
    const open = nock.pendingMocks();
    nock.cleanAll();
    expect(open).toEqual([]);
  });
  afterAll(() => {
    nock.enableNetConnect();
    nock.restore();
  });
}
