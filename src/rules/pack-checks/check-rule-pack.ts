import { listFactFaults, listUnknownFacts } from '../pack/known-facts';
import {
  checkKnown,
  listConditionFaults,
  listDuplicates,
  listScopeFaults,
  listUnknown,
  type PackFault,
} from '../pack/pack-faults';
import type { Batch, Coded, DailyHours, Round, RulePack, Undertaking } from '../pack/rule-pack';
import { nameScope } from '../windows/change-windows';
import { layOutHours } from '../windows/sessions';
import { listGroupFaults } from './check-pack-groups';
import { listSectionFaults } from './check-pack-section';

function checkBatch(path: string, batch: Batch, pack: RulePack): readonly PackFault[] {
  const sections = batch.sections.map(({ code, label }) => ({ code, name: label }));
  const unordered = batch.sectionsOrdered && batch.orderedSections.length < 2;
  return [
    ...checkKnown(`${path}.heading`, batch.heading, pack.headings),
    ...checkKnown(`${path}.round`, batch.round, pack.rounds),
    ...listUnknown(`${path}.candidateKinds`, batch.candidateKinds, pack.candidateKinds),
    ...listConditionFaults(`${path}.eligibility`, batch.eligibility),
    ...listUnknownFacts(`${path}.eligibility`, batch.eligibility),
    ...(batch.planAudienceFact === null
      ? []
      : listFactFaults(`${path}.planAudienceFact`, batch.planAudienceFact, 'text')),
    ...checkConfirmMode(path, batch),
    ...listGroupFaults(path, batch, pack),
    ...listUnknown(`${path}.orderedSections`, batch.orderedSections, sections),
    ...(unordered
      ? [{ path: `${path}.orderedSections`, code: 'noOrderedSections', value: batch.code } as const]
      : []),
    ...listDuplicates(
      `${path}.sections`,
      sections.map(({ code }) => code),
    ),
    ...batch.sections.flatMap((section, index) => [
      ...listSectionFaults(`${path}.sections.${index}`, section, pack),
      ...checkSectionMinutes(`${path}.sections.${index}`, section, batch),
    ]),
  ];
}

/** A form ends with the minutes of its batch: a section may only end sooner. */
function checkSectionMinutes(
  path: string,
  { formMinutes }: Batch['sections'][number],
  batch: Batch,
): readonly PackFault[] {
  if (formMinutes === undefined || formMinutes < batch.formMinutes) return [];
  return [{ path: `${path}.formMinutes`, code: 'sectionOutlastsForm', value: formMinutes }];
}

/** By the form on paper, or not at all where a save is final by itself; what is not served must not be promised by a pack. */
function checkConfirmMode(path: string, { confirmMode }: Batch): readonly PackFault[] {
  if (confirmMode !== 'sign') return [];
  return [{ path: `${path}.confirmMode`, code: 'confirmModeUnserved', value: confirmMode }];
}

function checkInstants(
  path: string,
  { opensAt, closesAt }: Pick<Round, 'opensAt' | 'closesAt'>,
  hours: DailyHours | undefined,
): readonly PackFault[] {
  if (Date.parse(opensAt) < Date.parse(closesAt)) {
    if (hours === undefined || layOutHours(new Date(opensAt), new Date(closesAt), hours) !== null) return [];
    const value = `${hours.from}-${hours.until}`;
    return [{ path: `${path}.dailyHours`, code: 'dailyHoursLeaveNothing', value }];
  }
  return [{ path: `${path}.closesAt`, code: 'windowEndsBeforeItOpens', value: closesAt }];
}

function checkRound(path: string, round: Round, pack: RulePack): readonly PackFault[] {
  const stages = (round.stages ?? []).map(({ from }) => Date.parse(from));
  const scopes = (round.scopedWindows ?? []).map(({ scope }) => nameScope(scope));
  return [
    ...checkInstants(path, round, round.dailyHours),
    // The round's own window is the province's; two of one scope would overrule each other.
    ...scopes.flatMap((value, index): readonly PackFault[] => {
      const single = value !== 'province' && scopes.indexOf(value) === index;
      return single ? [] : [{ path: `${path}.scopedWindows.${index}.scope`, code: 'duplicateCode', value }];
    }),
    ...(round.scopedWindows ?? []).flatMap(({ scope, dailyHours = round.dailyHours, ...times }, index) => {
      const at = `${path}.scopedWindows.${index}`;
      return [
        ...checkInstants(at, times, dailyHours),
        ...listScopeFaults(`${at}.scope`, scope, pack.candidateKinds),
      ];
    }),
    ...stages.flatMap((from, index): readonly PackFault[] => {
      const before = stages[index - 1];
      const ordered = before === undefined || before < from;
      return ordered ? [] : [{ path: `${path}.stages.${index}`, code: 'stagesOutOfOrder', value: index }];
    }),
  ];
}

/** What plan types ask wherever they stand, and caps of whom. */
function checkShared(pack: RulePack): readonly PackFault[] {
  return [
    ...pack.planTypes.flatMap(({ eligibility = [] }, index) => {
      const path = `planTypes.${index}.eligibility`;
      return [...listConditionFaults(path, eligibility), ...listUnknownFacts(path, eligibility)];
    }),
    ...(pack.caps ?? []).flatMap(({ fact, batches = [], sections = [] }, index) => [
      ...(fact === null ? [] : listFactFaults(`caps.${index}.fact`, fact, 'boolean')),
      ...listUnknown(`caps.${index}.batches`, batches, pack.batches),
      ...listUnknown(
        `caps.${index}.sections`,
        sections,
        pack.batches
          .filter(({ code }) => batches.length === 0 || batches.includes(code))
          .flatMap((batch) => batch.sections.map(({ code, label }) => ({ code, name: label }))),
      ),
    ]),
    ...pack.schoolCaps.flatMap(({ fact }, index) =>
      listFactFaults(`schoolCaps.${index}.fact`, fact, 'boolean'),
    ),
  ];
}

/** What lists of other systems write stands for something that the pack has. */
function checkListCodes({ listCodes = {}, batches, tracks }: RulePack): readonly PackFault[] {
  const check = (key: 'batches' | 'tracks', known: readonly Coded[]) =>
    Object.entries(listCodes[key] ?? {}).flatMap(([written, code]) =>
      checkKnown(`listCodes.${key}.${written}`, code, known),
    );
  return [...check('batches', batches), ...check('tracks', tracks)];
}

/** A 承诺书 of the form is one text for the whole list, and must be asked for somewhere. */
function checkAgreement(
  path: string,
  { agreedInForm, planType, paragraphs }: Undertaking,
  { batches }: RulePack,
): readonly PackFault[] {
  if (agreedInForm !== true) return [];
  const unfilled = paragraphs.findIndex((paragraph) => paragraph.includes('{{'));
  const somewhere = batches.some(({ sections }) =>
    sections.some(({ planTypes, majors }) => majors.max > 0 && planTypes.includes(planType)),
  );
  return [
    ...(unfilled < 0
      ? []
      : [{ path: `${path}.paragraphs.${unfilled}`, code: 'agreementUnfilled', value: planType } as const]),
    ...(somewhere ? [] : [{ path: `${path}.planType`, code: 'agreementNowhere', value: planType } as const]),
  ];
}

const CODED = ['candidateKinds', 'tracks', 'planTypes', 'headings', 'rounds', 'batches'] as const;

/**
 * What contradicts itself inside a rule pack of the right shape: codes that stand twice or are not defined,
 * counts that do not agree, layouts and groups that could not work. Empty for a pack that can be used.
 */
export function listPackFaults(pack: RulePack): readonly PackFault[] {
  const undertakings = pack.undertakings.map(({ planType }) => planType);
  return [
    ...CODED.flatMap((key) =>
      listDuplicates(
        key,
        pack[key].map(({ code }) => code),
      ),
    ),
    ...listDuplicates('undertakings', undertakings, 'planType'),
    ...pack.undertakings.flatMap((undertaking, index) =>
      checkAgreement(`undertakings.${index}`, undertaking, pack),
    ),
    ...undertakings.flatMap((planType, index) =>
      checkKnown(`undertakings.${index}.planType`, planType, pack.planTypes),
    ),
    ...checkShared(pack),
    ...checkListCodes(pack),
    ...pack.rounds.flatMap((round, index) => checkRound(`rounds.${index}`, round, pack)),
    ...pack.batches.flatMap((batch, index) => checkBatch(`batches.${index}`, batch, pack)),
  ];
}
