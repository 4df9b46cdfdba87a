import type { Knex } from 'knex';
import type { Origin } from '../../infrastructure/origin';
import { createAdmissions } from '../../infrastructure/security/admissions';
import { padResponseTime } from '../../infrastructure/security/pad-response-time';
import { isTrustedDevice } from '../identity/device.repository';
import { getFactors } from '../identity/factor.repository';
import type { ProofService } from '../identity/proof.service';
import type { ProofRequest } from '../identity/proof-parts';
import type { PictureCodeService } from './picture-code.service';

/** What stands in the 验证码 field: letters of a picture, or a code that went to the bound phone or WeChat. */
export type VisitorCode =
  | { readonly by: 'picture'; readonly id: string; readonly typed: string }
  | { readonly by: 'message'; readonly journey: string; readonly typed: string };

interface VisitorRequest<Person extends { readonly id: number }> {
  readonly code: VisitorCode;
  /** What tries are counted by: 考生号, or a keyed hash of 证件号码. */
  readonly key: string;
  readonly origin: Origin;
  /** Who has the number that was typed. */
  readonly find: () => Promise<Person | null>;
  /** Whether the other facts are theirs too. */
  readonly fits: (person: Person) => boolean;
}

export type VisitorResult<Person> =
  | { readonly outcome: 'found'; readonly person: Person }
  | { readonly outcome: 'wrongPicture' }
  /** A fact or the code sent is wrong; which one is told to nobody. */
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'throttled'; readonly until: Date };

export type MessageSending =
  | { readonly outcome: 'asked' }
  | { readonly outcome: 'throttled'; readonly until: Date };

export interface VisitorCheck {
  /** Checks the code, counts the try, and tells whether the facts fit somebody. */
  identify<Person extends { readonly id: number }>(
    request: VisitorRequest<Person>,
  ): Promise<VisitorResult<Person>>;
  /** Instead of a picture: a code to the bound phone or WeChat. The same answer after the same time for everybody. */
  sendMessage<Person extends { readonly id: number }>(
    request: Omit<VisitorRequest<Person>, 'code'> & { readonly journey: string },
  ): Promise<MessageSending>;
}

interface VisitorCheckParts {
  readonly db: Knex;
  readonly proof: ProofService;
  readonly pictures: PictureCodeService;
  /** Keeps the counts of one use apart from another's. */
  readonly purpose: 'resetFacts' | 'numberFacts';
  /** Whether a try that was right is given back; not where that would tell that it was right. */
  readonly forgives: boolean;
}

/** Longer than all there is to do, in milliseconds. */
const EVEN_MS = 250;

/** Stands before everything that can be done without a password. */
export function createVisitorCheck(parts: VisitorCheckParts): VisitorCheck {
  const { db, proof, pictures, purpose, forgives } = parts;
  const admissions = createAdmissions(db);

  const requestOf = (candidateId: number, journey: string, origin: Origin): ProofRequest => ({
    candidateId,
    purpose: 'pictureCode',
    journey,
    origin,
  });

  interface Search<Person> {
    readonly key: string;
    readonly origin: Origin;
    readonly find: () => Promise<Person | null>;
    readonly fits: (person: Person) => boolean;
  }

  /** Whom the facts fit, and the key by which the try counts: nobody can use up those of the owner's own browser. */
  async function search<Person extends { readonly id: number }>({ origin, find, fits }: Search<Person>) {
    const person = await find();
    const known = await isTrustedDevice(db, person?.id ?? 0, origin.device);
    return {
      person: person !== null && fits(person) ? person : null,
      known,
    };
  }

  async function isCodeRight(code: VisitorCode, candidateId: number, origin: Origin): Promise<boolean> {
    if (code.by === 'picture') return true;
    const proved = await proof.proveCode(requestOf(candidateId, code.journey, origin), code.typed);
    return proved.outcome === 'proved';
  }

  async function send(candidateId: number, journey: string, origin: Origin): Promise<void> {
    const { phoneCipher, phoneIndex, wechatCipher, wechatIndex } = await getFactors(db, candidateId);
    const request = requestOf(candidateId, journey, origin);
    if (phoneCipher && phoneIndex) {
      await proof.sendCode(request, { channel: 'sms', cipher: phoneCipher, index: phoneIndex });
    } else if (wechatCipher && wechatIndex) {
      await proof.sendCode(request, { channel: 'wechat', cipher: wechatCipher, index: wechatIndex });
    }
  }

  async function decide<Person extends { readonly id: number }>(
    request: VisitorRequest<Person>,
  ): Promise<VisitorResult<Person>> {
    const { code, origin } = request;
    if (code.by === 'picture' && !(await pictures.check(code.id, code.typed, origin))) {
      return { outcome: 'wrongPicture' };
    }
    const { person, known } = await search(request);
    const admission = await admissions.spend(purpose, { subject: request.key, origin, known });
    if (admission.until !== null) return { outcome: 'throttled', until: admission.until };
    if (person === null || !(await isCodeRight(code, person.id, origin))) return { outcome: 'unknown' };
    if (forgives) await admission.forgive();
    return { outcome: 'found', person };
  }

  return {
    identify: (request) => padResponseTime(EVEN_MS, () => decide(request)),

    sendMessage: (request) =>
      padResponseTime(EVEN_MS, async () => {
        const { origin, journey } = request;
        const { person, known } = await search(request);
        const subject = `${purpose}|${request.key}`;
        const until =
          (await admissions.spend(purpose, { subject: request.key, origin, known })).until ??
          (await admissions.spend('visitorMessage', { subject, origin, known })).until;
        if (until !== null) return { outcome: 'throttled', until };
        if (person !== null) await send(person.id, journey, origin);
        return { outcome: 'asked' };
      }),
  };
}
