import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import { readId } from '../../infrastructure/http/page-renderer';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import type { RecordService } from './record.service';

export type RecordWork = (visit: OfficerVisit, candidate: CandidateRecord) => Promise<void>;

/** A page about the candidate of the address, whose record the officer has open; else it leads to where it is opened. */
export function withOpenRecord(records: RecordService, work: RecordWork): OfficerHandler {
  return async (visit) => {
    const id = readId(visit.req, 'candidate');
    const candidate = await records.findOpened(visit, id);
    if (candidate === null)
      return visit.redirect(`/office/counter/candidates/${id}`, '考生档案没有打开或已到时间，请先打开。');
    await work(visit, candidate);
  };
}
