import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canBeSameProject, getGateName, getProjectId, listProjectNames, projectName } from '#domain/profiles/project';

describe('two stored projects', () => {
  it.each<[one: string, other: string, same: boolean]>([
    ['api.rocketpay.kz/1', 'api.rocketpay.kz/1', true],
    ['api.rocketpay.kz/1', 'api.rocketpay.kz/2', false],
    ['api.rocketpay.kz/1', 'api.rocketpay.kz/11', false],
    ['api.rocketpay.kz/1', 'api.example.com/1', true],
    ['api.rocketpay.kz/1', 'api.rocketpay.kz./1', true],
    ['127.0.0.1:4010/1', 'localhost:4010/1', true],
    ['127.0.0.1:4010/1', '127.0.0.1:4011/1', true],
    ['gw/test/1', 'gw/live/1', false],
    ['gw/test/1', 'gw/test/1', true],
    ['gw/a/test/1', 'gw/test/1', false],
    ['gw/test/1', 'gw/1', true],
    ['gw/test/1', 'alias/live/1', true],
  ])('%s and %s can be the same project: %s', (one, other, same) => {
    expect(canBeSameProject(one, other)).toBe(same);
    expect(canBeSameProject(other, one)).toBe(same);
  });

  const host = fc.constantFrom('gw', 'gw.', 'GW', 'gw:443', 'gw:8443', 'alias.example', '127.0.0.1:9000', '[::1]:9000');
  const path = fc.constantFrom('', '/', '/live', '/live/', '//live', '/test');
  const id = fc.integer({ min: 1, max: 4_294_967_295 });

  it('have one name when their Gates differ only in case, dots or slashes', () => {
    fc.assert(
      fc.property(host, path, id, (gate, at, projectId) => {
        const name = projectName(`https://${gate}${at}`, projectId);
        expect(getProjectId(name)).toBe(String(projectId));
        expect(projectName(`https://${getGateName(name)}`, projectId)).toBe(name);
        expect(listProjectNames(name)).toContain(name);
        for (const other of listProjectNames(name)) expect(canBeSameProject(name, other)).toBe(true);
      }),
    );
    const names = ['gw', 'GW', 'gw.', 'gw:443', 'gw/'].map((gate) => projectName(`https://${gate}`, 7));
    expect(new Set(names)).toEqual(new Set(['gw/7']));
  });

  it('can be the same one with one id and different hosts, never with different ids', () => {
    fc.assert(
      fc.property(host, path, host, path, id, id, (gate, at, otherGate, otherAt, one, other) => {
        const [a, b] = [projectName(`https://${gate}${at}`, one), projectName(`https://${otherGate}${otherAt}`, other)];
        if (one !== other) expect(canBeSameProject(a, b)).toBe(false);
        else if (new URL(`https://${getGateName(a)}`).host !== new URL(`https://${getGateName(b)}`).host)
          expect(canBeSameProject(a, b)).toBe(true);
      }),
    );
  });
});
