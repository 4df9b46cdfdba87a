import type { Knex } from 'knex';
import { insertWindows } from '../../domain/batches/window.repository';
import { type ActAuthor, auditAct } from '../../domain/officers/act-author';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { switchRulePack } from '../../domain/rule-packs/rule-pack-version.repository';
import type { Clock } from '../../infrastructure/clock';
import { AppError } from '../../infrastructure/errors';
import type { JobRunner } from '../../infrastructure/job-runner';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { PackReview } from './pack-review';
import { type ActivationRequest, insertRequest } from './request.repository';
import { tellConcerned } from './tell-concerned';

export interface RulePackServiceParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly cipher: Cipher;
  readonly tokens: OfficeTokens | null;
  /** Null where no server runs: trials are made by whoever asks for them. */
  readonly runner: JobRunner | null;
  /** Lists that are read in one go; of very many by default. */
  readonly listsAtOnce?: number;
}

/** Puts a version in force and tells whom it concerns. Nobody saves between the look and the commit. */
export async function putInForce(
  parts: RulePackServiceParts,
  transaction: Knex.Transaction,
  author: ActAuthor,
  review: PackReview,
  request: ActivationRequest | null,
): Promise<void> {
  const { clock, cipher } = parts;
  const { active, version, newWindows, dryRun, consequences } = review;
  const { pack } = version;
  if ((await switchRulePack(transaction, active.id, version.id)) !== 2) throw new AppError('conflict', 409);
  if (newWindows.length > 0) await insertWindows(transaction, pack.code, newWindows);
  const now = await clock.now(transaction);
  await tellConcerned(transaction, cipher, { pack, now, concerned: dryRun.concerned });
  await auditAct(transaction, author, {
    action: 'activateRulePack',
    subjectKind: 'rulePack',
    subjectId: version.id,
    detail: {
      ...describeChange(review),
      ...(consequences.length > 0 && { concerned: consequences.length }),
      ...(request !== null && { requestedBy: nameRequester(request) }),
    },
  });
}

/** Records the wish for a second officer. @throws AppError conflict where one waits already */
export async function askSecondOfficer(
  transaction: Knex.Transaction,
  author: ActAuthor,
  review: PackReview,
): Promise<void> {
  const { active, version, consequences } = review;
  const id = await insertRequest(transaction, {
    packId: version.id,
    replacesId: active.id,
    number: consequences.length,
    reason: author.reason,
    requestedBy: author.kind === 'officer' ? author.officer.id : null,
  });
  if (id === null) throw new AppError('conflict', 409);
  await auditAct(transaction, author, {
    action: 'requestRulePack',
    subjectKind: 'rulePack',
    subjectId: version.id,
    detail: { ...describeChange(review), concerned: consequences.length },
  });
}

const describeChange = ({ active, version }: PackReview) => ({
  before: `${active.code} ${active.version}`,
  after: `${version.code} ${version.version}`,
});

/** Who asked, as the audit log has it. */
export const nameRequester = ({ requestedBy }: ActivationRequest) =>
  requestedBy === null ? 'operator' : `officer ${requestedBy}`;
