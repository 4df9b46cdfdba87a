import type { Knex } from 'knex';
import { bindParts } from '../../infrastructure/bind-parts';
import type { ReviewSettings } from '../../infrastructure/config/account-settings';
import { AppError } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import { type WithAdmissions, withAdmissions } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import { lockAccount } from '../accounts/account.repository';
import type { AccountTokens } from '../accounts/account-token.repository';
import { auditAccount } from '../accounts/audit-account';
import type { Limited } from '../accounts/limit';
import { findPersonForUpdate } from '../accounts/person.repository';
import { type PictureFaults, type PictureKind, pictureKinds } from './picture';
import { openStates, type ReviewCase } from './review-case';
import { endHearing, findSentCase, insertCase, requeueCase, submitCase } from './review-case.repository';
import { findApplicant, findCaseOf, findOpposition, isParty, type ReviewParty } from './review-party';
import { listPictures } from './review-picture.repository';
import { listRecentSendings, listSides, putSide, sendSide } from './review-side.repository';
import { drawForm, keepPictures, type SentForm } from './sent-pictures';
import { tellOfSending } from './tell-parties';

/** What a party has sent so far. */
interface Sending {
  /** When each picture came. */
  readonly received: ReadonlyMap<PictureKind, Date>;
  readonly note: string;
  /** Everything was sent, and is for the reviewers now. */
  readonly complete: boolean;
}

type SendingResult =
  | { readonly outcome: 'sent' }
  /** What was right is kept: only these have to be chosen again. */
  | { readonly outcome: 'faulty'; readonly faults: PictureFaults }
  | ({ readonly outcome: 'limited' } & Limited);

interface SubmissionParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly tokens: AccountTokens;
  readonly review: ReviewSettings;
}

/** Hours in which the other side of an objection may send its pictures too. */
export const HEAR_HOURS = 72;
const SENDINGS_A_DAY = 3;
const DAY_MS = 24 * 3600_000;
const MINUTE_MS = 60_000;
const PURPOSE = 'sendReview';

const noteContext = (caseId: number, accountId: number) => `review_sides.note|${caseId}|${accountId}`;

export function openNote(cipher: Cipher, caseId: number, accountId: number, sealed: Buffer | null): string {
  return sealed === null ? '' : cipher.decrypt(sealed, noteContext(caseId, accountId));
}

/** What all the steps work with. */
type Parts = SubmissionParts & WithAdmissions;

/** 途径2: what the parties send, until the reviewers have all of it. */
export function createSubmissionService(given: SubmissionParts) {
  const parts = withAdmissions(given);
  return bindParts(parts, { issueToken, describe, send });
}

export type SubmissionService = ReturnType<typeof createSubmissionService>;

const issueToken = ({ tokens }: Parts, { account }: ReviewParty): string => tokens.issue(account.id, PURPOSE);

async function describe({ db, cipher }: Parts, party: ReviewParty): Promise<Sending> {
  const found = await findCaseOf(db, party);
  if (found === null || !openStates.includes(found.state))
    return { received: new Map(), note: '', complete: false };
  const { id: accountId } = party.account;
  const own = (await listPictures(db, found.id)).filter((one) => one.accountId === accountId);
  const side = (await listSides(db, found.id)).find((one) => one.accountId === accountId);
  return {
    received: new Map(own.map(({ kind, receivedAt }) => [kind, receivedAt])),
    note: openNote(cipher, found.id, accountId, side?.noteCipher ?? null),
    complete: side !== undefined && side.sentAt !== null,
  };
}

/** @throws AppError conflict (409) when nothing may be sent now; csrf, actRepeated */
async function send(
  parts: Parts,
  party: ReviewParty,
  form: SentForm,
  origin: Origin,
): Promise<SendingResult> {
  const { admissions, db, tokens, cipher } = parts;
  const { account } = party;
  const { until } = await admissions.spend('upload', { subject: account.id, origin });
  if (until !== null) return { outcome: 'limited', limit: 'reviewUploads', until };
  const drawn = await drawForm(form);
  return db.transaction(async (transaction): Promise<SendingResult> => {
    await tokens.use(transaction, form.token, account.id, PURPOSE);
    const personId = await lockParty(transaction, party);
    const limited = await findLimit(transaction, party);
    if (limited !== null) return { outcome: 'limited', ...limited };
    const found = await getCase(transaction, party, personId);
    const sealed = form.note === '' ? null : cipher.encrypt(form.note, noteContext(found.id, account.id));
    await putSide(transaction, found.id, account.id, sealed);
    const faults = await keepPictures(transaction, cipher, found, account, drawn);
    const wrong = pictureKinds.filter((kind) => faults[kind] !== undefined);
    if (form.heldBack || wrong.length > 0) {
      const said = wrong.map((kind) => `${kind}=${faults[kind]}`).join(' ');
      await auditAccount(transaction, account, origin, 'reviewRefused', { case: found.id, faults: said });
      return { outcome: 'faulty', faults };
    }
    await enqueue(parts, transaction, found, party, origin);
    return { outcome: 'sent' };
  });
}

/** The account's state may have changed since the page was shown. */
async function lockParty(transaction: Knex.Transaction, { account, contest }: ReviewParty): Promise<number> {
  const person = await findPersonForUpdate(transaction, account.identityIndex);
  const locked = await lockAccount(transaction, account.id);
  const isOld = contest?.oldAccountId === account.id;
  const stands = isOld
    ? locked?.status === 'suspended'
    : locked !== null && isParty(await findApplicant(transaction, locked));
  if (person === null || !stands) throw new AppError('conflict', 409);
  return person.id;
}

/** The third sending of a day is the last. */
async function findLimit(transaction: Knex, { account }: ReviewParty): Promise<Limited | null> {
  const first = (await listRecentSendings(transaction, account.id)).at(-SENDINGS_A_DAY);
  if (first === undefined) return null;
  const until = new Date(Math.ceil((first.getTime() + DAY_MS) / MINUTE_MS) * MINUTE_MS);
  return { limit: 'reviewSendings', until };
}

/** The case that goes on, or a new draft. @throws AppError conflict when this side is with the reviewers */
async function getCase(
  transaction: Knex.Transaction,
  party: ReviewParty,
  personId: number,
): Promise<ReviewCase> {
  const { account, contest } = party;
  const found = await findCaseOf(transaction, party);
  if (found === null || !openStates.includes(found.state)) {
    const accountId = contest?.newAccountId ?? account.id;
    return insertCase(transaction, { personId, accountId, contestId: contest?.id ?? null });
  }
  const side = (await listSides(transaction, found.id)).find(({ accountId }) => accountId === account.id);
  if ((side !== undefined && side.sentAt !== null) || found.state === 'approved')
    throw new AppError('conflict', 409);
  return found;
}

async function enqueue(
  parts: Parts,
  transaction: Knex.Transaction,
  found: ReviewCase,
  party: ReviewParty,
  origin: Origin,
): Promise<void> {
  const { review, cipher } = parts;
  const { account, contest } = party;
  const { hours } = review;
  if ((await sendSide(transaction, found.id, account.id)) !== 1) throw new AppError('conflict', 409);
  const opposition = await findOpposition(transaction, party, found.personId);
  const hearHours = contest === null ? 0 : HEAR_HOURS;
  if (found.state === 'draft') {
    const changed = await submitCase(transaction, found.id, { ...opposition, hours, hearHours });
    if (changed !== 1) throw new AppError('conflict', 409);
  } else {
    if (found.contestId !== opposition.contestId)
      await requeueCase(transaction, found, { ...opposition, hours, hearHours });
    await endHearing(transaction, found.id, hours);
  }
  await auditAccount(transaction, account, origin, 'sendReview', { case: found.id });
  const queued = await findSentCase(transaction, found.id);
  if (queued === null) throw new Error(`case ${found.id} was not sent`);
  await tellOfSending(transaction, cipher, party, queued);
}
