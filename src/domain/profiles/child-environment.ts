import type { Profile } from './profile.ts';

/** Variables of a process, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Returns the names of all variables that contain the secret of a stored profile. */
export const listSecretVariables = (profiles: readonly Pick<Profile, 'secret'>[]): readonly string[] =>
  profiles.flatMap(({ secret }) => (secret?.kind === 'env' ? [secret.name] : []));

/**
 * Returns the environment of a program that this one starts: without our own variables, without the secret of any stored
 * profile, without the password of a ledger, without a proxy that carries a password, and without options for Node.js.
 *
 * @param secrets names of the variables that contain a secret: see {@link listSecretVariables}
 */
export function childEnvironment(environment: Environment, secrets: readonly string[]): Record<string, string> {
  // Windows does not distinguish upper and lower case here.
  const hidden = new Set(secrets.map((name) => name.toUpperCase()));
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => {
      const [name, value] = entry;
      if (value === undefined || hidden.has(name.toUpperCase()) || OURS.test(name)) return false;
      return !(PROXY.test(name) && value.includes('@'));
    }),
  );
}

const OURS = /^(ROCKETPAY_|NODE_OPTIONS$|PGPASSWORD$)/i;

/** `HTTPS_PROXY`, `npm_config_https_proxy` and their like. */
const PROXY = /proxy/i;

/** Returns the environment of a browser, which lives longer than this program: only what it needs to find its screen and user. */
export function browserEnvironment(environment: Environment, secrets: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(childEnvironment(environment, secrets)).filter(([name]) => OF_BROWSERS.test(name)),
  );
}

const OF_BROWSERS = new RegExp(
  `^(${[
    ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LANGUAGE', 'LC_\\w+', 'TZ', 'TMPDIR', 'BROWSER'],
    ...['DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'DBUS_SESSION_BUS_ADDRESS', 'DESKTOP_SESSION', 'XDG_\\w+'],
    ...['GNOME_DESKTOP_SESSION_ID', 'KDE_FULL_SESSION', 'KDE_SESSION_VERSION', '(HTTPS?|ALL|NO)_PROXY'],
    ...['WSL_DISTRO_NAME', 'WSL_INTEROP', 'WSLENV', 'SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'COMSPEC', 'PATHEXT'],
    ...['USERPROFILE', 'USERNAME', 'HOMEDRIVE', 'HOMEPATH', 'APPDATA', 'LOCALAPPDATA', 'PROGRAMDATA', 'TEMP', 'TMP'],
    ...['PROGRAMFILES(\\(X86\\))?', 'PROGRAMW6432', 'COMMONPROGRAMFILES(\\(X86\\))?', 'COMMONPROGRAMW6432'],
  ].join('|')})$`,
  'i',
);
