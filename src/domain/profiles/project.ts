/**
 * The name under which the ledger stores a project: host of its Gate, path of its Gate where it has one, and project id
 * (`api.rocketpay.kz/1234`, `gateway.example/live/1234`). The host is an address, not an identity: one platform can be reached
 * under an alias, another port or a tunnel.
 */
interface ProjectName {
  /** With a port that is not the usual one. */
  readonly host: string;
  /** Without slashes at its ends; empty where the Gate has none, or an earlier version has not stored it. */
  readonly path: string;
  readonly id: string;
}

/** The stored name of the project with this id at this Gate. */
export function projectName(gateUrl: string, projectId: number): string {
  const { host, pathname } = new URL(gateUrl);
  const path = pathname.split('/').filter((part) => part !== '');
  return [host.replace(/\.(?=:|$)/, ''), ...path, projectId].join('/');
}

function readName(project: string): ProjectName {
  const [host = '', ...rest] = project.split('/');
  return { host, path: rest.slice(0, -1).join('/'), id: rest.at(-1) ?? '' };
}

/** The id of a stored project, which the platform gave it. */
export const getProjectId = (project: string): string => readName(project).id;

/** Host and path of the Gate of a stored project: `gateway.example/live`. */
export function getGateName(project: string): string {
  const { host, path } = readName(project);
  return path === '' ? host : `${host}/${path}`;
}

/** The names under which rows of a project are stored: its own, and the one of earlier versions, without the path. */
export function listProjectNames(project: string): readonly string[] {
  const { host, path, id } = readName(project);
  return path === '' ? [project] : [project, `${host}/${id}`];
}

/**
 * True where the platform can mean the same project: the ids are equal, and nothing shows that the Gates are different ones.
 * Two paths of one host are two Gates; two hosts can be two names of one.
 */
export function canBeSameProject(one: string, other: string): boolean {
  const [a, b] = [readName(one), readName(other)];
  if (a.id !== b.id) return false;
  return a.host !== b.host || a.path === b.path || a.path === '' || b.path === '';
}
