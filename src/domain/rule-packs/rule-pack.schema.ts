import { z } from 'zod';
import type { Condition, RulePack } from '../../rules/pack/rule-pack';
import { listPackFaults } from '../../rules/pack-checks/check-rule-pack';
import { areHours } from '../../rules/windows/sessions';
import { expandRulePack } from './expand-rule-pack';

const code = z.string().regex(/^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/);
const text = z.string().min(1);
const count = z.int().nonnegative();
const positive = z.int().positive();
const instant = z.iso.datetime({ offset: true });
const coded = z.strictObject({ code, name: text });

const condition: z.ZodType<Condition> = z.strictObject({
  field: text,
  operator: z.enum([
    'equals',
    'notEquals',
    'oneOf',
    'notOneOf',
    'atLeast',
    'atMost',
    'between',
    'contains',
    'containsAny',
    'lacks',
  ]),
  value: z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string()), z.array(z.number())]),
  severity: z.enum(['block', 'warn']),
  when: z
    .strictObject({ field: text, equals: z.union([z.string(), z.number(), z.boolean(), z.null()]) })
    .exactOptional(),
  message: text,
});

const source = text.exactOptional();
const planType = z.strictObject({
  code,
  name: text,
  source,
  eligibility: z.array(condition).exactOptional(),
});

const identity = z.strictObject({
  codeLifeSeconds: z.strictObject({
    reset: positive,
    abandon: positive,
    confirm: positive.exactOptional(),
    risk: positive,
    thaw: positive,
    bind: positive,
    phoneOld: positive,
    phoneNew: positive,
    pictureCode: positive,
  }),
  codeResendSeconds: positive,
  codeTries: positive,
  codesPerHour: positive,
  phraseMaxLength: positive,
  phraseTriesPerDay: positive,
  phraseSameSchoolLimit: positive,
  phraseResets: z.boolean(),
  riskHoursAfterReset: count,
  phraseChangeHours: count,
  phonePrefixes: z.array(z.string().regex(/^1[0-9]{1,6}$/)),
  firstSecretDays: positive,
  reminderHours: z.array(positive),
});

const range = z.strictObject({ min: count, max: count });

const slotRule = z.strictObject({
  planType: code.exactOptional(),
  category: text.exactOptional(),
  onlySlots: z.array(positive).min(1),
  message: text,
});

const section = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9]*$/),
  label: text,
  note: text.exactOptional(),
  mode: z.enum(['sequential', 'parallel']),
  slots: z.strictObject({ min: count, max: positive }),
  slotLabels: z.array(text),
  unit: z.enum(['school', 'school+major', 'school+group', 'school+major+post']),
  majors: range,
  adjustment: z.enum(['none', 'required', 'groupOnly']),
  uniqueBy: z.enum([
    'institution',
    'institution+category',
    'institution+group',
    'institution+major',
    'institution+major+post',
  ]),
  combinedCode: z.boolean().exactOptional(),
  formMinutes: positive.exactOptional(),
  planTypes: z.array(code).min(1),
  slotRules: z.array(slotRule),
  eligibility: z.array(condition),
});

const batch = z.strictObject({
  code,
  name: text,
  source,
  heading: code,
  round: code,
  candidateKinds: z.array(code).min(1),
  eligibility: z.array(condition),
  exclusiveGroup: code.nullable(),
  excludes: z.array(code).exactOptional(),
  abandonGroup: code.nullable(),
  abandonable: z.boolean(),
  maxSaves: positive.nullable(),
  cooldownMinutes: count,
  formMinutes: positive,
  formExtensions: count,
  formExtensionOfferMinutes: count,
  confirmMode: z.enum(['none', 'print', 'sign']),
  finalConfirmation: z
    .strictObject({ retractions: count, unconfirmed: z.enum(['counts', 'void']) })
    .exactOptional(),
  sectionsOrdered: z.boolean(),
  orderedSections: z.array(code),
  planQuery: z.boolean(),
  planAudienceFact: text.nullable(),
  sections: z.array(section).min(1),
});

const permits = z.strictObject({ create: z.boolean(), edit: z.boolean(), remove: z.boolean() });

const scope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('province') }),
  z.strictObject({ kind: z.literal('county'), county: code }),
  z.strictObject({ kind: z.literal('school'), school: code }),
  z.strictObject({ kind: z.literal('candidateKind'), candidateKind: code }),
  z.strictObject({ kind: z.literal('scoreBand'), from: z.number().nullable(), to: z.number().nullable() }),
]);

const dailyHours = z
  .strictObject({ from: z.string(), until: z.string() })
  .refine(areHours, 'two times of a day as 09:00, in order');

const round = coded.extend({
  source,
  opensAt: instant,
  closesAt: instant,
  dailyHours: dailyHours.exactOptional(),
  scopedWindows: z
    .array(
      z.strictObject({
        scope,
        opensAt: instant,
        closesAt: instant,
        dailyHours: dailyHours.exactOptional(),
      }),
    )
    .exactOptional(),
  stages: z.array(z.strictObject({ from: instant, permits })).exactOptional(),
});

const cap = z.strictObject({
  source,
  fact: text.nullable(),
  batches: z.array(code).min(1).exactOptional(),
  sections: z.array(text).min(1).exactOptional(),
  counts: z.enum(['schools', 'slots']),
  max: positive,
  message: text,
});

const listCodes = z.strictObject({
  source,
  batches: z.record(text, code).exactOptional(),
  tracks: z.record(text, code).exactOptional(),
  requirements: z.record(text, z.array(text)).exactOptional(),
});

const shape = z.strictObject({ length: positive, alphabet: z.enum(['digits', 'alphanumeric']) });

/** The shape of a pack. */
export const rulePackSchema: z.ZodType<RulePack> = z.strictObject({
  code,
  version: positive,
  year: z.int().min(2000).max(2999),
  province: text,
  platform: z.strictObject({ name: text, office: text, officeEnglish: text, smsSender: z.string() }),
  codes: z.strictObject({
    institution: shape,
    major: shape,
    group: shape.exactOptional(),
    post: shape.exactOptional(),
  }),
  candidateKinds: z
    .array(z.strictObject({ code, name: text, anyCounty: z.boolean().exactOptional() }))
    .min(1),
  tracks: z.array(coded).min(1),
  planTypes: z.array(planType).min(1),
  headings: z.array(coded.extend({ note: text.nullable() })).min(1),
  rounds: z.array(round).min(1),
  batches: z.array(batch).min(1),
  schoolCaps: z.array(z.strictObject({ fact: text, schoolsPerParallelSection: positive, message: text })),
  caps: z.array(cap).exactOptional(),
  scoreLines: z
    .array(coded.extend({ source, scores: z.record(z.string(), z.number().min(0).max(1000)) }))
    .exactOptional(),
  undertakings: z.array(
    z.strictObject({
      source,
      planType: code,
      name: text,
      title: text,
      paragraphs: z.array(text).min(1),
      agreedInForm: z.boolean().exactOptional(),
    }),
  ),
  filingNotice: z.array(text).min(1),
  countdownWarnings: z.array(positive),
  identity,
  listCodes: listCodes.exactOptional(),
  printedFormDays: positive.exactOptional(),
});

/** A rule pack that cannot be used; `faults` names each fault with its path, as the message does. */
export class RulePackError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`the rule pack has ${faults.length} fault(s):\n${faults.join('\n')}`);
    this.name = 'RulePackError';
  }
}

/**
 * Reads a rule pack from parsed JSON. Throws a `RulePackError` that names every fault of its shape or, where
 * the shape is right, every contradiction in it (`listPackFaults`), each with its dotted path.
 */
export function parseRulePack(json: unknown): RulePack {
  const { pack, unknownLayouts, locate } = expandRulePack(json);
  if (unknownLayouts.length > 0)
    throw new RulePackError(unknownLayouts.map((path) => `${path}: unknownLayout`));
  const result = rulePackSchema.safeParse(pack);
  if (!result.success) {
    const faults = result.error.issues.map(({ path, message }) => `${locate(path.join('.'))}: ${message}`);
    throw new RulePackError([...new Set(faults)]);
  }
  const faults = listPackFaults(result.data);
  if (faults.length > 0) {
    const said = faults.map(({ path, code, value }) => `${locate(path)}: ${code} (${value})`);
    throw new RulePackError([...new Set(said)]);
  }
  return result.data;
}

const conditions = z.array(condition);

/** Reads the conditions of a plan row from parsed JSON; null where they are not a list of conditions. */
export function parseConditions(json: unknown): readonly Condition[] | null {
  const result = conditions.safeParse(json);
  return result.success ? result.data : null;
}
