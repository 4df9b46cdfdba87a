import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Knex } from 'knex';
import type { Origin } from '../../infrastructure/origin';
import { createAdmissions, type Pass } from '../../infrastructure/security/admissions';
import { createPictureText, drawPicture } from './picture';
import { insertPictureCode, takePictureCode, updatePictureAnswer } from './picture-code.repository';
import { createQuestion } from './question';

const LIFE_SECONDS = 5 * 60;

export interface PictureCodeService {
  /** A new picture for a page; the instant until which to wait when this browser or address asked for too many. */
  issue(origin: Origin): Promise<{ readonly id: string } | { readonly until: Date }>;
  /** In place of a picture: a sum in words, for whoever cannot see one. It is answered and checked as a picture is. */
  issueQuestion(
    origin: Origin,
  ): Promise<{ readonly id: string; readonly question: string } | { readonly until: Date }>;
  /** Its PNG, with new letters at each drawing; null when it does not serve any more. */
  draw(id: string, origin: Origin): Promise<Buffer | null>;
  /** Uses the picture up, and tells whether its letters were typed; small letters and full width are forgiven. */
  check(id: string, typed: string, origin: Origin): Promise<boolean>;
}

/** Pictures made on the server (figure 21): one use, five minutes, for the browser that was shown them. */
export function createPictureCodeService(
  db: Knex,
  key: Buffer,
  render: (letters: string) => Promise<Buffer> = drawPicture,
): PictureCodeService {
  const admissions = createAdmissions(db);
  const keyed = (text: string) => createHmac('sha256', key).update(text).digest();
  const deviceHash = (device: string) => keyed(`picture-device|${device}`);
  const answerHash = (id: string, letters: string) => keyed(`picture|${id}|${letters}`);
  const charge = async (origin: Origin) => (await admissions.spend('drawPicture', { origin })).until;

  return {
    async issue(origin) {
      const until = await charge(origin);
      if (until !== null) return { until };
      const id = randomBytes(16).toString('base64url');
      await insertPictureCode(db, {
        id,
        deviceHash: deviceHash(origin.device),
        lifeSeconds: LIFE_SECONDS,
      });
      return { id };
    },

    async issueQuestion(origin) {
      const { until } = await admissions.spend('drawQuestion', { origin });
      if (until !== null) return { until };
      const { device } = origin;
      const { question, answer } = createQuestion();
      const id = randomBytes(16).toString('base64url');
      await insertPictureCode(db, { id, deviceHash: deviceHash(device), lifeSeconds: LIFE_SECONDS });
      await updatePictureAnswer(db, id, deviceHash(device), answerHash(id, answer));
      return { id, question };
    },

    async draw(id, origin) {
      if ((await charge(origin)) !== null) return null;
      const letters = createPictureText();
      const kept = await updatePictureAnswer(db, id, deviceHash(origin.device), answerHash(id, letters));
      return kept === 1 ? render(letters) : null;
    },

    async check(id, typed, origin) {
      const pass = await admissions.spend('picture', { origin });
      return pass.until === null && isRight(pass, id, typed, origin);
    },
  };

  async function isRight(pass: Pass, id: string, typed: string, { device }: Origin): Promise<boolean> {
    const hash = await takePictureCode(pass, db, id, deviceHash(device));
    const letters = typed.normalize('NFKC').replace(/\s/g, '').toUpperCase();
    return hash !== null && timingSafeEqual(hash, answerHash(id, letters));
  }
}
