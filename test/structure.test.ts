import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { migrations } from '../migrations';

const root = path.resolve(__dirname, '..');

function listFiles(folder: string, ending: string): string[] {
  const entries = readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
}

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

const sources = listFiles('src', '.ts').filter((file) => !file.endsWith('.d.ts'));
const templates = listFiles('views', '.njk');

/**
 * What is read later is named like what is read at once: `const { a } = await import('./b.js')` and
 * `(await import('./b.js')).a` as `import { a } from './b'`.
 */
const readImports = (file: string) =>
  withoutComments(read(file))
    .replace(/^\s*const (\{[^}]*\}) = await import\('(\.[^']+)\.js'\)/gm, "import $1 from '$2'")
    .replace(/^.*\(await import\('(\.[^']+)\.js'\)\)\.(\w+)/gm, "import { $2 } from '$1'");

/** Files that the named file imports, as paths from the root; packages as they are named. */
function listImports(file: string): { target: string }[] {
  const text = readImports(file);
  return [...text.matchAll(/^(?:import|export)\s+(?:type\s)?[^'"]*?from\s+'([^']+)'/gm)].map(
    ([, name = '']) => ({ target: name.startsWith('.') ? resolveImport(file, name) : name }),
  );
}

/** Sources that a source imports. */
const listOwnImports = (file: string) =>
  listImports(file).flatMap(({ target }) => (target.startsWith('src/') ? [target] : []));

/** What a file imports by name: `src/domain/audit/audit.repository.ts insertAuditEntry`. */
function listNames(file: string): string[] {
  const named = /^(?:import|export)\s+(?:type\s)?(?:\*|\{([^}]*)\})[^'"]*?from\s+'(\.[^']+)'/gm;
  return [...readImports(file).matchAll(named)].flatMap(([, names = '*', target = '']) =>
    names.split(',').map((name) => `${resolveImport(file, target)} ${readName(name)}`),
  );
}

const readName = (name: string) =>
  name
    .trim()
    .replace(/^type /, '')
    .split(' as ')[0];

/** Ways through a graph that come back to where they began. */
function findCircles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (node: string, trail: readonly string[]): void => {
    if (trail.includes(node)) circles.push([...trail.slice(trail.indexOf(node)), node].join(' -> '));
    if (done.has(node) || trail.includes(node)) return;
    for (const next of graph.get(node) ?? []) if (next !== node) visit(next, [...trail, node]);
    done.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return circles;
}

function resolveImport(file: string, name: string): string {
  const target = path.join(path.dirname(file), name);
  const known = [`${target}.ts`, path.join(target, 'index.ts'), target];
  return known.find((one) => sources.includes(one)) ?? known[0] ?? target;
}

/** The lines of all sources that match, but for files that are allowed to. */
function findLines(pattern: RegExp, allowed: (file: string) => boolean, files = sources): string[] {
  return files
    .filter((file) => !allowed(file))
    .flatMap((file) =>
      withoutComments(read(file))
        .split('\n')
        .filter((line) => pattern.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
}

/** What stands on what: a wing uses what lies below it, never another wing; rules use nothing but rules. */
const RANKS: Readonly<Record<string, number>> = {
  rules: 0,
  infrastructure: 1,
  domain: 2,
  candidate: 3,
  office: 3,
  account: 3,
  operations: 4,
  cli: 5,
};
/** Where the house is put together. */
const roots = ['src/app.ts', 'src/server.ts', 'src/services.ts', 'src/start-server.ts'];
const wingOf = (file: string) => /^src\/([^/]+)\//.exec(file)?.[1] ?? null;
/** A module is a folder of a wing; a file that stands loose in a wing stands for itself. */
const moduleOf = (file: string) =>
  file.split('/').length > 3 ? file.split('/').slice(0, 3).join('/') : file;
const rankOf = (file: string) => RANKS[wingOf(file) ?? ''] ?? 6;

describe('the house', () => {
  it('keeps the rules pure: they import rules only, and know no clock, chance, waiting or environment', () => {
    const rules = sources.filter((file) => file.startsWith('src/rules/'));
    const strangers = rules.flatMap((file) =>
      listImports(file)
        .filter(({ target }) => !target.startsWith('src/rules/'))
        .map(({ target }) => `${file} imports ${target}`),
    );
    expect(rules.length).toBeGreaterThan(10);
    expect(strangers).toEqual([]);
    const impure = /Date\.now|new Date\(\)|Math\.random|\bawait\b|\basync\b|process\.|console\./;
    expect(findLines(impure, (file) => !file.startsWith('src/rules/'))).toEqual([]);
  });

  it('masks names, numbers, phones and mailboxes in one place', () => {
    const masks = /['"`][^'"`]*\*{3,}|'\*'(\.repeat| :)/;
    expect(findLines(masks, (file) => file === 'src/rules/identity/masking.ts')).toEqual([]);
  });

  it('says no sentence in the rules: Chinese text is data or belongs to a presenter', () => {
    const chineseText = /['"`][^'"`]*[\u4e00-\u9fff][^'"`]*['"`]/;
    expect(findLines(chineseText, (file) => !file.startsWith('src/rules/'))).toEqual([]);
  });

  it('has three wings on one ground, and nothing loose', () => {
    const loose = sources.filter((file) => wingOf(file) === null);
    expect(loose).toEqual(roots);
    expect([...new Set(sources.map(wingOf))].filter((wing) => wing !== null).sort()).toEqual(
      Object.keys(RANKS).sort(),
    );
  });

  it('points downwards: a wing uses what lies below it, and no wing another', () => {
    const climbing = sources.flatMap((file) =>
      listImports(file)
        .filter(({ target }) => target.startsWith('src/'))
        .filter(({ target }) => wingOf(target) !== wingOf(file) && rankOf(target) >= rankOf(file))
        .filter(() => !roots.includes(file))
        .map(({ target }) => `${file} imports ${target}`),
    );
    expect(climbing).toEqual([]);
  });

  it('names in an import the file that has the thing', () => {
    expect(sources.filter((file) => path.basename(file) === 'index.ts')).toEqual([]);
  });

  it('has no circle, neither of files nor of modules, types included', () => {
    const files = new Map(sources.map((file) => [file, listOwnImports(file)]));
    const modules = new Map<string, string[]>();
    for (const [file, targets] of files)
      modules.set(moduleOf(file), [...(modules.get(moduleOf(file)) ?? []), ...targets.map(moduleOf)]);
    expect(findCircles(files)).toEqual([]);
    expect(findCircles(modules)).toEqual([]);
  });

  it('exports what somebody imports', () => {
    const imported = new Set(
      ['src', 'test', 'seeds', 'bench', 'migrations']
        .flatMap((folder) => listFiles(folder, '.ts'))
        .flatMap(listNames),
    );
    const exported = /^export (?:async )?(?:abstract )?(?:const|function\*?|interface|type|class) (\w+)/gm;
    const idle = sources.flatMap((file) =>
      [...read(file).matchAll(exported)]
        .map(([, name]) => `${file} ${name}`)
        .filter((name) => !imported.has(name) && !imported.has(`${file} *`)),
    );
    expect(idle).toEqual([]);
  });

  it('talks to the database in repositories, infrastructure/database, clock and operations only', () => {
    const query = /\b(db|knex|transaction)(<[^>]+>)?\('[a-z_]+'\)|\.raw\(|\.batchInsert\(/;
    const allowed = (file: string) =>
      file.endsWith('.repository.ts') ||
      file === 'src/infrastructure/clock.ts' ||
      /^src\/(infrastructure\/database|operations)\//.test(file);
    expect(findLines(query, allowed)).toEqual([]);
  });

  it('says in which order a transaction does things', () => {
    const gathered = sources
      .filter((file) => !file.startsWith('src/infrastructure/database/'))
      .filter((file) => /Promise\.all\((?:(?!\);)[\s\S])*?\btransaction\b/.test(withoutComments(read(file))));
    expect(gathered).toEqual([]);
  });

  it('has one door to everything that is counted: hashes, codes and counters', () => {
    const inSecurity = (file: string) =>
      /^src\/(infrastructure\/security|domain\/credentials\/(spray-alarms|password-spray-guard))/.test(file);
    expect(findLines(/\bcreateLimiter\(|throttles\b.*\binsert into/, inSecurity)).toEqual([]);
    const listImporters = (of: string) =>
      sources.filter((file) => listImports(file).some(({ target }) => target === of));
    expect(listImporters('bcrypt')).toEqual(['src/infrastructure/security/hash-worker.ts']);
    // The two that build, and the door.
    expect(listImporters('src/infrastructure/security/hash-engine.ts')).toEqual([
      'src/domain/services.ts',
      'src/infrastructure/security/password-hasher.ts',
      'src/services.ts',
    ]);
    // Who compares secrets: the comparison of texts, facts of identity behind a charged try, and codes behind a pass.
    expect(
      sources.filter((file) => /timingSafeEqual\(|isSameHash\(/.test(withoutComments(read(file)))),
    ).toEqual([
      'src/candidate/password-reset/password-reset.service.ts',
      'src/domain/accounts/account-code.service.ts',
      'src/domain/credentials/first-secret.ts',
      'src/domain/identity/proof-code.ts',
      'src/domain/picture-code/picture-code.service.ts',
      'src/infrastructure/security/equal-text.ts',
      'src/infrastructure/security/keyed-hash.ts',
    ]);
    // Each takes the pass of a try that was charged as its first argument, and only the door makes passes.
    const checks =
      /\b(findTotpCounter|isFirstSecret|chargeTry|takePictureCode|findServingCode|createBindTicket|isMatchCode|hasher\.(hash|matches|reserve)|matches)\(/;
    const passed = /\((_?pass|admission(\.pass)?|inner|outer|confirmed\.pass)\b|\($/;
    expect(findLines(checks, inSecurity).filter((line) => !passed.test(line))).toEqual([]);
    expect(findLines(/new Pass\(/, (file) => file === 'src/infrastructure/security/admissions.ts')).toEqual(
      [],
    );
  });

  it('asks in one place whether two officers are two persons', () => {
    // A page may tell its own requests apart, and what an officer did already is found by them; an act of two asks.
    const acts = [
      'src/domain/review-cases/review.service.ts',
      'src/office/exports/export.service.ts',
      'src/office/imports/jobs/job-acts.ts',
      'src/office/officers/held-secret.service.ts',
      'src/office/paper-drafts/enter-choices.ts',
      'src/office/restoration/restoration.service.ts',
      'src/office/rule-packs/activate-pack.ts',
      'src/office/service-desk/code.service.ts',
    ];
    // Each of them is tried over HTTP by test/office/officers/two-persons-acts.test.ts.
    expect(sources.filter((file) => read(file).includes('await areTwo('))).toEqual(acts);
    const compares = /(requestedBy|officerId)\s*[!=]==\s*(author\.)?(officer\.)?id\b/;
    expect(findLines(compares, (file) => file.endsWith('.controller.ts') || acts.includes(file))).toEqual([]);
  });

  it('reads the environment in infrastructure/config only', () => {
    expect(findLines(/process\.env/, (file) => file === 'src/infrastructure/config/config.ts')).toEqual([]);
  });

  it('reads the time in clock.ts only', () => {
    // The supervisor of the server measures its own waiting and knows nothing of the application.
    const allowed = (file: string) =>
      file === 'src/infrastructure/clock.ts' || file.startsWith('src/infrastructure/database/embedded/');
    expect(findLines(/Date\.now\(|new Date\(\)/, allowed)).toEqual([]);
  });

  it('knows Express in infrastructure/http, the guards, routes, forms and controllers only', () => {
    const allowed =
      /^src\/(infrastructure\/http\/|app\.ts|operations\/)|(routes|controller|form|session-life|start-session|upload-places|set-up-provider|early-reads|\/as-[a-z-]+)\.ts$/;
    const strangers = sources
      .filter((file) => !allowed.test(file) && listImports(file).some(({ target }) => target === 'express'))
      .sort();
    expect(strangers).toEqual([]);
  });

  it('writes no HTML in TypeScript', () => {
    expect(
      findLines(/['"`]\s*<\/?(p|div|span|a|b|li|ul|table|tr|td|form|input|html|body)[\s>/]/, () => false),
    ).toEqual([]);
  });

  it('keeps style and script out of templates, and trusts text in macros only', () => {
    const inline = /\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)/;
    expect(findLines(inline, () => false, templates)).toEqual([]);
    expect(findLines(/\|\s*safe/, (file) => file.startsWith('views/macros/'), templates)).toEqual([]);
  });

  it('takes the macros that a template uses, and no other', () => {
    const idle = templates.flatMap((file) => {
      const text = read(file);
      return [...text.matchAll(/\{%-? from "[^"]+" import ([^%]*?)-?%\}/g)].flatMap(([line, names = '']) =>
        names
          .split(',')
          .map((name) => name.replace(' with context', '').trim())
          .filter((name) => !new RegExp(`\\b${name}\\b`).test(text.replace(line, '')))
          .map((name) => `${file} ${name}`),
      );
    });
    expect(idle).toEqual([]);
  });

  it('names no province and no year: those are packs and seeds', () => {
    // 北京 and 上海 are left out: they are the name of the time.
    const place =
      /henan|shandong|zhejiang|jiangsu|anhui|liaoning|guangdong|河南|山东|浙江|江苏|安徽|天津|河北|山西|辽宁|吉林|黑龙江|福建|江西|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|内蒙古/i;
    const year = /(?<![\du])20[1-3]\d(?!\d)/;
    // How a time is written, or a command; until when a line of Node is kept.
    const example = /例如|格式|（20\d\d-\d\d-\d\d）|--(to|from|set) |keptUntil/;
    const files = [
      ...sources,
      ...templates,
      ...listFiles('public/css', '.css'),
      ...listFiles('public/js', '.js'),
    ];
    const named = files.flatMap((file) =>
      (file.startsWith('views/') ? read(file) : withoutComments(read(file)))
        .split('\n')
        .filter((line) => place.test(line) || (year.test(line) && !example.test(line)))
        .map((line) => `${file} ${line.trim()}`),
    );
    // A word that is guessed.
    expect(named.filter((line) => !line.startsWith('src/rules/identity/common-words.ts '))).toEqual([]);
  });

  it('loads nothing from elsewhere', () => {
    const pages = [...templates, ...listFiles('public/css', '.css'), ...listFiles('public/js', '.js')];
    expect(
      findLines(/(src|href|action)="(https?:)?\/\/|@import|url\((https?:)?\/\//, () => false, pages),
    ).toEqual([]);
  });

  it('serves the htmx that is pinned', () => {
    expect(read('public/vendor/htmx-1.9.12.min.js')).toBe(read('node_modules/htmx.org/dist/htmx.min.js'));
  });

  it('puts a CSRF token into every form that posts', () => {
    const forms = templates.flatMap((file) =>
      [...read(file).matchAll(/<form[^>]*method="post"[\s\S]*?<\/form>/g)]
        // `xsrf`: the token of the provider's own form.
        .filter(([form]) => !/csrf\(frame\)|name="_csrf"|name="xsrf"/.test(form))
        .map(() => file),
    );
    expect(forms).toEqual([]);
  });

  it('keeps source files small', () => {
    const long = sources.filter((file) => read(file).split('\n').length > 300);
    expect(long).toEqual([]);
  });

  it('names migrations by number, verb and object, and lists them all in order', () => {
    const files = listFiles('migrations', '.ts').filter((file) => file !== 'migrations/index.ts');
    expect(files.filter((file) => !/^migrations\/\d{4}-[a-z]+(-[a-z]+)+\.ts$/.test(file))).toEqual([]);
    expect(new Set(files.map((file) => file.slice(0, 15))).size).toBe(files.length);
    expect(migrations.map(({ name }) => `migrations/${name}.ts`)).toEqual(files);
  });

  it('gives a reason for every production dependency, and says until when it is kept', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    const [reasons = '', until = ''] = read('docs/dependencies.md').split('\n## Until when\n');
    const [untilAlone = ''] = until.split('\n## ');
    for (const text of [reasons, untilAlone])
      expect(Object.keys(dependencies).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});
