/**
 * Parts of the name of a project in the ledger: host and path of its Gate, and project id (`api.rocketpay.kz/1234`,
 * `gateway.example/live/1234`). The host is an address, not an identity: an alias, another port or a tunnel can lead to the same
 * platform.
 */
interface ProjectName {
  /** Host, with a port other than the default. */
  readonly host: string;
  /** Path without slashes at its ends; empty if the Gate has none, or an earlier version has not stored it. */
  readonly path: string;
  readonly id: string;
}

/** Returns the name of a project in the ledger. */
export function projectName(gateUrl: string, projectId: number): string {
  const { host, pathname } = new URL(gateUrl);
  const path = pathname.split('/').filter((part) => part !== '');
  return [host.replace(/\.(?=:|$)/, ''), ...path, projectId].join('/');
}

function readName(project: string): ProjectName {
  const [host = '', ...rest] = project.split('/');
  return { host, path: rest.slice(0, -1).join('/'), id: rest.at(-1) ?? '' };
}

/** Returns the project id of a project name. */
export const getProjectId = (project: string): string => readName(project).id;

/** Returns host and path of the Gate of a project name: `gateway.example/live`. */
export function getGateName(project: string): string {
  const { host, path } = readName(project);
  return path === '' ? host : `${host}/${path}`;
}

/** Returns the names of a project in stored rows: its name, and the name without path of earlier versions. */
export function listProjectNames(project: string): readonly string[] {
  const { host, path, id } = readName(project);
  return path === '' ? [project] : [project, `${host}/${id}`];
}

/**
 * Returns true if two names can be those of one project: the ids are equal, and the Gates can be the same. Two paths of one host
 * are two Gates. Two hosts can be two names of one Gate.
 */
export function canBeSameProject(one: string, other: string): boolean {
  const [a, b] = [readName(one), readName(other)];
  if (a.id !== b.id) return false;
  return a.host !== b.host || a.path === b.path || a.path === '' || b.path === '';
}
