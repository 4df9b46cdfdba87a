import { anybody, get } from '../../infrastructure/http/route';
import type { CandidateRoute } from '../as-candidate';
import type { CheckpointsControllers } from './checkpoints.controller';

export function verificationRoutes(checkpoints: CheckpointsControllers): readonly CandidateRoute[] {
  return [get('/checkpoints', anybody, checkpoints.show)];
}
