import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { readReason } from '../../domain/officers/reason.form';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField } from '../../infrastructure/http/page-renderer';
import { sendPdfFile } from '../../infrastructure/http/send-pdf-file';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import type { RecordService } from '../service-desk/record.service';
import { type RecordWork, withOpenRecord } from '../service-desk/with-open-record';
import type { PrintJobService } from './print-job.service';
import { onePurpose } from './single-print';

type Errors = Partial<Record<'batch' | 'present' | 'reason', string>>;

interface SinglePrintPages {
  readonly jobs: PrintJobService;
  readonly records: RecordService;
  readonly tokens: OfficeTokens;
}

async function render(
  pages: SinglePrintPages,
  visit: OfficerVisit,
  candidate: CandidateRecord,
  errors: Errors,
  status: number,
): Promise<void> {
  const { jobs, tokens } = pages;
  const batches = await jobs.listPrintable(candidate);
  const { req } = visit;
  visit.render(
    'office/print-jobs/single',
    {
      candidate: { id: candidate.id, name: candidate.name },
      batches: batches.map(({ batch, saveNumber, over }) => ({
        code: batch.code,
        name: batch.name,
        saveNumber,
        over,
      })),
      early: batches.some(({ over }) => !over),
      typed: {
        batch: readField(req, 'batch'),
        present: readField(req, 'present') === 'yes',
        reason: readField(req, 'reason'),
      },
      errors,
      faults: listFaults(errors, ['batch', 'present', 'reason']),
      formToken: tokens.issue(visit.officer.id, onePurpose(candidate.id)),
    },
    { status },
  );
}

const withRecord = ({ records }: SinglePrintPages, work: RecordWork) => withOpenRecord(records, work);

async function submitPrint(
  pages: SinglePrintPages,
  visit: OfficerVisit,
  candidate: CandidateRecord,
): Promise<void> {
  const { jobs } = pages;
  const { req, res } = visit;
  const batches = await jobs.listPrintable(candidate);
  const chosen = batches.find(({ batch }) => batch.code === readField(req, 'batch'));
  const present = readField(req, 'present') === 'yes';
  const { reason, error } = readReason(req);
  const errors: Errors = {
    ...(chosen === undefined ? { batch: '请选择批次！' } : {}),
    ...(chosen?.over === false && !present
      ? { present: '该批次填报还没有截止，只有考生本人到场才能打印，请核验后勾选！' }
      : {}),
    ...(error === '' ? {} : { reason: error }),
  };
  if (chosen === undefined || Object.keys(errors).length > 0)
    return render(pages, visit, candidate, errors, 422);
  const { batch } = chosen;
  const token = readField(req, 'formToken');
  const bytes = await jobs.printOne(visit, { candidate, batch, present, reason, token });
  sendPdfFile(res, bytes, `志愿表-${candidate.candidateNumber}-${batch.name}`, `form-${batch.code}`);
}

/** One candidate's 志愿表 at the counter, from the open record. */
export function createSinglePrintControllers(
  jobs: PrintJobService,
  records: RecordService,
  tokens: OfficeTokens,
) {
  const pages: SinglePrintPages = { jobs, records, tokens };
  return {
    show: withRecord(pages, (visit, candidate) => render(pages, visit, candidate, {}, 200)),
    print: withRecord(pages, (visit, candidate) => submitPrint(pages, visit, candidate)),
  } satisfies Record<string, OfficerHandler>;
}

export type SinglePrintControllers = ReturnType<typeof createSinglePrintControllers>;
