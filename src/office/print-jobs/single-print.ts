import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import { toFacts } from '../../domain/candidates/candidate-facts';
import { findGroup, findVersion } from '../../domain/choice-lists/application.repository';
import { groupCodesOf } from '../../domain/choice-lists/standing';
import { tellOwner } from '../../domain/messages/tell-owner';
import { auditOfficer } from '../../domain/officers/audit-officer';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { findVersionInForce } from '../../domain/printed-forms/version-in-force';
import { wallClock } from '../../infrastructure/clock';
import type { Knex } from '../../infrastructure/database/knex';
import { AppError, notFound } from '../../infrastructure/errors';
import { needsConfirmation } from '../../rules/filing/final-confirmation';
import type { Batch } from '../../rules/pack/rule-pack';
import { hasClosed } from '../../rules/windows/closing';
import type { CounterVisitor } from '../service-desk/record.service';
import { insertFormPrints } from './form-print.repository';
import type { FormSetter, FormSetterParts } from './form-setter';

interface SinglePrint {
  readonly candidate: CandidateRecord;
  readonly batch: Batch;
  /** The officer has seen the candidate; asked for before the batch is over. */
  readonly present: boolean;
  readonly reason: string;
  readonly token: string;
}

interface SinglePrintParts extends FormSetterParts {
  readonly tokens: OfficeTokens;
  readonly setForms: FormSetter;
}

/** A batch in which a candidate has a list in force. */
interface PrintableBatch {
  readonly batch: Batch;
  readonly saveNumber: number;
  readonly over: boolean;
}
export const onePurpose = (candidateId: number) => `printForm|${candidateId}`;

async function auditSinglePrint(
  parts: SinglePrintParts,
  transaction: Knex.Transaction,
  { officer, origin }: CounterVisitor,
  { candidate, batch, present, reason }: SinglePrint,
  early: boolean,
): Promise<void> {
  await auditOfficer(transaction, officer, origin, {
    action: 'printForm',
    subjectKind: 'candidate',
    subjectId: candidate.id,
    detail: { batch: batch.code, reason, early, present },
  });
  if (!early) return;
  await tellOwner(transaction, parts.cipher, {
    candidateId: candidate.id,
    kind: 'formPrintedEarly',
    at: new Date(wallClock()),
    values: { batch: batch.name, office: officer.placeName, reason },
  });
}

const isOver = async ({ reference, clock, db }: SinglePrintParts, candidate: CandidateRecord, batch: Batch) =>
  hasClosed(reference.current().calendar.listWindows(batch.code), toFacts(candidate), await clock.now(db));

/** Batches in which the candidate has a list in force. */
export async function listPrintable(
  parts: SinglePrintParts,
  candidate: CandidateRecord,
): Promise<readonly PrintableBatch[]> {
  const { reference, db } = parts;
  const { batches } = reference.current().calendar.pack;
  const found = await Promise.all(
    batches.map(async (batch) => {
      const group = await findGroup(db, candidate.id, groupCodesOf(batch));
      const counts = !needsConfirmation(batch) || group?.confirmed === true;
      const held = group !== null && !group.abandoned && group.savedBatch === batch.code && counts;
      const version =
        held && group.versionId !== null ? await findVersion(db, candidate.id, group.versionId) : null;
      return version === null
        ? []
        : [{ batch, saveNumber: version.saveNumber, over: await isOver(parts, candidate, batch) }];
    }),
  );
  return found.flat();
}

/** One form at the counter. @throws AppError notFound, printTooEarly before the end without the candidate */
export async function printOne(
  parts: SinglePrintParts,
  visitor: CounterVisitor,
  print: SinglePrint,
): Promise<Buffer> {
  const { db, setForms, tokens } = parts;
  const { candidate, batch, present, token } = print;
  const { officer } = visitor;
  const version = await findVersionInForce(db, candidate.id, batch);
  const group = await findGroup(db, candidate.id, groupCodesOf(batch));
  const counts = !needsConfirmation(batch) || group?.confirmed === true;
  if (version === null || !counts) throw notFound();
  const early = !(await isOver(parts, candidate, batch));
  if (early && !present) throw new AppError('printTooEarly', 409);
  const { pdf, prints } = await setForms([{ candidateId: candidate.id, versionId: version.id }]);
  await db.transaction(async (transaction) => {
    await tokens.use(transaction, token, officer.id, onePurpose(candidate.id));
    await insertFormPrints(transaction, prints, { officerId: officer.id, jobId: null });
    await auditSinglePrint(parts, transaction, visitor, print, early);
  });
  return pdf;
}
