import type { PlanEntry } from '../../../src/domain/enrolment-plan/plan-entry';
import { createMajorCodes } from './major-codes';
import type { Requirement } from './requirements';

/** One major an institution offers in a batch, before it is numbered. */
export interface Offer {
  readonly majorName: string;
  readonly tracks: readonly string[];
  readonly quota: number;
  readonly tuitionYuan: number | null;
  readonly lengthYears: number | null;
  readonly audience?: string;
  readonly category?: string;
  readonly planType?: string;
  /** A 专业代号 fixed in advance. */
  readonly code?: string;
  readonly requirements?: readonly Requirement[];
  /** More 备注 that no check can read. */
  readonly remark?: string;
}

function writeNote(offer: Offer): string {
  const remarks = (offer.requirements ?? []).map(({ remark }) => remark);
  return [...remarks, offer.remark ?? ''].filter((remark) => remark !== '').join('；');
}

function toEntry(batch: string, institution: string, offer: Offer, major: string): PlanEntry {
  return {
    batch,
    tracks: offer.tracks,
    audience: offer.audience ?? '',
    institution,
    group: '',
    major,
    majorName: offer.majorName,
    post: '',
    category: offer.category ?? '',
    planType: offer.planType ?? 'ordinary',
    quota: offer.quota,
    tuitionYuan: offer.tuitionYuan,
    lengthYears: offer.lengthYears,
    note: writeNote(offer),
    restrictions: (offer.requirements ?? []).map(({ condition }) => condition),
  };
}

/** Numbers what an institution offers in a batch: one run of 专业代号 over all its majors. */
export function numberOffers(
  batch: string,
  institution: string,
  offers: readonly Offer[],
): readonly PlanEntry[] {
  const taken = new Set(offers.flatMap(({ code }) => (code === undefined ? [] : [code])));
  const nextCode = createMajorCodes(batch, institution, taken);
  return offers.map((offer) => toEntry(batch, institution, offer, offer.code ?? nextCode()));
}

/** Offers of a batch whose choices are institutions alone: 专业代号 stays empty. */
export function leaveUnnumbered(
  batch: string,
  institution: string,
  offers: readonly Offer[],
): readonly PlanEntry[] {
  return offers.map((offer) => toEntry(batch, institution, offer, ''));
}
