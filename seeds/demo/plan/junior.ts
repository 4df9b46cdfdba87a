import type { PlanEntry } from '../../../src/domain/enrolment-plan/plan-entry';
import { type DemoInstitution, listInstitutionsOfLevel } from '../institutions';
import { juniorMajors } from '../majors/junior';
import { numberOffers, type Offer } from './offers';
import { createRandom, type Random } from './random';
import { drawTuition } from './tuition';
import { drawUsualRequirements } from './usual-requirements';

function drawOffer(institution: DemoInstitution, track: string, majorName: string, random: Random): Offer {
  return {
    majorName,
    tracks: [track],
    quota: random.integer(2, 80),
    tuitionYuan: drawTuition(institution, random),
    lengthYears: 3,
    category: /^(护理|助产)$/.test(majorName) ? '护理' : '',
    requirements: drawUsualRequirements(majorName, random),
  };
}

function listInstitutionEntries(institution: DemoInstitution): readonly PlanEntry[] {
  const random = createRandom(`junior/${institution.code}`);
  const majors = juniorMajors[institution.field];
  const offers = ['1', '5'].flatMap((track) =>
    random
      .sample(majors, random.integer(6, 12))
      .map((majorName) => drawOffer(institution, track, majorName, random)),
  );
  return numberOffers('junior', institution.code, offers);
}

/** 高职高专批. */
export function listJuniorEntries(): readonly PlanEntry[] {
  return listInstitutionsOfLevel('3').flatMap(listInstitutionEntries);
}
