import { readChoiceList } from '../../domain/choice-lists/choice-list.form';
import type { ChoiceList } from '../../rules/filing/choice-list';
import type { Batch } from '../../rules/pack/rule-pack';
import type { CandidateVisit } from '../as-candidate';
import type { ChoiceTarget } from '../plan-query/choice-target';
import { findDraftSheet, keepDraftSheet } from './draft-sheet.repository';
import { getSheetBatch, type SheetParts } from './sheet-batch';

/** The 志愿草表 of any batch as the place a choice goes to; the form of 普通类 still types by hand. */
export function createSheetTarget(parts: SheetParts): ChoiceTarget {
  const { db, clock, reference } = parts;
  const write = async ({ candidate }: CandidateVisit, batch: Batch, choices: ChoiceList) =>
    keepDraftSheet(db, { candidateId: candidate.id, batch: batch.code, choices, at: await clock.now(db) });

  return {
    name: '草表',
    marked: true,
    getBatch: (visit) => getSheetBatch(parts, visit),

    async keep(visit, batch) {
      await write(visit, batch, readChoiceList(visit.req, reference.current().calendar.pack, batch));
      return true;
    },

    async open(visit, batch) {
      const sheet = await findDraftSheet(db, visit.candidate.id, batch.code);
      return {
        choices: sheet?.choices ?? {},
        expiresAt: null,
        async write(choices) {
          await write(visit, batch, choices);
          return true;
        },
      };
    },

    pathOf: (batch, field) => `/draft-sheets/${batch.code}/plan-query/${field}`,
    backTo: (batch, field) => `/draft-sheets/${batch.code}?at=${field}`,
    searchOf: ({ batch }, field) => `/draft-sheets/${batch}/plan-search/${field}`,
  };
}
