import { anybody, get, post } from '../../infrastructure/http/route';
import { type CandidateRoute, candidate } from '../as-candidate';
import type { CheckpointsControllers } from './checkpoints.controller';
import type { ReceiptControllers } from './receipt.controller';
import type { VerificationControllers } from './verification.controller';

interface VerificationPages {
  readonly checkpoints: CheckpointsControllers;
  readonly verification: VerificationControllers;
  readonly receipt: ReceiptControllers;
}

export function verificationRoutes({
  checkpoints,
  verification,
  receipt,
}: VerificationPages): readonly CandidateRoute[] {
  return [
    get('/checkpoints', anybody, checkpoints.show, { underLoad: 'statistics' }),
    get('/verify', anybody, verification.show, { underLoad: 'statistics' }),
    post('/verify', anybody, verification.submit, { whileReadOnly: true, underLoad: 'statistics' }),
    get('/versions/:version/receipt', candidate, receipt.send),
  ];
}
