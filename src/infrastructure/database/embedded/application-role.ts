import { createHash } from 'node:crypto';

/** The role of the embedded server that serves requests, beside the one that owns the tables. */
export const EMBEDDED_APPLICATION = 'zhiyuan_app';

/** Where the application connects to an embedded database, by where its owner does. */
export function applicationUrlOf(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.username = EMBEDDED_APPLICATION;
  url.password = embeddedApplicationPassword(decodeURIComponent(url.password));
  return url.href;
}

/** Its password, which needs no place of its own: the owner's is random, and nobody gets back to it from this one. */
export function embeddedApplicationPassword(ownerPassword: string): string {
  return createHash('sha256').update(`${EMBEDDED_APPLICATION} ${ownerPassword}`).digest('hex').slice(0, 48);
}
