import { type KeyObject, sign, verify } from 'node:crypto';

/** What RSA2 signs of a request: every parameter but `sign`, in the order of their names, not encoded. */
export function listSigned(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .filter(([name, value]) => name !== 'sign' && value !== '')
    .toSorted(([one], [two]) => (one < two ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** RSA2 (RSA with SHA-256), base64. */
export function signRsa2(text: string, key: KeyObject): string {
  return sign('sha256', Buffer.from(text, 'utf8'), key).toString('base64');
}

export function isSignedRsa2(text: string, signature: string, key: KeyObject): boolean {
  return verify('sha256', Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'));
}

/** Quoted text, or a brace outside of it. */
const MARKS = /"(?:[^"\\]|\\.)*"|[{}]/gs;

/** The text of one member of an answer, letter by letter as it came: that is what is signed. Null where it is not there. */
export function findSignedPart(answer: string, name: string): string | null {
  const start = new RegExp(`^\\s*\\{\\s*"${name}"\\s*:\\s*(?=\\{)`).exec(answer)?.[0];
  if (start === undefined) return null;
  const rest = answer.slice(start.length);
  let depth = 0;
  for (const mark of rest.matchAll(MARKS)) {
    if (mark[0] === '{') depth += 1;
    if (mark[0] === '}') depth -= 1;
    if (depth === 0) return rest.slice(0, mark.index + 1);
  }
  return null;
}
