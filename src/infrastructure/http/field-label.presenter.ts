import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { maskNumbersIn } from '../../rules/identity/masking';
import { projectRoot } from '../paths';

/** One thing that was typed, for people to read. */
export interface TypedField {
  readonly label: string;
  readonly value: string;
}

/** A text field of a template: `textField({ name: 'reason', label: '理由：'`. */
const MACRO = /name: '(\w+)', label: '([^']+?)：?'/g;
/** A label with its field: `<label for="reason">理由：</label>`. */
const LABEL = /<label[^>]* for="(\w+)"[^>]*>([^<{]+?)：?<\/label>/g;
const CHOICE = /-(\d+)-(institution|group|post|major|adjustment)(?:-(\d+))?$/;
const kinds = {
  institution: '院校代号',
  group: '专业组',
  post: '职位',
  major: '专业',
  adjustment: '专业调剂',
} as const;
const answers: Readonly<Record<string, string>> = { agree: '同意', refuse: '不同意' };
/** What only the program reads: names of options and the like. */
const CODE_WORD = /^[a-z][A-Za-z_-]*$/;

const labels = readLabels();

/** What was typed into a form, by the labels that its page shows. What the page carries by itself is left out. */
export function presentTypedFields(
  fields: readonly (readonly [name: string, value: string])[],
): readonly TypedField[] {
  return fields.flatMap(([name, value]) => {
    const label = labels.get(name) ?? presentChoiceLabel(name);
    if (label === null || value === '') return [];
    const shown = answers[value] ?? value;
    return CODE_WORD.test(shown) ? [] : [{ label, value: maskNumbersIn(shown) }];
  });
}

/** 第3志愿 专业1, of a field of the filing form. */
function presentChoiceLabel(name: string): string | null {
  const [, slot, kind, place = ''] = CHOICE.exec(name) ?? [];
  return kind === undefined ? null : `第${slot}志愿 ${kinds[kind as keyof typeof kinds]}${place}`;
}

/** Each field name with the label it has in the templates; the first one where it has several. */
function readLabels(): ReadonlyMap<string, string> {
  const folder = path.join(projectRoot, 'views');
  const found = new Map<string, string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!file.endsWith('.njk')) continue;
    const text = readFileSync(path.join(folder, file), 'utf8');
    for (const pattern of [MACRO, LABEL])
      for (const [, name = '', label = ''] of text.matchAll(pattern))
        if (!found.has(name)) found.set(name, label);
  }
  return found;
}
