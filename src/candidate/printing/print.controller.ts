import type { Knex } from 'knex';
import { getIdentityNumber } from '../../domain/candidates/candidate.repository';
import {
  type ApplicationVersion,
  findGroup,
  findVersion,
} from '../../domain/choice-lists/application.repository';
import { findSavedDetails } from '../../domain/choice-lists/saved-details';
import { groupCodesOf } from '../../domain/choice-lists/standing';
import type { PdfPrinter } from '../../domain/printed-forms/pdf-printer';
import type { PrintedForm } from '../../domain/printed-forms/printed-form';
import { presentPrintedForm } from '../../domain/printed-forms/printed-form.presenter';
import { findVersionInForce, isInForce } from '../../domain/printed-forms/version-in-force';
import type { Reference } from '../../domain/reference/reference';
import type { Clock } from '../../infrastructure/clock';
import type { EnvironmentName } from '../../infrastructure/config/config';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { notFound } from '../../infrastructure/errors';
import { sendPdfFile } from '../../infrastructure/http/send-pdf-file';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { CandidateHandler, CandidateVisit } from '../as-candidate';

interface PrintDependencies {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly reference: Watched<Reference>;
  readonly clock: Clock;
  readonly environment: EnvironmentName;
  readonly pdf: PdfPrinter;
}

/** 打印: of what is in force in a batch, and of any version of one's own. */
export interface PrintControllers {
  readonly showInForce: CandidateHandler;
  readonly sendInForcePdf: CandidateHandler;
  readonly showVersion: CandidateHandler;
  readonly sendVersionPdf: CandidateHandler;
}

interface Source {
  readonly version: ApplicationVersion;
  readonly inForce: boolean;
  /** The page the form belongs to; the print view stands beneath it. */
  readonly home: string;
}

type FindSource = (visit: CandidateVisit) => Promise<Source>;

export function createPrintControllers(dependencies: PrintDependencies): PrintControllers {
  const { db, cipher, reference, clock, environment, pdf } = dependencies;

  async function getInForce({ req, candidate }: CandidateVisit): Promise<Source> {
    const batch = reference.current().calendar.findBatch(String(req.params.batch));
    const version = batch && (await findVersionInForce(db, candidate.id, batch));
    if (version === null) throw notFound();
    return { version, inForce: true, home: `/batches/${version.batch}` };
  }

  async function getOwn({ req, candidate }: CandidateVisit): Promise<Source> {
    const id = Number(req.params.version);
    const version = Number.isSafeInteger(id) ? await findVersion(db, candidate.id, id) : null;
    if (version === null) throw notFound();
    const batch = reference.current().calendar.findBatch(version.batch);
    const group = batch && (await findGroup(db, candidate.id, groupCodesOf(batch)));
    return { version, inForce: isInForce(version, group), home: `/versions/${version.id}` };
  }

  async function present({ candidate }: CandidateVisit, { version, inForce }: Source): Promise<PrintedForm> {
    const [identityNumber, now] = await Promise.all([
      getIdentityNumber(db, cipher, candidate.id),
      clock.now(db),
    ]);
    const { pack } = reference.current().calendar;
    const details = findSavedDetails(reference.current(), candidate, version.body);
    return presentPrintedForm({
      pack,
      environment,
      candidate,
      identityNumber,
      version,
      details,
      inForce,
      now,
    });
  }

  function show(find: FindSource): CandidateHandler {
    return async (visit) => {
      const source = await find(visit);
      const form = await present(visit, source);
      visit.render('candidate/printing/form', { form, back: source.home, pdf: `${source.home}/print.pdf` });
    };
  }

  function sendPdf(find: FindSource): CandidateHandler {
    return async (visit) => {
      const source = await find(visit);
      const bytes = await pdf.printForm(await present(visit, source));
      const { body, saveNumber } = source.version;
      const plainName = `zhiyuan-${body.batch.code}-${saveNumber}`;
      sendPdfFile(visit.res, bytes, `志愿表-${body.batch.name}-第${saveNumber}次保存`, plainName);
    };
  }

  return {
    showInForce: show(getInForce),
    sendInForcePdf: sendPdf(getInForce),
    showVersion: show(getOwn),
    sendVersionPdf: sendPdf(getOwn),
  };
}
