import { Router } from 'express';
import type { AsCandidate } from '../as-candidate';
import type { PastedListControllers } from './pasted-list.controller';

/** `form`: into a batch's form; `sheet`: into its 志愿草表. */
export function pastedListRoutes(
  { form, sheet }: { readonly form: PastedListControllers; readonly sheet: PastedListControllers },
  asCandidate: AsCandidate,
): Router {
  const router = Router();
  router.post('/batches/:batch/pasting', asCandidate(form.look));
  router.post('/batches/:batch/pasting/filling', asCandidate(form.fill));
  router.post('/draft-sheets/:batch/pasting', asCandidate(sheet.look));
  router.post('/draft-sheets/:batch/pasting/filling', asCandidate(sheet.fill));
  return router;
}
