import type { Knex } from 'knex';
import { getIdentityNumber, listFileStates } from '../candidates';
import type { Watched } from '../db/reference-watch';
import type { CandidateHandler } from '../middleware/as-candidate';
import type { Reference } from '../reference';
import { maskIdentityNumber } from '../rules/masking';
import type { Cipher } from '../security/cipher';
import { listEvaluations } from './evaluation.repository';
import { listFileStateMeanings, presentFileStates } from './file-state.presenter';
import { presentQualifications } from './qualification.presenter';
import { presentScores } from './score.presenter';

/** What is known of a candidate, read-only (manual, chapter ten; figures 27 and 28). */
export interface FactsControllers {
  /** 资格信息. */
  readonly showQualifications: CandidateHandler;
  /** 成绩信息. */
  readonly showScores: CandidateHandler;
  /** 档案状态. */
  readonly showFileStates: CandidateHandler;
  /** 评价信息: 考生评语 and 诚信档案. */
  readonly showEvaluations: CandidateHandler;
}

export interface FactsDependencies {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly reference: Watched<Reference>;
}

export function createFactsControllers({ db, cipher, reference }: FactsDependencies): FactsControllers {
  return {
    async showQualifications(visit) {
      const { calendar, plan } = reference.current();
      const identityNumber = await getIdentityNumber(db, cipher, visit.candidate.id);
      const groups = presentQualifications({
        pack: calendar.pack,
        candidate: visit.candidate,
        maskedIdentityNumber: maskIdentityNumber(identityNumber),
        nameInstitution: (code) => plan.findInstitution(code)?.name ?? null,
      });
      visit.render('facts/qualifications', { groups });
    },

    showScores(visit) {
      visit.render('facts/scores', { groups: presentScores(visit.candidate.facts) });
    },

    async showFileStates(visit) {
      const { pack } = reference.current().calendar;
      const records = await listFileStates(db, visit.candidate.id);
      visit.render('facts/file-states', {
        begun: records.length > 0,
        rows: presentFileStates(pack, visit.candidate.kind, records),
        meanings: listFileStateMeanings(),
      });
    },

    async showEvaluations(visit) {
      const evaluations = await listEvaluations(db, visit.candidate.id);
      visit.render('facts/evaluations', {
        comments: evaluations.filter(({ kind }) => kind === 'comment'),
        entries: evaluations.filter(({ kind }) => kind === 'integrity'),
      });
    },
  };
}
