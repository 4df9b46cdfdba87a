import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parse, serialize } from 'parse5';
import type { CarriedForm } from './carried-form';
import { isSecretField } from './secret-fields';

type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.Node;

/** Fresh in every page; the old ones died with their session, or have served. */
const OWN_OF_A_PAGE: ReadonlySet<string> = new Set(['_csrf', 'formToken']);
/** Elements of the frame, one of which is shown. */
const FILLED = 'carried-filled';
const WAITING = 'carried-waiting';

/**
 * Fills a page's form with what was typed into it before the session was lost, and shows the sentence about it. A
 * page without that form is left as it is, and says where what was typed is to be found.
 */
export function fillForm(html: string, carried: CarriedForm): string {
  const document = parse(html);
  const elements = listElements(document);
  const form = elements.find((one) => one.tagName === 'form' && leadsTo(one, carried.action, elements));
  if (form !== undefined) {
    const values = new Map<string, string[]>();
    for (const [name, value] of carried.fields) values.set(name, [...(values.get(name) ?? []), value]);
    for (const field of listElements(form)) fillField(field, values);
  }
  show(elements, form === undefined ? WAITING : FILLED);
  return serialize(document);
}

/** Whether a form, or one of its buttons, posts to an address. */
function leadsTo(form: Element, action: string, all: readonly Element[]): boolean {
  if (find(form, 'method')?.toLowerCase() !== 'post') return false;
  const targets = listElements(form).map((one) => find(one, 'formaction'));
  const id = find(form, 'id');
  const outside = id === null ? [] : all.filter((one) => find(one, 'form') === id);
  return [
    find(form, 'action'),
    find(form, 'hx-post'),
    ...targets,
    ...outside.map((one) => find(one, 'formaction')),
  ]
    .map((target) => target?.split('?')[0])
    .includes(action);
}

function fillField(field: Element, values: Map<string, string[]>): void {
  const name = find(field, 'name');
  if (name === null || OWN_OF_A_PAGE.has(name) || isSecretField(name)) return;
  if (field.tagName === 'textarea') setText(field, takeNext(values, name) ?? '');
  else if (field.tagName === 'select') select(field, values.get(name) ?? []);
  else if (field.tagName === 'input') fillInput(field, name, values);
}

function fillInput(field: Element, name: string, values: Map<string, string[]>): void {
  const type = find(field, 'type')?.toLowerCase() ?? 'text';
  if (type === 'radio' || type === 'checkbox') {
    const chosen = values.get(name)?.includes(find(field, 'value') ?? 'on') ?? false;
    setFlag(field, 'checked', chosen);
  } else if (!['file', 'password', 'submit', 'button', 'image'].includes(type)) {
    const value = takeNext(values, name);
    if (value !== undefined) set(field, 'value', value);
  }
}

/** Values of one name go to its fields in their order. */
function takeNext(values: Map<string, string[]>, name: string): string | undefined {
  const rest = values.get(name);
  return rest !== undefined && rest.length > 1 ? rest.shift() : rest?.[0];
}

function select(field: Element, chosen: readonly string[]): void {
  const options = listElements(field).filter(({ tagName }) => tagName === 'option');
  const readValue = (option: Element) => find(option, 'value') ?? readText(option).trim();
  // A choice that is no longer offered is not restored; the page keeps its own.
  if (!options.some((option) => chosen.includes(readValue(option)))) return;
  for (const option of options) setFlag(option, 'selected', chosen.includes(readValue(option)));
}

function show(elements: readonly Element[], id: string): void {
  for (const element of elements) if (find(element, 'id') === id) setFlag(element, 'hidden', false);
}

function listElements(node: Node): Element[] {
  if (!('childNodes' in node)) return [];
  return node.childNodes.flatMap((child) =>
    defaultTreeAdapter.isElementNode(child) ? [child, ...listElements(child)] : [],
  );
}

function readText(node: Node): string {
  if (defaultTreeAdapter.isTextNode(node)) return node.value;
  return 'childNodes' in node ? node.childNodes.map(readText).join('') : '';
}

function setText(element: Element, text: string): void {
  for (const child of [...element.childNodes]) defaultTreeAdapter.detachNode(child);
  defaultTreeAdapter.insertText(element, text);
}

const find = ({ attrs }: Element, name: string) => attrs.find((one) => one.name === name)?.value ?? null;

function set(element: Element, name: string, value: string): void {
  const attribute = element.attrs.find((one) => one.name === name);
  if (attribute === undefined) element.attrs.push({ name, value });
  else attribute.value = value;
}

function setFlag(element: Element, name: string, on: boolean): void {
  element.attrs = element.attrs.filter((one) => one.name !== name);
  if (on) element.attrs.push({ name, value: '' });
}
