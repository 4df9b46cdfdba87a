import type { Knex } from 'knex';
import { getIdentityNumber } from '../../domain/candidates/candidate.repository';
import type { ApplicationVersion } from '../../domain/choice-lists/application.repository';
import { presentNamedCode } from '../../domain/choice-lists/saved.presenter';
import {
  listSavedUndertakings,
  type SavedUndertaking,
  type UndertakingInstitution,
} from '../../domain/choice-lists/saved-undertakings';
import type { PdfPrinter } from '../../domain/printed-forms/pdf-printer';
import { findVersionInForce } from '../../domain/printed-forms/version-in-force';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Clock } from '../../infrastructure/clock';
import type { EnvironmentName } from '../../infrastructure/config/config';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { notFound } from '../../infrastructure/errors';
import { sendPdfFile } from '../../infrastructure/http/send-pdf-file';
import type { Cipher } from '../../infrastructure/security/cipher';
import { maskIdentityNumber } from '../../rules/identity/masking';
import type { CandidateVisit } from '../as-candidate';
import type { PrintedUndertaking } from './printed-undertaking';
import { presentPrintedUndertaking } from './printed-undertaking.presenter';

interface UndertakingDependencies {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly reference: Watched<Reference>;
  readonly clock: Clock;
  readonly environment: EnvironmentName;
  readonly pdf: PdfPrinter;
}

interface Source extends SavedUndertaking {
  readonly version: ApplicationVersion;
  readonly home: string;
}

export function createUndertakingControllers(parts: UndertakingDependencies) {
  return bindParts(parts, { choose, show, sendPdf });
}

/** 打印承诺书 (manual, chapter six; M11). */
export type UndertakingControllers = ReturnType<typeof createUndertakingControllers>;

/** 选择院校. */
async function choose(parts: UndertakingDependencies, visit: CandidateVisit): Promise<void> {
  const { db, cipher } = parts;
  const { undertaking, institutions, home, version } = await getSource(parts, visit);
  const identityNumber = await getIdentityNumber(db, cipher, visit.candidate.id);
  visit.render('candidate/undertakings/choose', {
    undertaking,
    home,
    batch: version.body.batch,
    owner: visit.candidate,
    maskedIdentityNumber: maskIdentityNumber(identityNumber),
    institutions: institutions.map(({ institution, majors }) => ({
      code: institution.code,
      name: presentNamedCode(institution),
      majors: majors.map(presentNamedCode),
    })),
  });
}

async function show(parts: UndertakingDependencies, visit: CandidateVisit): Promise<void> {
  const source = await getSource(parts, visit);
  const chosen = findChosen(visit, source);
  if (chosen === null) return visit.redirect(source.home);
  visit.render('candidate/undertakings/print', {
    form: await present(parts, visit, source, chosen),
    back: source.home,
    pdf: `${source.home}/print.pdf?institution=${chosen.institution.code}`,
  });
}

async function sendPdf(parts: UndertakingDependencies, visit: CandidateVisit): Promise<void> {
  const source = await getSource(parts, visit);
  const chosen = findChosen(visit, source);
  if (chosen === null) return visit.redirect(source.home);
  const bytes = await parts.pdf.printDocument(
    'candidate/undertakings/print.typ',
    await present(parts, visit, source, chosen),
  );
  const { undertaking } = source;
  const { code, name } = chosen.institution;
  sendPdfFile(
    visit.res,
    bytes,
    `${undertaking.name}承诺书-${name}`,
    `zhiyuan-${undertaking.planType}-${code}`,
  );
}

/** @throws AppError notFound where the list in force asks for no such undertaking. */
async function getSource(
  parts: UndertakingDependencies,
  { req, candidate }: CandidateVisit,
): Promise<Source> {
  const { reference, db } = parts;
  const { calendar } = reference.current();
  const batch = calendar.findBatch(String(req.params.batch));
  const version = batch && (await findVersionInForce(db, candidate.id, batch));
  const due = version === null ? [] : listSavedUndertakings(calendar.pack, version.body);
  const saved = due.find(({ undertaking }) => undertaking.planType === req.params.undertaking);
  if (version === null || saved === undefined) throw notFound();
  return {
    ...saved,
    version,
    home: `/batches/${version.batch}/undertakings/${saved.undertaking.planType}`,
  };
}

/** Null where none is chosen yet. @throws AppError notFound for one that is not in the list. */
function findChosen({ req }: CandidateVisit, { institutions }: Source): UndertakingInstitution | null {
  const asked = req.query.institution;
  const [only] = institutions;
  if (asked === undefined) return institutions.length === 1 && only !== undefined ? only : null;
  const chosen = institutions.find(({ institution }) => institution.code === asked);
  if (chosen === undefined) throw notFound();
  return chosen;
}

async function present(
  parts: UndertakingDependencies,
  { candidate }: CandidateVisit,
  { version, undertaking }: Source,
  chosen: UndertakingInstitution,
): Promise<PrintedUndertaking> {
  const { db, cipher, clock, reference, environment } = parts;
  const [identityNumber, now] = await Promise.all([
    getIdentityNumber(db, cipher, candidate.id),
    clock.now(db),
  ]);
  const { pack } = reference.current().calendar;
  return presentPrintedUndertaking({
    pack,
    environment,
    candidate,
    identityNumber,
    version,
    undertaking,
    chosen,
    now,
  });
}
