import { post } from '../../infrastructure/http/route';
import { type CandidateRoute, candidate } from '../as-candidate';
import type { PastedListControllers } from './pasted-list.controller';

/** `form`: into a batch's form; `sheet`: into its 志愿草表. */
export function pastedListRoutes({
  form,
  sheet,
}: {
  readonly form: PastedListControllers;
  readonly sheet: PastedListControllers;
}): readonly CandidateRoute[] {
  return [
    post('/batches/:batch/pasting', candidate, form.look, { whileReadOnly: true }),
    post('/batches/:batch/pasting/filling', candidate, form.fill, { whileReadOnly: true }),
    post('/draft-sheets/:batch/pasting', candidate, sheet.look, { whileReadOnly: true }),
    post('/draft-sheets/:batch/pasting/filling', candidate, sheet.fill, { whileReadOnly: true }),
  ];
}
