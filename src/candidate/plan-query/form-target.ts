import type { FilingService } from '../../domain/choice-lists/filing.service';
import { notFound } from '../../infrastructure/errors';
import { drawText } from '../../infrastructure/security/drawn-bytes';
import type { FormPages } from '../filing/form-pages.controller';
import type { ChoiceTarget } from './choice-target';

/** The form of any batch, for what goes into several fields at once. */
export function createListTarget(filing: FilingService, pages: FormPages): ChoiceTarget {
  return {
    ...createFormTarget(filing, pages),
    getBatch: async ({ req }) => filing.getBatch(String(req.params.batch)),
  };
}

/** The form of a batch whose pack offers 计划查询 beside its fields (manual, chapter three C). */
export function createFormTarget(filing: FilingService, pages: FormPages): ChoiceTarget {
  return {
    name: '填报页面',
    // Rows that 检查 would refuse are marked before they are chosen.
    marked: true,

    async getBatch({ req }) {
      const batch = filing.getBatch(String(req.params.batch));
      if (!batch.planQuery) throw notFound();
      return batch;
    },

    async keep(visit, batch) {
      return (await pages.keep(visit, batch, pages.read(visit.req, batch))) !== null;
    },

    async open(visit, batch) {
      const form = await pages.enter(visit);
      if (form === null) return null;
      const tab = drawText(9);
      const at = { tab, revision: form.draft?.revision ?? 0 };
      return {
        choices: form.choices,
        expiresAt: form.opening.expiresAt,
        write: async (choices) =>
          (await filing.keepDraft(visit.candidate, batch.code, { ...at, step: 0, choices })) !== null,
        replace: (choices) =>
          filing.replaceDraft(visit.candidate, batch.code, { ...at, choices, replaced: form.choices }),
        bringBack: () => filing.bringDraftBack(visit.candidate, batch.code, at),
      };
    },

    pathOf: (batch, field) => `/batches/${batch.code}/plan-query/${field}`,
    backTo: (batch, field) => `/batches/${batch.code}/form?at=${field}`,
    searchOf: ({ batch }, field) => `/batches/${batch}/plan-search/${field}`,
  };
}
