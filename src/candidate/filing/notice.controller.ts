import { nameBatches } from '../../domain/batches/batch-state.presenter';
import type { FilingService } from '../../domain/choice-lists/filing.service';
import { presentSaved } from '../../domain/choice-lists/saved.presenter';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Watched } from '../../infrastructure/database/reference-watch';
import type { CandidateVisit } from '../as-candidate';
import { presentNotice, presentNoticeFigures } from './notice.presenter';

interface NoticeParts {
  readonly filing: FilingService;
  readonly reference: Watched<Reference>;
}

/** 志愿填报须知 (M4) and the 是/否 page that names what would be overwritten (M8). */
export function createNoticeControllers(filing: FilingService, reference: Watched<Reference>) {
  const parts: NoticeParts = { filing, reference };
  return bindParts(parts, { show, accept, askOverwrite, confirmOverwrite });
}

export type NoticeControllers = ReturnType<typeof createNoticeControllers>;

async function show({ filing, reference }: NoticeParts, visit: CandidateVisit): Promise<void> {
  const { batch } = await filing.getFillable(visit.candidate, codeOf(visit));
  visit.render('candidate/filing/notice', {
    batch,
    figures: presentNoticeFigures(batch),
    paragraphs: presentNotice(reference.current().calendar.pack, batch),
  });
}

async function accept({ filing }: NoticeParts, visit: CandidateVisit): Promise<void> {
  const { overwrites } = await filing.acceptNotice(visit.candidate, codeOf(visit));
  visit.redirect(`/batches/${codeOf(visit)}/${overwrites.length === 0 ? 'form' : 'overwrite'}`);
}

async function askOverwrite({ filing }: NoticeParts, visit: CandidateVisit): Promise<void> {
  const { batch, standing, held } = await filing.getFillable(visit.candidate, codeOf(visit));
  if (standing.overwrites.length === 0) return visit.redirect(`/batches/${batch.code}/form`);
  const lost = await filing.findOverwritten(visit.candidate, standing, held);
  visit.render('candidate/filing/overwrite', {
    batch,
    overwritten: nameBatches(standing.overwrites),
    lost: lost.map(({ body }) => ({
      name: body.batch.name,
      sections: presentSaved(body),
      agreed: body.undertakings ?? [],
    })),
  });
}

async function confirmOverwrite({ filing }: NoticeParts, visit: CandidateVisit): Promise<void> {
  await filing.confirmOverwrite(visit.candidate, codeOf(visit));
  visit.redirect(`/batches/${codeOf(visit)}/form`);
}

const codeOf = (visit: CandidateVisit) => String(visit.req.params.batch);
