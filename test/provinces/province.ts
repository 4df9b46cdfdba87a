import { readShippedRulePack } from '../../seeds/reference/seed-reference';
import { insertWindows } from '../../src/domain/batches/window.repository';
import { insertInstitutions, insertPlanEntries } from '../../src/domain/enrolment-plan/plan.repository';
import type { Institution, PlanEntry } from '../../src/domain/enrolment-plan/plan-entry';
import { activateRulePack } from '../../src/domain/rule-packs/rule-pack.repository';
import type { Batch, RulePack, Section } from '../../src/rules/pack/rule-pack';
import type { TestApp } from '../support/test-app';

const INSTITUTIONS = 60;
const MAJORS = 8;

export const filer = '21410101151001';

/** Puts another province's pack in force, with a plan of 60 invented institutions, and its candidate into a 科类. */
export async function enterProvince(app: TestApp, name: string): Promise<RulePack> {
  const pack = readShippedRulePack(name);
  const track = pack.tracks.at(-1)?.code ?? '';
  const now = app.clock.read().getTime();
  await app.database.knex.transaction(async (transaction) => {
    await transaction('rule_packs').where({ code: pack.code }).delete();
    await activateRulePack(transaction, pack);
    // Batches of two provinces may carry one code; nothing filed in one counts in the other.
    await transaction('application_groups').update({
      saves_used: 0,
      last_saved_at: null,
      current_batch_code: null,
      current_version_id: null,
    });
    for (const table of ['application_drafts', 'form_openings']) await transaction(table).delete();
    await transaction('plan_entries').where({ year: pack.year }).delete();
    await transaction('institutions').where({ year: pack.year }).delete();
    await insertInstitutions(transaction, pack.year, listInstitutions());
    await insertPlanEntries(
      transaction,
      pack.year,
      pack.batches.flatMap((batch) => listEntries(pack, batch, track)),
    );
    await transaction('windows').where({ pack_code: pack.code }).delete();
    await insertWindows(
      transaction,
      pack.code,
      pack.batches.map(({ code }) => ({
        batch: code,
        opensAt: new Date(now - 3_600_000),
        closesAt: new Date(now + 86_400_000),
        scope: { kind: 'province' as const },
        permits: { create: true, edit: true, remove: true },
      })),
    );
    await transaction('candidates').where({ candidate_number: filer }).update({ kind: 'general', track });
  });
  await app.services.reference.refresh();
  return pack;
}

/** Code of the nth institution, from 1. */
export function institutionCode(number: number): string {
  return String(1000 + number);
}

function listInstitutions(): Institution[] {
  return Array.from({ length: INSTITUTIONS }, (_none, index) => ({
    code: institutionCode(index + 1),
    name: `第${index + 1}大学`,
    city: '测试市',
    province: '测试省',
  }));
}

function listEntries(pack: RulePack, batch: Batch, track: string): PlanEntry[] {
  const types = [...new Set(batch.sections.flatMap(({ planTypes }) => planTypes))];
  return listInstitutions().flatMap(({ code }, index) =>
    Array.from({ length: MAJORS }, (_none, at) => ({
      batch: batch.code,
      tracks: [track],
      audience: '',
      institution: code,
      group: batch.sections.some(({ unit }) => unit === 'school+group') ? groupCode(pack) : '',
      major: majorCode(pack, at + 1),
      majorName: `第${at + 1}专业`,
      post: '',
      category: '',
      // The last institution's rows are of the special type, where there is one.
      planType: (index === INSTITUTIONS - 1 ? types.at(-1) : types[0]) ?? 'ordinary',
      quota: 2,
      tuitionYuan: 5000,
      lengthYears: 4,
      note: '',
      restrictions: [],
    })),
  );
}

/** The one group of every institution. */
export function groupCode(pack: RulePack): string {
  return '1'.padStart(pack.codes.group?.length ?? 0, '0');
}

export function majorCode(pack: RulePack, number: number): string {
  return String(number).padStart(pack.codes.major.length, '0');
}

/** What to type into one slot, by field name: institution, group and two majors, or one. */
export function typeChoice(
  pack: RulePack,
  section: Section,
  slot: number,
  institution: number,
): Record<string, string> {
  const place = `${section.code}-${slot}`;
  const code = institutionCode(institution);
  const grouped = section.unit === 'school+group';
  const combined = section.combinedCode === true;
  const majors = Math.min(2, section.majors.max);
  return {
    [`${place}-institution`]: combined ? `${code}${groupCode(pack)}` : code,
    ...(grouped && !combined ? { [`${place}-group`]: groupCode(pack) } : {}),
    ...Object.fromEntries(
      Array.from({ length: majors }, (_none, index) => [
        `${place}-major-${index + 1}`,
        majorCode(pack, index + 1),
      ]),
    ),
  };
}
