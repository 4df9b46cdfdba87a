import { createHash, randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import type { Arrived, SignInRequest } from '../../infrastructure/relying-party/relying-party';
import type { Cipher } from '../../infrastructure/security/cipher';
import { deleteVisit, deleteVisitsOf, findVisitContent, putVisit } from './demo-visit.repository';

/** Somebody who is signed in at a platform of the demo. */
export interface DemoGuest {
  readonly subject: string;
  readonly name: string;
  /** Masked; '' where the platform does not see it. */
  readonly identityNumber: string;
  readonly idToken: string;
}

type Content =
  | { readonly kind: 'begun'; readonly request: SignInRequest }
  | { readonly kind: 'signedIn'; readonly guest: DemoGuest };

/** Sessions of the demo's platforms, each of its own: the mark stands in a cookie of that platform's path. */
export interface DemoVisits {
  begin(platformCode: string, request: SignInRequest): Promise<string>;
  /** Takes what a sign-in began with; once. */
  takeRequest(platformCode: string, mark: string): Promise<SignInRequest | null>;
  signIn(platformCode: string, arrived: Arrived): Promise<string>;
  findGuest(platformCode: string, mark: string): Promise<DemoGuest | null>;
  signOut(mark: string): Promise<void>;
  /** Signs out what began with a session of the provider. */
  endSid(platformCode: string, sid: string): Promise<void>;
}

const CONTENT = 'demo_platform_visits.content';
const HOUR = 3600;

export function createDemoVisits(db: Knex, cipher: Cipher): DemoVisits {
  async function put(platformCode: string, content: Content, sid: string | null): Promise<string> {
    const mark = randomBytes(24).toString('base64url');
    await putVisit(db, {
      idHash: hashOf(mark),
      platformCode,
      sid,
      contentCipher: cipher.encrypt(JSON.stringify(content), CONTENT),
      lifeSeconds: HOUR,
    });
    return mark;
  }

  async function find(platformCode: string, mark: string): Promise<Content | null> {
    const sealed = mark === '' ? null : await findVisitContent(db, platformCode, hashOf(mark));
    return sealed === null ? null : (JSON.parse(cipher.decrypt(sealed, CONTENT)) as Content);
  }

  return {
    begin: (platformCode, request) => put(platformCode, { kind: 'begun', request }, null),

    async takeRequest(platformCode, mark) {
      const content = await find(platformCode, mark);
      if (content?.kind !== 'begun') return null;
      await deleteVisit(db, hashOf(mark));
      return content.request;
    },

    signIn(platformCode, { subject, sid, idToken, claims }) {
      const identityNumber = String(claims.identity_number_masked ?? '');
      const guest = { subject, name: String(claims.name ?? ''), identityNumber, idToken };
      return put(platformCode, { kind: 'signedIn', guest }, sid);
    },

    async findGuest(platformCode, mark) {
      const content = await find(platformCode, mark);
      return content?.kind === 'signedIn' ? content.guest : null;
    },

    signOut: (mark) => deleteVisit(db, hashOf(mark)),

    endSid: (platformCode, sid) => deleteVisitsOf(db, platformCode, sid),
  };
}

function hashOf(mark: string): Buffer {
  return createHash('sha256').update(`demo-visit|${mark}`).digest();
}
