import { createHash } from 'node:crypto';

/** The role of the embedded server that serves requests, beside the one that owns the tables. */
export const EMBEDDED_APPLICATION = 'zhiyuan_app';
/** As `watcherOf` of `roles.ts` names it; nothing here needs what stands outside this folder. */
const EMBEDDED_WATCHER = `${EMBEDDED_APPLICATION}_watcher`;

/** Where the application connects to an embedded database, by where its owner does. */
export function applicationUrlOf(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.username = EMBEDDED_APPLICATION;
  url.password = passwordOf(EMBEDDED_APPLICATION, decodeURIComponent(url.password));
  return url.href;
}

/** A password needs no place of its own: the owner's is random, and nobody gets back to it from this one. */
const passwordOf = (role: string, ownerPassword: string) =>
  createHash('sha256').update(`${role} ${ownerPassword}`).digest('hex').slice(0, 48);

/** The roles of an embedded server that sign in beside its owner. */
export function listEmbeddedRoles(ownerPassword: string) {
  return [EMBEDDED_APPLICATION, EMBEDDED_WATCHER].map((name) => ({
    name,
    password: passwordOf(name, ownerPassword),
  }));
}

/** Where `zhiyuan watch` connects to an embedded database, by where its owner does. */
export function watcherUrlOf(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.username = EMBEDDED_WATCHER;
  url.password = passwordOf(EMBEDDED_WATCHER, decodeURIComponent(url.password));
  return url.href;
}
