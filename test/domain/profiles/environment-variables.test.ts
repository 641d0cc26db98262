import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { dataFolder, settingsFolder } from '#domain/profiles/data-folders';
import { environmentValue } from '#domain/profiles/environment-variables';

const read = (X: string | undefined) => environmentValue({ X }, 'X');

describe('a variable of the environment', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['https://a.example', 'https://a.example'],
    [' shop\r', 'shop'],
    ["/home/o'neil/key", "/home/o'neil/key"],
  ])('%j is read as %j', (given, value) => {
    expect(read(given)).toBe(value);
  });

  it.each([
    [' \t\r\n', /white space/, /unset X/],
    ['"shop"', /quotation marks/, /X=shop$/],
    ["'https://a.example'", /quotation marks/, /X=https:\/\/a\.example$|X='https/],
    ['“/srv/key”', /quotation marks/, /X=\/srv\/key$/],
    ['"shop', /quotation marks/, /X=shop$/],
  ])('%j is refused with the name of the variable', (given, message, hint) => {
    expect(() => read(given)).toThrow(
      expect.objectContaining({
        exit: EXIT.credentials,
        message: expect.stringMatching(new RegExp(`^X .*${message.source}`)),
        hint: expect.stringMatching(hint),
      }),
    );
  });
});

describe('the folders of settings and data', () => {
  const of = (environment: Readonly<Record<string, string>>, platform = 'linux') => {
    const sources = { environment, platform, home: () => (platform === 'win32' ? 'C:\\Users\\a' : '/home/a') };
    return [settingsFolder(sources), dataFolder(sources)];
  };

  it('are named by absolute paths of the XDG variables; relative ones are ignored', () => {
    const own = ['/home/a/.config/rocketpay', '/home/a/.local/share/rocketpay'];
    expect(of({ XDG_CONFIG_HOME: '/c', XDG_DATA_HOME: '/d/' })).toEqual(['/c/rocketpay', '/d/rocketpay']);
    for (const path of ['c', './c', '~/c', ' /c', '']) {
      expect(of({ XDG_CONFIG_HOME: path, XDG_DATA_HOME: path })).toEqual(own);
    }
    expect(of({ APPDATA: 'c', LOCALAPPDATA: 'c' }, 'win32')).toEqual([
      'C:\\Users\\a\\AppData\\Roaming\\rocketpay\\Config',
      'C:\\Users\\a\\AppData\\Local\\rocketpay\\Data',
    ]);
  });

  it.each(['ROCKETPAY_CONFIG_DIR', 'ROCKETPAY_DATA_DIR'])('%s is an absolute path', (name) => {
    expect(of({ [name]: ' /x\r' })).toContain('/x');
    for (const path of ['c', './c', '"/c"', ' ']) {
      expect(() => of({ [name]: path })).toThrow(
        expect.objectContaining({ exit: EXIT.credentials, message: expect.stringContaining(name) }),
      );
    }
  });
});
