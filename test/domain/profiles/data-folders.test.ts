import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { dataFolder, type FolderSources, settingsFolder } from '#domain/profiles/data-folders';
import { failureOf } from '../../support/failures.ts';

const sources = (given: Partial<FolderSources>): FolderSources => ({
  environment: {},
  platform: 'linux',
  home: () => '/home/shop',
  ...given,
});

const withoutHome: readonly (readonly [string, () => string])[] = [
  ['an empty home', () => ''],
  [
    'no entry among the users',
    () => {
      throw new Error('ENOENT: no such user');
    },
  ],
];

describe('the folders of settings and data', () => {
  it.each([
    ['linux', {}, '/home/shop/.config/rocketpay', '/home/shop/.local/share/rocketpay'],
    ['linux', { XDG_CONFIG_HOME: '/c/', XDG_DATA_HOME: '/d' }, '/c/rocketpay', '/d/rocketpay'],
    [
      'linux',
      { ROCKETPAY_CONFIG_DIR: '/own/c', ROCKETPAY_DATA_DIR: '/own/d', XDG_DATA_HOME: '/d' },
      '/own/c',
      '/own/d',
    ],
    [
      'linux',
      { ROCKETPAY_CONFIG_DIR: '', XDG_CONFIG_HOME: '', XDG_DATA_HOME: '' },
      '/home/shop/.config/rocketpay',
      '/home/shop/.local/share/rocketpay',
    ],
    [
      'darwin',
      { XDG_CONFIG_HOME: '/c' },
      '/home/shop/Library/Preferences/rocketpay',
      '/home/shop/Library/Application Support/rocketpay',
    ],
    ['win32', { APPDATA: 'C:\\R', LOCALAPPDATA: 'C:\\L' }, 'C:\\R\\rocketpay\\Config', 'C:\\L\\rocketpay\\Data'],
  ])('follow from the system and its variables: %s %j', (platform, environment, settings, data) => {
    const given = sources({ platform, environment });
    expect(settingsFolder(given)).toBe(settings);
    expect(dataFolder(given)).toBe(data);
  });

  it.each(withoutHome)('must be set when the user has %s', (_, home) => {
    expect(failureOf(() => settingsFolder(sources({ home })))).toMatchObject({
      code: 'no_home',
      exit: EXIT.credentials,
    });
    expect(failureOf(() => dataFolder(sources({ home })))).toMatchObject({ code: 'no_home', exit: EXIT.blocked });
  });

  it.each(withoutHome)('need no home folder when variables name them: %s', (_, home) => {
    const environment = { ROCKETPAY_CONFIG_DIR: '/own/c', ROCKETPAY_DATA_DIR: '/own/d' };
    expect(settingsFolder(sources({ home, environment }))).toBe('/own/c');
    expect(dataFolder(sources({ home, environment }))).toBe('/own/d');
  });

  it.each(['data', './data', '../a b'])('are never relative to the working directory: %s', (given) => {
    expect(failureOf(() => dataFolder(sources({ environment: { ROCKETPAY_DATA_DIR: given } })))).toMatchObject({
      code: 'relative_data_dir',
      exit: EXIT.credentials,
    });
  });
});
