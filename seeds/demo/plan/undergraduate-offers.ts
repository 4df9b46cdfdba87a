import type { DemoInstitution } from '../institutions';
import { undergraduateMajors } from '../majors/undergraduate';
import type { Offer } from './offers';
import type { Random } from './random';
import { drawTuition, findLengthYears } from './tuition';
import { drawUsualRequirements } from './usual-requirements';

const campusRemarks = [
  '办学地点：新校区',
  '第一学年在东校区就读',
  '按大类招生，第二学年分流',
  '师范类',
  '校企合作',
];

function drawOffer(institution: DemoInstitution, track: string, majorName: string, random: Random): Offer {
  return {
    majorName,
    tracks: [track],
    quota: random.integer(1, 60),
    tuitionYuan: drawTuition(institution, random),
    lengthYears: findLengthYears(majorName),
    category: /^(护理学|助产学)$/.test(majorName) ? '护理' : '',
    requirements: drawUsualRequirements(majorName, random),
    remark: random.chance(0.08) ? random.pick(campusRemarks) : '',
  };
}

/** Ordinary 本科 majors of an institution: so many for 文科综合 (1), so many for 理科综合 (5). */
export function drawUndergraduateOffers(
  institution: DemoInstitution,
  counts: { readonly liberal: number; readonly science: number },
  random: Random,
): readonly Offer[] {
  const majors = undergraduateMajors[institution.field];
  return [
    ...random
      .sample(majors.liberal, counts.liberal)
      .map((majorName) => drawOffer(institution, '1', majorName, random)),
    ...random
      .sample(majors.science, counts.science)
      .map((majorName) => drawOffer(institution, '5', majorName, random)),
  ];
}
