import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Knex } from 'knex';
import type { Origin } from '../audit';
import { createLimiter } from '../security/limiter';
import { createPictureText, drawPicture } from './picture';
import { insertPictureCode, takePictureCode, updatePictureAnswer } from './picture-code.repository';
import { createQuestion } from './question';

const LIFE_SECONDS = 5 * 60;
const HOUR = 3600;
/** A person asks for a picture now and then; a room of 50 behind one address stays far below its ceiling. */
const BY_DEVICE = { prefix: 'pictures-device', points: 200, duration: HOUR };
const BY_ADDRESS = { prefix: 'pictures-address', points: 5000, duration: HOUR };

/** Questions in words are easier for programs than pictures: fewer of them. */
const QUESTIONS_BY_DEVICE = { prefix: 'questions-device', points: 60, duration: HOUR };
const QUESTIONS_BY_ADDRESS = { prefix: 'questions-address', points: 600, duration: HOUR };

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
  check(id: string, typed: string, device: string): Promise<boolean>;
}

/** Pictures made on the server (figure 21): one use, five minutes, for the browser that was shown them. */
export function createPictureCodeService(
  db: Knex,
  key: Buffer,
  render: (letters: string) => Promise<Buffer> = drawPicture,
): PictureCodeService {
  const byDevice = createLimiter(db, BY_DEVICE);
  const byAddress = createLimiter(db, BY_ADDRESS);
  const questionsByDevice = createLimiter(db, QUESTIONS_BY_DEVICE);
  const questionsByAddress = createLimiter(db, QUESTIONS_BY_ADDRESS);
  const keyed = (text: string) => createHmac('sha256', key).update(text).digest();
  const deviceHash = (device: string) => keyed(`picture-device|${device}`);
  const answerHash = (id: string, letters: string) => keyed(`picture|${id}|${letters}`);
  const charge = async ({ address, device }: Origin) =>
    (await byAddress.charge(address)) ?? (await byDevice.charge(device));

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

    async issueQuestion({ address, device }) {
      const until = (await questionsByAddress.charge(address)) ?? (await questionsByDevice.charge(device));
      if (until !== null) return { until };
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

    async check(id, typed, device) {
      const hash = await takePictureCode(db, id, deviceHash(device));
      const letters = typed.normalize('NFKC').replace(/\s/g, '').toUpperCase();
      return hash !== null && timingSafeEqual(hash, answerHash(id, letters));
    },
  };
}
