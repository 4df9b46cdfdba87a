import type { CDPSession, Page } from 'playwright-core';

/** One thing that a screen reader says. */
interface Said {
  readonly role: string;
  readonly name: string;
  readonly line: string;
  readonly node: number;
}

interface TreeNode {
  readonly nodeId: string;
  readonly ignored: boolean;
  readonly parentId?: string;
  readonly childIds?: readonly string[];
  readonly backendDOMNodeId?: number;
  readonly role?: { readonly value: string };
  readonly name?: { readonly value: string };
  readonly description?: { readonly value: string };
  readonly value?: { readonly value: string };
  readonly properties?: readonly { readonly name: string; readonly value: { readonly value: unknown } }[];
}

/** How a Chinese screen reader names what it meets; what is not here is said by its text alone. */
const roles: Readonly<Record<string, string>> = {
  link: '链接',
  button: '按钮',
  textbox: '编辑框',
  radio: '单选按钮',
  checkbox: '复选框',
  combobox: '组合框',
  heading: '标题',
  navigation: '导航',
  main: '主要内容',
  banner: '页眉',
  contentinfo: '页脚',
  complementary: '补充内容',
  region: '区域',
  form: '表单',
  table: '表格',
  row: '行',
  columnheader: '列标题',
  rowheader: '行标题',
  list: '列表',
  group: '分组',
  radiogroup: '单选组',
  alert: '警报',
  status: '状态',
  timer: '计时器',
  Details: '折叠',
  DisclosureTriangle: '展开按钮',
};

/** What is said of a state of something. */
function sayStates({ properties = [] }: TreeNode): string[] {
  const found = new Map(properties.map(({ name, value }) => [name, value.value]));
  return [
    ...(found.get('level') === undefined ? [] : [`${found.get('level')}级`]),
    ...(found.get('checked') === 'true' ? ['已选中'] : found.has('checked') ? ['未选中'] : []),
    ...(found.get('invalid') === 'true' ? ['内容无效'] : []),
    ...(found.get('disabled') === true ? ['不可用'] : []),
    ...(found.get('expanded') === true ? ['已展开'] : found.get('expanded') === false ? ['已折叠'] : []),
    ...(found.get('focused') === true ? ['焦点在此'] : []),
  ];
}

/** The page as its accessibility tree, and nothing else: what is said, in order, and what can be done with it. */
export interface Reader {
  /** All that is said, from the top. */
  readAll(): Promise<readonly string[]>;
  /** Goes to what has this role and name, in this group where one is given. @throws where nothing is said so */
  goTo(role: string, name: string, group?: string): Promise<void>;
}

/** Reads a page with what the browser gives to screen readers. */
export async function openReader(page: Page): Promise<Reader> {
  const session = await page.context().newCDPSession(page);
  await session.send('Accessibility.enable');
  return {
    readAll: async () => (await readTree(session)).map(({ line }) => line),
    async goTo(role, name, group) {
      const said = await readTree(session);
      const from =
        group === undefined ? 0 : said.findIndex((one) => one.role === 'group' && one.name === group);
      const found =
        from < 0 ? undefined : said.slice(from).find((one) => one.role === role && one.name === name);
      if (found === undefined)
        throw new Error(`nothing is said as ${role} ${name}:\n${said.map(({ line }) => line).join('\n')}`);
      await session.send('DOM.focus', { backendNodeId: found.node });
    },
  };
}

async function readTree(session: CDPSession): Promise<Said[]> {
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: readonly TreeNode[] };
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const [root] = nodes;
  const said = root === undefined ? [] : walk(root, byId);
  // The words of a label, of a legend, are said with what they name.
  return said.filter(
    ({ role, name }, at) =>
      role !== 'StaticText' || (said[at + 1]?.name !== name && said[at - 1]?.name !== name),
  );
}

const isSilent = (role: string) =>
  /^(RootWebArea|generic|none|InlineTextBox|LineBreak|ListMarker|Legend|paragraph)$/.test(role);

function walk(node: TreeNode, byId: ReadonlyMap<string, TreeNode>): Said[] {
  const role = node.role?.value ?? '';
  const name = (node.name?.value ?? '').trim();
  const below = () =>
    (node.childIds ?? []).flatMap((id) => {
      const child = byId.get(id);
      return child === undefined ? [] : walk(child, byId);
    });
  if (node.ignored || isSilent(role)) return below();
  const said = { role, name, line: sayNode(node, role, name), node: node.backendDOMNodeId ?? 0 };
  // What has said its name does not say the text that made it once more.
  const isWhole =
    /^(link|button|heading|textbox|radio|checkbox|cell|gridcell|columnheader|rowheader|LabelText|StaticText|image|DisclosureTriangle)$/.test(
      role,
    );
  const inner = below();
  const bare = (words: string) => words.replace(/\s+/g, '');
  const text = bare(inner.map((one) => one.name).join(''));
  const children =
    isWhole && inner.every((one) => one.role === 'StaticText') && bare(name).includes(text) ? [] : inner;
  if (role === 'StaticText') return name === '' ? [] : [said];
  if (
    /^(LabelText|cell|row|listitem|rowgroup|list|strong|emphasis|time|term|definition|DescriptionList.*)$/.test(
      role,
    )
  )
    return role === 'cell' && children.length === 0 && name !== '' ? [said] : inner;
  return [said, ...children];
}

function sayNode(node: TreeNode, role: string, name: string): string {
  const value = String(node.value?.value ?? '').trim();
  const isText = role === 'StaticText' || role === 'cell';
  const description = (node.description?.value ?? '').trim();
  return [
    ...(isText ? [] : [roles[role] ?? role]),
    ...(name === '' ? [] : [name]),
    ...(value === '' || value === name ? [] : [value]),
    ...sayStates(node),
    ...(description === '' || description === name ? [] : [`说明：${description}`]),
  ].join('，');
}
