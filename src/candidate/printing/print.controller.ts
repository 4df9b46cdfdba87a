import type { Knex } from 'knex';
import { getIdentityNumber } from '../../domain/candidates/candidate.repository';
import { type ApplicationVersion, findVersion } from '../../domain/choice-lists/application.repository';
import type { CheckpointBoard } from '../../domain/ledger/checkpoint-board';
import { composeForm } from '../../domain/printed-forms/compose-form';
import type { PdfPrinter } from '../../domain/printed-forms/pdf-printer';
import type { PrintedForm } from '../../domain/printed-forms/printed-form';
import { findVersionInForce, isVersionInForce } from '../../domain/printed-forms/version-in-force';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Clock } from '../../infrastructure/clock';
import type { EnvironmentName } from '../../infrastructure/config/config';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { notFound } from '../../infrastructure/errors';
import { readId } from '../../infrastructure/http/page-renderer';
import { sendPdfFile } from '../../infrastructure/http/send-pdf-file';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { CandidateVisit } from '../as-candidate';

interface PrintParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly reference: Watched<Reference>;
  readonly clock: Clock;
  readonly environment: EnvironmentName;
  readonly pdf: PdfPrinter;
  readonly checkpoints: CheckpointBoard;
}

interface Source {
  readonly version: ApplicationVersion;
  readonly inForce: boolean;
  /** The page the form belongs to; the print view stands beneath it. */
  readonly home: string;
}

/** 打印: of what is in force in a batch, and of any version of one's own. */
export function createPrintControllers(parts: PrintParts) {
  return bindParts(parts, {
    showInForce: of(getInForce, show),
    sendInForcePdf: of(getInForce, sendPdf),
    showVersion: of(getOwn, show),
    sendVersionPdf: of(getOwn, sendPdf),
  });
}

export type PrintControllers = ReturnType<typeof createPrintControllers>;

const of =
  (find: typeof getOwn, act: typeof show) =>
  async (parts: PrintParts, visit: CandidateVisit): Promise<void> =>
    act(parts, visit, await find(parts, visit));

async function getInForce(
  { db, reference }: PrintParts,
  { req, candidate }: CandidateVisit,
): Promise<Source> {
  const batch = reference.current().calendar.findBatch(String(req.params.batch));
  const version = batch && (await findVersionInForce(db, candidate.id, batch));
  if (version === null) throw notFound();
  return { version, inForce: true, home: `/batches/${version.batch}` };
}

async function getOwn({ db, reference }: PrintParts, { req, candidate }: CandidateVisit): Promise<Source> {
  const version = await findVersion(db, candidate.id, readId(req, 'version'));
  if (version === null) throw notFound();
  const inForce = await isVersionInForce(db, reference.current().calendar.pack, candidate.id, version);
  return { version, inForce, home: `/versions/${version.id}` };
}

async function compose(
  parts: PrintParts,
  { candidate }: CandidateVisit,
  { version, inForce }: Source,
): Promise<PrintedForm> {
  const { db, cipher, clock } = parts;
  const [identityNumber, now] = await Promise.all([
    getIdentityNumber(db, cipher, candidate.id),
    clock.now(db),
  ]);
  return composeForm(parts, { candidate, identityNumber, version, inForce, now });
}

async function show(parts: PrintParts, visit: CandidateVisit, source: Source): Promise<void> {
  const form = await compose(parts, visit, source);
  visit.render('candidate/printing/form', { form, back: source.home, pdf: `${source.home}/print.pdf` });
}

async function sendPdf(parts: PrintParts, visit: CandidateVisit, source: Source): Promise<void> {
  const bytes = await parts.pdf.printForm(await compose(parts, visit, source));
  const { body, saveNumber } = source.version;
  const plainName = `zhiyuan-${body.batch.code}-${saveNumber}`;
  sendPdfFile(visit.res, bytes, `志愿表-${body.batch.name}-第${saveNumber}次保存`, plainName);
}
