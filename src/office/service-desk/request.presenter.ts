import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import type { CounterCode } from '../../domain/counter-codes/counter-code.repository';
import { presentPurpose } from '../../domain/counter-codes/purpose.presenter';
import { formatInstant } from '../../infrastructure/format-time';
import { maskName } from '../../rules/identity/masking';

interface OpenRequest {
  readonly code: CounterCode;
  readonly candidate: Pick<CandidateRecord, 'name' | 'schoolName' | 'className'>;
}

/** A request for a code as a row for whoever approves it, in the county or above. */
export const presentRequest = ({ code, candidate }: OpenRequest) => ({
  id: code.id,
  purpose: presentPurpose(code.purpose),
  name: maskName(candidate.name),
  place: `${candidate.schoolName}　${candidate.className}`,
  at: formatInstant(code.requestedAt),
  reason: code.reason,
});
