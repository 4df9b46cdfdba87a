import type { Limited } from '../../domain/accounts/limit';
import { presentLimit } from '../../domain/accounts/limit.presenter';
import { type PictureFaults, pictureKinds } from '../../domain/review-cases/picture';
import { presentPictureFields } from '../../domain/review-cases/picture.presenter';
import { isParty, type ReviewParty } from '../../domain/review-cases/review-party';
import type { SubmissionService } from '../../domain/review-cases/submission.service';
import { bindParts } from '../../infrastructure/bind-parts';
import { notFound } from '../../infrastructure/errors';
import type { Visit } from '../../infrastructure/http/as-visitor';
import { listFaults } from '../../infrastructure/http/list-faults';
import type { Origin } from '../../infrastructure/origin';
import type { AccountVisit } from '../as-account';
import { MAX_NOTE_LENGTH, readSending } from './sending.form';

interface SendingPages {
  readonly service: SubmissionService;
  readonly findApplicant: (account: AccountVisit['account']) => Promise<ReviewParty>;
  readonly findObjector: (token: string) => Promise<ReviewParty | null>;
}

/** What a form is about, and where it leads. */
interface Place {
  readonly party: ReviewParty;
  readonly action: string;
  readonly back: string;
  /** Where progress is shown. */
  readonly next: string;
}

type AnyVisit = Pick<Visit, 'req' | 'res' | 'render' | 'redirect'> & { readonly origin: Origin };

const OWN = '/account/solutions/review';

/** 客服协助验证: pictures of the 身份证 are sent. */
export function createSendingControllers(parts: SendingPages) {
  return bindParts(parts, { show, send, showObjector, sendObjector });
}

export type SendingControllers = ReturnType<typeof createSendingControllers>;

async function show(parts: SendingPages, visit: AccountVisit): Promise<void> {
  const place = await placeOwn(parts, visit);
  const { complete } = await parts.service.describe(place.party);
  if (complete) return visit.redirect(place.next);
  await render(parts, visit, place);
}

const send = async (parts: SendingPages, visit: AccountVisit): Promise<void> =>
  sendPictures(parts, visit, await placeOwn(parts, visit));

/** The same for the old side of an objection, by its link. */
const showObjector = async (parts: SendingPages, visit: Visit): Promise<void> =>
  render(parts, visit, await placeObjector(parts, visit));

const sendObjector = async (parts: SendingPages, visit: Visit): Promise<void> =>
  sendPictures(parts, visit, await placeObjector(parts, visit));

async function render(
  parts: SendingPages,
  { render: send }: AnyVisit,
  { party, action, back }: Place,
  refusal: {
    readonly faults?: PictureFaults;
    readonly note?: string;
    readonly noteError?: string;
    readonly limited?: Limited | null;
    readonly status?: number;
  } = {},
): Promise<void> {
  const { faults = {}, noteError = '', limited = null, status = 200 } = refusal;
  const sending = await parts.service.describe(party);
  const pictures = presentPictureFields(sending.received, faults);
  const errors = Object.fromEntries(pictures.map(({ kind, error }) => [kind, error]));
  send(
    'account/review/sending',
    {
      action,
      back,
      contested: party.contest !== null,
      objects: party.contest?.oldAccountId === party.account.id,
      complete: sending.complete,
      pictures,
      note: refusal.note ?? sending.note,
      noteError,
      longestNote: MAX_NOTE_LENGTH,
      limit: limited && presentLimit(limited),
      faults: listFaults({ ...errors, note: noteError }, [...pictureKinds, 'note']),
      formToken: sending.complete ? '' : parts.service.issueToken(party),
    },
    { status },
  );
}

async function sendPictures(parts: SendingPages, visit: AnyVisit, place: Place): Promise<void> {
  const { value, error } = readSending(visit.req, visit.res);
  const { note } = value;
  const heldBack = error !== '';
  const form = heldBack ? { ...value, note: '', heldBack } : value;
  const result = await parts.service.send(place.party, form, visit.origin);
  if (result.outcome === 'limited')
    return render(parts, visit, place, { note, limited: result, status: 429 });
  if (result.outcome === 'faulty')
    return render(parts, visit, place, { note, noteError: error, faults: result.faults, status: 422 });
  visit.redirect(place.next);
}

async function placeOwn(parts: SendingPages, { account }: AccountVisit): Promise<Place> {
  const party = await parts.findApplicant(account);
  // A proved account has nothing to send but where its proof by APP was objected to.
  if (!isParty(party)) throw notFound();
  const back = account.status === 'active' ? '/account' : '/account/solutions';
  return { party, action: OWN, back, next: '/account/review' };
}

async function placeObjector(parts: SendingPages, { req }: Visit): Promise<Place> {
  const token = String(req.params.token);
  const party = await parts.findObjector(token);
  if (party === null) throw notFound();
  const back = `/account/objections/${token}`;
  return { party, action: `${back}/pictures`, back, next: `${back}/pictures` };
}
