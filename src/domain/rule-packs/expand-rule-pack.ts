import { expandLines } from './expand-lines';

type Entry = Readonly<Record<string, unknown>>;

/** A pack written out, with the way back from its places to those of the file. */
interface ExpandedPack {
  readonly pack: unknown;
  /** Places at which a layout is named that the file does not have. */
  readonly unknownLayouts: readonly string[];
  /** Where in the file a dotted place of the written-out pack stands: in `batchDefaults` or a layout, or as it is. */
  locate(path: string): string;
}

/** No form has more slots: a number beyond is told as a fault of shape and not spelled out. */
const MOST_SLOTS = 999;

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** 志愿1 to 志愿64 of 志愿{n}, 志愿A to 志愿J of 志愿{A}. */
function spellLabels(pattern: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_none, index) =>
    pattern.replaceAll('{n}', String(index + 1)).replaceAll('{A}', spellLetters(index)),
  );
}

/** A to Z, then AA, AB and so on. */
function spellLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : spellLetters(Math.floor(index / 26) - 1) + last;
}

function expandSection(section: unknown, layouts: Entry): unknown {
  if (!isEntry(section)) return section;
  const { layout, ...own } = section;
  const shared = typeof layout === 'string' ? layouts[layout] : undefined;
  const whole: Entry = isEntry(shared) ? { ...shared, ...own } : section;
  const max = isEntry(whole.slots) ? whole.slots.max : null;
  const { slotLabels } = whole;
  if (typeof slotLabels !== 'string' || typeof max !== 'number' || !(max <= MOST_SLOTS)) return whole;
  return { ...whole, slotLabels: spellLabels(slotLabels, max) };
}

/** Who excludes whom is said at one of the two, or at both: written out, each names the other, in the order of the file. */
function expandExclusions(batch: unknown, batches: readonly unknown[]): unknown {
  if (!isEntry(batch)) return batch;
  const { excludes: own = [] } = batch;
  if (!Array.isArray(own)) return batch;
  const isFellow = ({ exclusiveGroup: group }: Entry) => group !== null && group === batch.exclusiveGroup;
  const among = batches
    .filter(isEntry)
    .filter((other) => other.code !== batch.code && !isFellow(other))
    .filter(({ excludes }) => Array.isArray(excludes) && excludes.includes(batch.code))
    .map(({ code }) => code)
    .filter((code) => !own.includes(code));
  return among.length === 0 ? batch : { ...batch, excludes: [...own, ...among] };
}

/**
 * Writes out what a pack's file says once: `batchDefaults` (fields of every batch that does not name them), `layouts`
 * (sections by name; a section `{layout, …}` is that one with its own fields in place of the layout's), conditions that
 * name a line of score, and patterns of slot labels. What is kept and compared is the pack written out. Never throws: what is no pack is given back as it is.
 */
export function expandRulePack(json: unknown): ExpandedPack {
  if (!isEntry(json) || !Array.isArray(json.batches))
    return { pack: json, unknownLayouts: [], locate: (path) => path };
  const { batchDefaults, layouts: named, ...rest } = json;
  const batches: readonly unknown[] = json.batches;
  const defaults = isEntry(batchDefaults) ? batchDefaults : {};
  const layouts = isEntry(named) ? named : {};
  const sectionsOf = (batch: unknown): readonly unknown[] =>
    isEntry(batch) && Array.isArray(batch.sections) ? batch.sections : [];
  const layoutOf = (section: unknown) =>
    isEntry(section) && typeof section.layout === 'string' ? section.layout : null;

  const unknownLayouts = batches.flatMap((batch, at) =>
    sectionsOf(batch).flatMap((section, index) => {
      const layout = layoutOf(section);
      return layout === null || isEntry(layouts[layout]) ? [] : [`batches.${at}.sections.${index}.layout`];
    }),
  );

  function locate(path: string): string {
    const [list, at = '', key = '', index = '', field = '', ...more] = path.split('.');
    const batch = list === 'batches' ? batches[Number(at)] : undefined;
    if (!isEntry(batch)) return path;
    if (key !== '' && !Object.hasOwn(batch, key) && Object.hasOwn(defaults, key))
      return path.replace(`batches.${at}`, 'batchDefaults');
    const section = key === 'sections' ? sectionsOf(batch)[Number(index)] : undefined;
    const layout = layoutOf(section);
    if (layout === null || !isEntry(section) || Object.hasOwn(section, field)) return path;
    const shared = layouts[layout];
    return isEntry(shared) && Object.hasOwn(shared, field)
      ? ['layouts', layout, field, ...more].join('.')
      : path;
  }

  const whole = batches.map((batch) => {
    if (!isEntry(batch)) return batch;
    const own: Entry = { ...defaults, ...batch };
    if (!Array.isArray(own.sections)) return own;
    return { ...own, sections: own.sections.map((section) => expandSection(section, layouts)) };
  });
  const lined = whole.map((batch) => expandLines(batch, rest.scoreLines));
  const planTypes = Array.isArray(rest.planTypes)
    ? { planTypes: rest.planTypes.map((type) => expandLines(type, rest.scoreLines)) }
    : {};
  const pack = { ...rest, ...planTypes, batches: lined.map((batch) => expandExclusions(batch, lined)) };
  return { pack, unknownLayouts, locate };
}
