import { get, post } from '../../infrastructure/http/route';
import { type CandidateRoute, candidate } from '../as-candidate';
import type { FinalConfirmationControllers } from './final-confirmation.controller';

/** @param retraction of 撤销确认 */
export function confirmationRoutes(
  confirmation: FinalConfirmationControllers,
  retraction: FinalConfirmationControllers,
): readonly CandidateRoute[] {
  return [
    get('/batches/:batch/confirmation', candidate, confirmation.show),
    post('/batches/:batch/confirmation', candidate, confirmation.submit),
    post('/batches/:batch/confirmation/code', candidate, confirmation.sendCode),
    get('/batches/:batch/retraction', candidate, retraction.show),
    post('/batches/:batch/retraction', candidate, retraction.submit),
    post('/batches/:batch/retraction/code', candidate, retraction.sendCode),
  ];
}
