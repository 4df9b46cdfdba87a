import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Origin } from '../../infrastructure/origin';
import { createAdmissions, type Pass } from '../../infrastructure/security/admissions';
import { isSameHash } from '../../infrastructure/security/keyed-hash';
import { createPictureText, drawPicture } from './picture';
import { insertPictureCode, takePictureCode, updatePictureAnswer } from './picture-code.repository';
import { createQuestion } from './question';

const LIFE_SECONDS = 5 * 60;

/** What all the steps work with. */
function gatherParts(
  db: Knex,
  keyed: (text: string) => Buffer,
  render: (letters: string) => Promise<Buffer> = drawPicture,
) {
  const admissions = createAdmissions(db);
  return { keyed, admissions, db, render };
}

type Parts = ReturnType<typeof gatherParts>;

/** Pictures made on the server (figure 21): one use, five minutes, for the browser that was shown them. */
export function createPictureCodeService(...given: Parameters<typeof gatherParts>) {
  const parts = gatherParts(...given);
  return bindParts(parts, { issue, issueQuestion, draw, check });
}

export type PictureCodeService = ReturnType<typeof createPictureCodeService>;

/** A new picture for a page; the instant until which to wait when this browser or address asked for too many. */
async function issue(
  parts: Parts,
  origin: Origin,
): Promise<{ readonly id: string } | { readonly until: Date }> {
  const until = await charge(parts, origin);
  if (until !== null) return { until };
  const id = randomBytes(16).toString('base64url');
  await insertPictureCode(parts.db, {
    id,
    deviceHash: deviceHash(parts, origin.device),
    lifeSeconds: LIFE_SECONDS,
  });
  return { id };
}

/** In place of a picture: a sum in words, for whoever cannot see one. It is answered and checked as a picture is. */
async function issueQuestion(
  parts: Parts,
  origin: Origin,
): Promise<{ readonly id: string; readonly question: string } | { readonly until: Date }> {
  const { admissions, db } = parts;
  const { until } = await admissions.spend('drawQuestion', { origin });
  if (until !== null) return { until };
  const { device } = origin;
  const { question, answer } = createQuestion();
  const id = randomBytes(16).toString('base64url');
  await insertPictureCode(db, { id, deviceHash: deviceHash(parts, device), lifeSeconds: LIFE_SECONDS });
  await updatePictureAnswer(db, id, deviceHash(parts, device), answerHash(parts, id, answer));
  return { id, question };
}

/** Its PNG, with new letters at each drawing; null when it does not serve any more. */
async function draw(parts: Parts, id: string, origin: Origin): Promise<Buffer | null> {
  const { db, render } = parts;
  if ((await charge(parts, origin)) !== null) return null;
  const letters = createPictureText();
  const kept = await updatePictureAnswer(
    db,
    id,
    deviceHash(parts, origin.device),
    answerHash(parts, id, letters),
  );
  return kept === 1 ? render(letters) : null;
}

/** Uses the picture up, and tells whether its letters were typed; small letters and full width are forgiven. */
async function check(parts: Parts, id: string, typed: string, origin: Origin): Promise<boolean> {
  const pass = await parts.admissions.spend('picture', { origin });
  return pass.until === null && isRight(parts, pass, id, typed, origin);
}

const deviceHash = (parts: Parts, device: string) => parts.keyed(`picture-device|${device}`);

const answerHash = (parts: Parts, id: string, letters: string) => parts.keyed(`picture|${id}|${letters}`);

const charge = async ({ admissions }: Parts, origin: Origin) =>
  (await admissions.spend('drawPicture', { origin })).until;

async function isRight(
  parts: Parts,
  pass: Pass,
  id: string,
  typed: string,
  { device }: Origin,
): Promise<boolean> {
  const hash = await takePictureCode(pass, parts.db, id, deviceHash(parts, device));
  const letters = typed.normalize('NFKC').replace(/\s/g, '').toUpperCase();
  return hash !== null && isSameHash(hash, answerHash(parts, id, letters));
}
