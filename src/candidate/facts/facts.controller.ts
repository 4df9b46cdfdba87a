import type { Knex } from 'knex';
import { getIdentityNumber } from '../../domain/candidates/candidate.repository';
import { listFileStates } from '../../domain/candidates/file-state.repository';
import { listEvaluations } from '../../domain/facts/evaluation.repository';
import { listFileStateMeanings, presentFileStates } from '../../domain/facts/file-state.presenter';
import { presentQualifications } from '../../domain/facts/qualification.presenter';
import { presentScores } from '../../domain/facts/score.presenter';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Watched } from '../../infrastructure/database/reference-watch';
import type { Cipher } from '../../infrastructure/security/cipher';
import { maskIdentityNumber } from '../../rules/identity/masking';
import type { CandidateVisit } from '../as-candidate';

interface FactsDependencies {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly reference: Watched<Reference>;
}

export function createFactsControllers(parts: FactsDependencies) {
  return { ...bindParts(parts, { showQualifications, showFileStates, showEvaluations }), showScores };
}

/** What is known of a candidate, read-only (manual, chapter ten; figures 27 and 28). */
export type FactsControllers = ReturnType<typeof createFactsControllers>;

/** 资格信息. */
async function showQualifications(
  { reference, db, cipher }: FactsDependencies,
  visit: CandidateVisit,
): Promise<void> {
  const { calendar, plan } = reference.current();
  const identityNumber = await getIdentityNumber(db, cipher, visit.candidate.id);
  const groups = presentQualifications({
    pack: calendar.pack,
    candidate: visit.candidate,
    maskedIdentityNumber: maskIdentityNumber(identityNumber),
    nameInstitution: (code) => plan.findInstitution(code)?.name ?? null,
  });
  visit.render('candidate/facts/qualifications', { groups });
}

/** 成绩信息. */
function showScores(visit: CandidateVisit) {
  visit.render('candidate/facts/scores', { groups: presentScores(visit.candidate.facts) });
}

/** 档案状态. */
async function showFileStates({ reference, db }: FactsDependencies, visit: CandidateVisit): Promise<void> {
  const { pack } = reference.current().calendar;
  const records = await listFileStates(db, visit.candidate.id);
  visit.render('candidate/facts/file-states', {
    begun: records.length > 0,
    rows: presentFileStates(pack, visit.candidate.kind, records),
    meanings: listFileStateMeanings(),
  });
}

/** 评价信息: 考生评语 and 诚信档案. */
async function showEvaluations({ db }: FactsDependencies, visit: CandidateVisit): Promise<void> {
  const evaluations = await listEvaluations(db, visit.candidate.id);
  visit.render('candidate/facts/evaluations', {
    comments: evaluations.filter(({ kind }) => kind === 'comment'),
    entries: evaluations.filter(({ kind }) => kind === 'integrity'),
  });
}
