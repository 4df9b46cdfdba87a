import { readChoiceList } from '../../domain/choice-lists/choice-list.form';
import type { ChoiceList } from '../../rules/filing/choice-list';
import type { Batch } from '../../rules/pack/rule-pack';
import type { CandidateVisit } from '../as-candidate';
import type { ChoiceTarget } from '../plan-query/choice-target';
import { bringSheetBack, findDraftSheet, keepDraftSheet, replaceDraftSheet } from './draft-sheet.repository';
import { getSheetBatch, type SheetParts } from './sheet-batch';

/** The 志愿草表 of any batch as the place a choice goes to; the form of 普通类 still types by hand. */
export function createSheetTarget(parts: SheetParts): ChoiceTarget {
  const { db, clock, reference } = parts;
  const keyOf = async ({ candidate }: CandidateVisit, batch: Batch) => ({
    candidateId: candidate.id,
    batch: batch.code,
    at: await clock.now(db),
  });
  const write = async (visit: CandidateVisit, batch: Batch, choices: ChoiceList) =>
    keepDraftSheet(db, { ...(await keyOf(visit, batch)), choices });

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
      const before = sheet?.choices ?? {};
      return {
        choices: before,
        expiresAt: null,
        async write(choices) {
          await write(visit, batch, choices);
          return true;
        },
        async replace(choices) {
          await replaceDraftSheet(db, { ...(await keyOf(visit, batch)), choices, replaced: before });
          return true;
        },
        bringBack: async () => (await bringSheetBack(db, await keyOf(visit, batch))) === 1,
      };
    },

    pathOf: (batch, field) => `/draft-sheets/${batch.code}/plan-query/${field}`,
    backTo: (batch, field) => `/draft-sheets/${batch.code}?at=${field}`,
    searchOf: ({ batch }, field) => `/draft-sheets/${batch}/plan-search/${field}`,
  };
}
