import express from 'express';
import fc from 'fast-check';
import type { Environment } from 'nunjucks';
import { composeFields } from '../../../src/candidate/filing/composed-fields';
import { presentSections } from '../../../src/domain/choice-lists/form.presenter';
import type { ChoicePlan } from '../../../src/domain/choice-lists/past-of-choice';
import { createCompose } from '../../../src/infrastructure/http/composed-part';
import { setUpViews } from '../../../src/infrastructure/http/set-up-views';
import type { ChoiceList, SlotChoice } from '../../../src/rules/filing/choice-list';
import type { Section } from '../../../src/rules/pack/rule-pack';
import { enterWorld } from '../../provinces/world';
import { startTestApp, type TestApp } from '../../support/test-app';

const TEMPLATE = 'candidate/filing/_choice-fields.njk';
const RUNS = process.env.LONG === '1' ? 300 : 8;

/** Forms of every make: few fields, many, groups, one line a choice. */
const worlds = ['henan-2021', 'henan-2026', 'shandong-2026'];

describe('a form put together of pieces that are kept', () => {
  let app: TestApp;
  let views: Environment;
  beforeEach(async () => {
    app = await startTestApp();
    views = setUpViews(express());
  });
  afterEach(() => app.close());

  /** The batches of the pack in force, each as the first of its 科类 that has a plan sees it. */
  function findPlans(): readonly ChoicePlan[] {
    const { calendar, plan } = app.services.reference.current();
    const { pack } = calendar;
    return pack.batches.flatMap((batch) =>
      pack.tracks
        .map(({ code }) => ({ batch: batch.code, track: code, audience: '' }))
        .filter((scope) => plan.hasScope(scope))
        .slice(0, 1)
        .map((scope) => ({ pack, batch, catalogue: plan, scope })),
    );
  }

  /** What people type: codes of the plan, others, and what no code is. */
  function arbitraryText(codes: readonly string[]) {
    return fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('', ...codes.slice(0, 40)) },
      { weight: 1, arbitrary: fc.constantFrom('9999', '<b>', '"&\'', '\x001\0', '０１', ' 12 ') },
    );
  }

  function arbitrarySlot(plan: ChoicePlan, { majors }: Section): fc.Arbitrary<SlotChoice> {
    const institutions = plan.catalogue.listInstitutions(plan.scope).map(({ code }) => code);
    const rows = plan.catalogue.listEntries(plan.scope, institutions[0] ?? '');
    return fc.record({
      institution: arbitraryText(institutions),
      group: arbitraryText(rows.map(({ group }) => group)),
      majors: fc.array(arbitraryText(rows.map(({ major }) => major)), { maxLength: majors.max }),
      posts: fc.constant([]),
      adjustment: fc.constantFrom(null, 'agree' as const, 'refuse' as const),
    });
  }

  const arbitraryList = (plan: ChoicePlan): fc.Arbitrary<ChoiceList> =>
    fc.record(
      Object.fromEntries(
        plan.batch.sections.map((section) => [
          section.code,
          fc.array(arbitrarySlot(plan, section), { maxLength: Math.min(8, section.slots.max) }),
        ]),
      ),
    );

  const links = { arrangeable: '/arrange', planQuery: '/plans' };
  const show = (sections: object, standing: boolean) =>
    views.render(TEMPLATE, { ...links, sections, standing });

  it.each(worlds)('is what it would be if nothing were kept: %s', async (pack) => {
    if (pack !== 'henan-2021') await enterWorld(app, pack);
    const plans = findPlans();
    expect(plans.length).toBeGreaterThan(3);
    const compose = createCompose(views);
    for (const plan of plans)
      fc.assert(
        fc.property(arbitraryList(plan), fc.boolean(), (choices, standing) => {
          const sections = presentSections(plan, choices, []);
          const plainly = sections.map((section) => ({
            ...section,
            slots: section.slots.map((slot) => ({ ...slot, look: '' })),
          }));
          expect(show(sections, standing)).toBe(show(plainly, standing));
          expect(compose(composeFields(plan, choices, links)).toString()).toBe(show(plainly, true));
        }),
        { numRuns: RUNS },
      );
  });
});
