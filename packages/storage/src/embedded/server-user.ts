import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { WickError } from '@wick/core';

/** Whom the server runs as. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** Users without privileges that systems bring along, the most fitting first. */
const UNPRIVILEGED = ['postgres', 'nobody', 'daemon'];

/**
 * PostgreSQL refuses to run as root, so root lends its server to an unprivileged user that exists already (initdb
 * needs an entry in the password file): the owner of `folder` if there is one, else the first of a short list.
 *
 * @returns undefined for everybody but root: the server then runs as the user who asks
 * @throws WickError DATABASE_UNSUPPORTED where there is no such user
 */
export function serverUser(folder: string, passwordFile = '/etc/passwd'): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(folder, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const users = readUsers(passwordFile);
  const name = UNPRIVILEGED.find((candidate) => users.has(candidate));
  if (name !== undefined) return users.get(name)!;
  throw new WickError('DATABASE_UNSUPPORTED', 'PostgreSQL does not run as root, and no unprivileged user exists to run it as.', {
    remedy: `Create one of the users ${UNPRIVILEGED.join(', ')}, run wick as an ordinary user, or set DATABASE_URL.`,
  });
}

function readUsers(passwordFile: string): Map<string, ServerUser> {
  const users = new Map<string, ServerUser>();
  for (const line of readFileSync(passwordFile, 'utf8').split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name && Number(uid) > 0) users.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  return users;
}

/** May this user run the program at `file`? Looks at the permissions of the file and of every folder above it. */
export function canRun(file: string, user: ServerUser): boolean {
  const { mode, uid, gid } = statSync(file);
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  if ((mode & bit) === 0) return false;
  const parent = dirname(file);
  return parent === file || canRun(parent, user);
}
