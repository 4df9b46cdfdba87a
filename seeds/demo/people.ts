import type { DemoPerson } from './people/demo-person';
import { generalCandidates } from './people/general-candidates';
import { otherCandidates } from './people/other-candidates';

export { type DemoFactors, type DemoPerson, demoPassword } from './people/demo-person';

/** The demo's candidates, in order of 考生号. All are invented. */
export const demoPeople: readonly DemoPerson[] = [...generalCandidates, ...otherCandidates].toSorted(
  (left, right) => Number(left.candidate.candidateNumber) - Number(right.candidate.candidateNumber),
);
